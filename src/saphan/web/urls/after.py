from django.urls import path

from saphan.web.views import after
from saphan.web.views.organiser import report

urlpatterns = [
    path("f/<str:code>/after/", after.after, name="after"),
    path("f/<str:code>/after.<str:kind>", after.own_file, name="after_file"),
    path("f/<str:code>/after/<int:pk>/", after.meeting, name="after_meeting"),
    path("f/<str:code>/after/<int:pk>/feedback/", after.feedback, name="after_feedback"),
    path("f/<str:code>/after/<int:pk>/outcome/", after.outcome, name="after_outcome"),
    path("f/<str:code>/report/", report.report, name="report"),
    path("f/<str:code>/report.pdf", report.paper, name="report_paper"),
    path("f/<str:code>/report.xlsx", report.workbook, name="report_workbook"),
    path("f/<str:code>/report/meetings/", report.meetings, name="report_meetings"),
    path("f/<str:code>/report/meetings/<int:pk>/", report.mark, name="report_mark"),
    path("f/<str:code>/report/anonymised.zip", report.anonymised, name="report_anonymised"),
    path("f/<str:code>/report/<slug:key>.<str:kind>", report.file, name="report_file"),
]

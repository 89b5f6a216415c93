from django.urls import path

from saphan.web.views import calendars, day

urlpatterns = [
    path("f/<str:code>/today/", day.today, name="today"),
    path("f/<str:code>/today/late/<int:pk>/", day.late, name="today_late"),
    path("f/<str:code>/join/<int:pk>/", day.join, name="meeting_room"),
    path("f/<str:code>/timetable/", day.timetable, name="my_timetable"),
    path("f/<str:code>/timetable.ics", calendars.calendar, name="my_calendar"),
    path("f/<str:code>/calendar/renew/", calendars.renew, name="calendar_renew"),
    path("f/<str:code>/calendar/<str:token>.ics", calendars.feed, name="calendar_feed"),
]

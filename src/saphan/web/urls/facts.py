from django.urls import path

from saphan.web.views.facts import intake

urlpatterns = [
    path("facts/ask/", intake.ask, name="fact_ask"),
    path("facts/asked/<str:token>/", intake.asked, name="fact_asked"),
    path("facts/asked/<str:token>/forget/", intake.forget, name="fact_forget"),
]

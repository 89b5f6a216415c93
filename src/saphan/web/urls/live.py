from django.urls import path

from saphan.web.views import live

urlpatterns = [
    path("f/<str:code>/live/", live.forum, name="live"),
    path("screen/<str:key>/live/", live.screen, name="screen_live"),
]

from django.urls import path

from saphan.web.views.organiser import hooks

urlpatterns = [
    path("f/<str:code>/connections/", hooks.hooks, name="hooks"),
    path("f/<str:code>/connections/<int:pk>/<slug:act>/", hooks.act, name="hook_act"),
]

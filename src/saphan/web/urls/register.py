from django.urls import path

from saphan.web.views import register

urlpatterns = [
    path("register/", register.dossiers, name="dossiers"),
    path("register/releases/<int:pk>/", register.release, name="release"),
    path("register/<str:one>-<str:two>/", register.dossier, name="dossier"),
]

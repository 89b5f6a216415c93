from django.urls import path

from saphan.web.views import register, register_search

urlpatterns = [
    path("register/", register.dossiers, name="dossiers"),
    path("register/search/", register_search.search, name="register_search"),
    path("register/map/", register_search.map_and_years, name="register_map"),
    path("register/releases/<int:pk>/", register.release, name="release"),
    path("register/<str:one>-<str:two>/", register.dossier, name="dossier"),
]

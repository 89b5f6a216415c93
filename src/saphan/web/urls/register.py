from django.urls import path

from saphan.web.views import register, register_facts, register_files, register_search

urlpatterns = [
    path("register/", register.dossiers, name="dossiers"),
    path("register/search/", register_search.search, name="register_search"),
    path("register/map/", register_search.map_and_years, name="register_map"),
    path("register/releases/<int:pk>/", register.release, name="release"),
    path("register/facts/<int:pk>/", register_facts.fact, name="register_fact"),
    path("register/facts/<int:pk>/judge/", register_facts.judge, name="register_judge"),
    path("register/organisations/<int:pk>/", register.agency, name="agency"),
    path(
        "register/organisations/<int:pk>.<str:form>", register_files.of_agency, name="agency_file"
    ),
    path("register/<str:one>-<str:two>.<str:form>", register_files.of_pair, name="dossier_file"),
    path("register/<str:one>-<str:two>/", register.dossier, name="dossier"),
]

from django.urls import path
from django.views.i18n import set_language

from saphan.web.views import api, public, search

urlpatterns = [
    path("", public.home, name="home"),
    path("api/", api.reference, name="api"),
    path("kept.js", public.kept_worker, name="kept_worker"),
    path("search/", search.everywhere, name="search"),
    path("language/", set_language, name="set_language"),
    path("f/<str:code>/", public.forum, name="forum"),
    path("f/<str:code>/agenda/", public.agenda, name="agenda"),
    path("f/<str:code>/organisations/", search.directory, name="directory"),
    path("f/<str:code>/organisations/<str:org>/", public.organisation, name="organisation"),
]

from django.urls import path
from django.views.i18n import set_language

from .views import accounts, delegate, organiser, public, register, search

urlpatterns = [
    path("", public.home, name="home"),
    path("search/", search.everywhere, name="search"),
    path("language/", set_language, name="set_language"),
    path("sign-in/", accounts.sign_in, name="sign_in"),
    path("sign-in/link/", accounts.sign_in_link, name="sign_in_link"),
    path("sign-out/", accounts.sign_out, name="sign_out"),
    path("register/", register.dossiers, name="dossiers"),
    path("register/releases/<int:pk>/", register.release, name="release"),
    path("register/<str:one>-<str:two>/", register.dossier, name="dossier"),
    path("f/<str:code>/", public.forum, name="forum"),
    path("f/<str:code>/agenda/", public.agenda, name="agenda"),
    path("f/<str:code>/organisations/", search.directory, name="directory"),
    path("f/<str:code>/organisations/<str:org>/", public.organisation, name="organisation"),
    path("f/<str:code>/suggestions/", delegate.suggestions, name="suggestions"),
    path("f/<str:code>/suggestions/<str:org>/not-for-us/", delegate.not_for_us, name="not_for_us"),
    path("f/<str:code>/set-aside/<int:pk>/undo/", delegate.suggest_again, name="suggest_again"),
    path("f/<str:code>/requests/", delegate.requests, name="requests"),
    path("f/<str:code>/requests/ask/<int:receiver>/", delegate.ask, name="request_ask"),
    path("f/<str:code>/requests/ask-any/<str:org>/", delegate.ask_any, name="request_ask_any"),
    path("f/<str:code>/requests/<int:pk>/<str:answer>/", delegate.answer, name="request_answer"),
    path("f/<str:code>/timetable/", delegate.timetable, name="my_timetable"),
    path("f/<str:code>/timetable.ics", delegate.calendar, name="my_calendar"),
    path("f/<str:code>/matching/", organiser.matching, name="matching"),
    path("f/<str:code>/matching/renew/", organiser.renew_matches, name="matching_renew"),
    path("f/<str:code>/matching/<int:pk>/", organiser.matching_progress, name="matching_progress"),
    path("f/<str:code>/board/", organiser.board, name="board"),
    path("f/<str:code>/board/<int:version>/", organiser.board, name="board_version"),
    path("f/<str:code>/board/<int:version>/publish/", organiser.publish, name="publish"),
    path("f/<str:code>/runs/start/", organiser.start_run, name="run_start"),
    path("f/<str:code>/runs/<int:pk>/", organiser.run_progress, name="run_progress"),
    path("f/<str:code>/runs/<int:pk>/cancel/", organiser.cancel_run, name="run_cancel"),
]

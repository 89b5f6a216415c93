from django.urls import path

from saphan.web.views.organiser.setup import agenda, basics, days, opening, people, places, rules

urlpatterns = [
    path("forums/new/", basics.forum_new, name="forum_new"),
    path("f/<str:code>/copy/", basics.copy, name="forum_copy"),
    path("f/<str:code>/setup/", basics.setup, name="setup"),
    path("f/<str:code>/setup/basics/", basics.basics, name="setup_basics"),
    path("f/<str:code>/setup/days/", days.days, name="setup_days"),
    path("f/<str:code>/setup/slots/", days.slots, name="setup_slots"),
    path("f/<str:code>/setup/days/<str:day>/", days.day, name="setup_day"),
    path("f/<str:code>/setup/days/<str:day>/remove/", days.remove_day, name="setup_day_remove"),
    path("f/<str:code>/setup/places/", places.places, name="setup_places"),
    path("f/<str:code>/setup/places/<int:pk>/", places.place, name="setup_place"),
    path("f/<str:code>/setup/rules/", rules.rules, name="setup_rules"),
    path("f/<str:code>/setup/interpreters/", people.interpreters, name="setup_interpreters"),
    path(
        "f/<str:code>/setup/interpreters/<int:pk>/", people.interpreters, name="setup_interpreter"
    ),
    path(
        "f/<str:code>/setup/interpreters/<int:pk>/remove/",
        people.remove_interpreter,
        name="setup_interpreter_remove",
    ),
    path("f/<str:code>/setup/agenda/", agenda.agenda, name="setup_agenda"),
    path("f/<str:code>/setup/agenda/<int:pk>/", agenda.agenda, name="setup_agenda_item"),
    path(
        "f/<str:code>/setup/agenda/<int:pk>/remove/", agenda.remove_item, name="setup_agenda_remove"
    ),
    path("f/<str:code>/setup/roles/", people.roles, name="setup_roles"),
    path("f/<str:code>/setup/roles/<int:pk>/remove/", people.remove_role, name="setup_role_remove"),
    path("f/<str:code>/setup/opening/", opening.opening, name="setup_opening"),
    path("f/<str:code>/setup/open/", opening.show_to_all, name="setup_open"),
    path("f/<str:code>/setup/hide/", opening.hide, name="setup_hide"),
]

from django.urls import path

from saphan.web.views import registration
from saphan.web.views.organiser import people

urlpatterns = [
    path("join/<str:token>/", registration.join, name="join"),
    path("invited/<str:token>/", registration.registration, name="registration"),
    path(
        "invited/<str:token>/organisations/",
        registration.organisations,
        name="registration_organisations",
    ),
    path("f/<str:code>/people/", people.people, name="people"),
    path("f/<str:code>/people/decide/", people.decide, name="people_decide"),
    path("f/<str:code>/people/invite/", people.invite_one, name="people_invite"),
    path("f/<str:code>/people/links/", people.links, name="people_links"),
    path("f/<str:code>/people/links/<int:pk>/close/", people.close, name="people_link_close"),
    path("f/<str:code>/people/<int:pk>/", people.person, name="people_person"),
    path("f/<str:code>/people/<int:pk>/admin/", people.admin, name="people_admin"),
]

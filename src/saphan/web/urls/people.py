from django.urls import path

from saphan.web.views import profile, registration
from saphan.web.views.organiser import consents, erasing, people, people_files, periods

urlpatterns = [
    path("f/<str:code>/profile/", profile.profile, name="my_profile"),
    path("f/<str:code>/profile/<int:pk>/", profile.colleague, name="colleague"),
    path("f/<str:code>/colleagues/", profile.colleagues, name="colleagues"),
    path(
        "f/<str:code>/colleagues/<int:pk>/withdraw/",
        profile.withdraw_colleague,
        name="colleague_withdraw",
    ),
    path("f/<str:code>/listings/new/<str:side>/", profile.new_listing, name="listing_new"),
    path("f/<str:code>/listings/codes/", profile.codes, name="listing_codes"),
    path("f/<str:code>/listings/<int:pk>/", profile.listing, name="listing"),
    path("f/<str:code>/listings/<int:pk>/remove/", profile.remove_listing, name="listing_remove"),
    path("join/<str:token>/", registration.join, name="join"),
    path("invited/<str:token>/", registration.registration, name="registration"),
    path(
        "invited/<str:token>/organisations/",
        registration.organisations,
        name="registration_organisations",
    ),
    path("f/<str:code>/people/", people.people, name="people"),
    path("f/<str:code>/people.<str:kind>", people_files.file, name="people_file"),
    path("f/<str:code>/people/sheet/", people_files.sheet, name="people_sheet"),
    path("f/<str:code>/people/sheet/send/", people_files.send, name="people_sheet_send"),
    path("f/<str:code>/people/decide/", people.decide, name="people_decide"),
    path("f/<str:code>/people/invite/", people.invite_one, name="people_invite"),
    path("f/<str:code>/people/links/", people.links, name="people_links"),
    path("f/<str:code>/people/links/<int:pk>/close/", people.close, name="people_link_close"),
    path("f/<str:code>/people/consents/", consents.consents, name="consents"),
    path("f/<str:code>/people/consents.<str:kind>", consents.file, name="consents_file"),
    path("f/<str:code>/people/keeping/", periods.periods, name="people_periods"),
    path("f/<str:code>/people/erase/", erasing.erase_person, name="people_erase"),
    path("f/<str:code>/people/<int:pk>/", people.person, name="people_person"),
    path("f/<str:code>/people/<int:pk>/admin/", people.admin, name="people_admin"),
]

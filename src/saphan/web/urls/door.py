from django.urls import path, re_path

from saphan.web.views.door import badges, check_in, paper, screens

urlpatterns = [
    path("f/<str:code>/badges/", badges.badges, name="badges"),
    path("f/<str:code>/badges/print/", badges.print_badges, name="badges_print"),
    path("f/<str:code>/badges/add/", badges.add, name="badge_add"),
    path("f/<str:code>/badges/<int:pk>/reissue/", badges.reissue, name="badge_reissue"),
    path("f/<str:code>/door/", check_in.check_in, name="check_in"),
    path("f/<str:code>/door/hall/", check_in.hall, name="check_in_hall"),
    path("f/<str:code>/door/people/", check_in.people, name="check_in_people"),
    path("f/<str:code>/door/check-ins/", check_in.scans, name="check_ins"),
    path("f/<str:code>/door/by-hand/", check_in.by_hand, name="check_in_by_hand"),
    path("f/<str:code>/door/check-ins/<int:pk>/undo/", check_in.undo, name="check_in_undo"),
    path("f/<str:code>/screens/", screens.screens, name="screens"),
    path("f/<str:code>/screens/make/", screens.make, name="screen_make"),
    path("f/<str:code>/screens/<int:pk>/revoke/", screens.revoke, name="screen_revoke"),
    path("screen/<str:key>/", screens.screen, name="screen"),
    path("screen/<str:key>/now/", screens.screen_now, name="screen_now"),
    path("f/<str:code>/paper/", paper.paper, name="paper"),
    re_path(
        r"^f/(?P<code>[^/]+)/paper/(?P<kind>delegates|places|interpreters)\.pdf$",
        paper.timetables,
        name="paper_timetables",
    ),
]

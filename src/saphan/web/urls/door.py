from django.urls import path

from saphan.web.views.door import badges

urlpatterns = [
    path("f/<str:code>/badges/", badges.badges, name="badges"),
    path("f/<str:code>/badges/print/", badges.print_badges, name="badges_print"),
    path("f/<str:code>/badges/add/", badges.add, name="badge_add"),
    path("f/<str:code>/badges/<int:pk>/reissue/", badges.reissue, name="badge_reissue"),
]

from django.urls import path

from saphan.web.views import trail

urlpatterns = [
    path("f/<str:code>/trail/", trail.of_forum, name="trail"),
    path("f/<str:code>/trail.<str:kind>", trail.file_of_forum, name="trail_file"),
    path("trail/", trail.of_site, name="site_trail"),
    path("trail.<str:kind>", trail.file_of_site, name="site_trail_file"),
]

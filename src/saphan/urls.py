from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from saphan.api.v1 import api

# Its own form would let a password in without the second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/v1/", api.urls),
    path("", include("saphan.web.urls")),
]

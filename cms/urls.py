"""The addresses that Django answers; all others are files of the page folder."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/language/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
]

"""The addresses that Django answers; all others are files of the page folder."""

from django.contrib import admin
from django.urls import path

from cms.people.views import choose_language

urlpatterns = [
    path("admin/language/", choose_language, name="choose_language"),
    path("admin/", admin.site.urls),
]

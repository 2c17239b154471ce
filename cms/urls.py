"""The addresses that Django answers; all others are files of the page folder."""

from django.contrib import admin
from django.urls import path

from cms.people.javascript import AdminCatalog
from cms.people.views import choose_language
from cms.translation import previews
from cms.website import preview

urlpatterns = [
    path("admin/language/", choose_language, name="choose_language"),
    path("admin/jsi18n/", AdminCatalog.as_view(), name="javascript_catalog"),
    path("admin/", admin.site.urls),
    path("preview/<str:token>/<str:language>/", preview.page, {"load": previews.load}, name="preview"),
    path("preview/<str:token>/pictures/<str:name>", preview.picture, {"load": previews.load}, name="preview_picture"),
]
handler403 = "cms.people.views.forbidden"
handler404 = "cms.people.views.not_found"

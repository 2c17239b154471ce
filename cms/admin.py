"""The editors' side: Django's admin under our name."""

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig
from django.utils.translation import gettext_lazy as _


class EditorsSite(AdminSite):
    site_title = _("Health articles")
    site_header = _("Health articles")
    index_title = _("What would you like to do?")


class AdminConfig(DjangoAdminConfig):
    default_site = "cms.admin.EditorsSite"

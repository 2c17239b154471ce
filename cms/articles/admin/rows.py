"""What the lists of the admin share: rows that nobody makes by hand, and an edition's state as a badge."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from cms.articles.models import Edition


def edition_badge(edition: Edition | None, language: str):
    """An edition's state by a word and a shape, so that nobody depends on the colour."""
    if edition is None or not (edition.newest_id or edition.withdrawn):
        shape, words, name = "○", _("none"), "none"
    elif edition.withdrawn:
        shape, words, name = "✕", _("withdrawn"), "withdrawn"
    elif edition.is_visible:
        shape, words, name = "●", _("published"), "published"
    else:
        shape, words, name = "◐", _("not published"), "draft"
    return format_html('<span class="badge {}">{} {} {}</span>', name, shape, language, words)


class NeverByHand(admin.ModelAdmin):
    """Rows that are made by an import or an act, and never deleted: what was published once is withdrawn."""

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class OnlyToRead(NeverByHand):
    """Rows that are only looked at; what changes them is an act of the list."""

    def has_change_permission(self, request, obj=None):
        return False

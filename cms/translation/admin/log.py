"""The log: who did what when."""

from django.contrib import admin

from cms.articles.admin import OnlyToRead
from cms.translation.models import Change


@admin.register(Change)
class ChangeAdmin(OnlyToRead):
    """The log: who did what when. Nobody writes in it by hand."""

    list_display = ["at", "act", "article", "language", "by", "author", "note"]
    list_filter = ["act", "language"]
    list_select_related = ["article", "by", "author"]
    search_fields = ["article__key", "by__username", "note"]
    date_hierarchy = "at"

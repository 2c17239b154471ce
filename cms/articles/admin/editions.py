"""Editions: the source is written here, every other one is only shown."""

from django.contrib import admin, messages
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from cms.articles.admin.rows import NeverByHand, edition_badge
from cms.articles.admin.source_form import SourceForm
from cms.articles.blocks import render
from cms.articles.importer import revise
from cms.articles.models import Edition


@admin.register(Edition)
class EditionAdmin(NeverByHand):
    list_display = ["article", "language", "title_shown", "state", "published_on"]
    list_filter = ["language", "is_source"]
    list_select_related = ["article", "newest"]
    search_fields = ["article__key", "slug"]
    form = SourceForm
    readonly_fields = ["article", "language", "slug", "state", "published_on", "updated_on", "old_address", "text"]

    class Media:
        css = {"all": ["articles/admin.css"]}

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("article", "newest__by", "published")

    def has_change_permission(self, request, obj=None):
        """Only the source is written here; every other edition is made from its translation."""
        if obj is not None and not obj.is_source:
            return False
        return super().has_change_permission(request, obj) and (
            obj is None or request.user.may("articles.change_edition", obj.language)
        )

    def get_fields(self, request, obj=None):
        facts = ["article", "language", "slug", "state", "published_on", "updated_on", "old_address"]
        if obj is not None and self.has_change_permission(request, obj):
            return ["title", "summary", "body", "base", *facts]
        return [*facts, "text"]

    @admin.display(description=_("title"))
    def title_shown(self, edition):
        return edition.title

    @admin.display(description=_("state"))
    def state(self, edition):
        badge = edition_badge(edition, edition.language)
        if edition.is_visible and edition.is_source and edition.newest_id != edition.published_id:
            return format_html("{} · {}", badge, _("the newest revision is not published"))
        return badge

    @admin.display(description=_("text"))
    def text(self, edition):
        if edition.newest is None:
            return "–"
        return format_html('<div class="edition-text" lang="{}">{}</div>', edition.language, _safe(edition))

    def save_model(self, request, obj, form, change):
        edition = Edition.objects.select_related("article", "newest").get(pk=obj.pk)
        for note in revise(edition, form.blocks(), request.user).notes:
            self.message_user(request, note, messages.WARNING)


def _safe(edition: Edition) -> SafeString:
    """The text as HTML; blocks hold allow-listed markup only."""
    assert edition.newest is not None
    return mark_safe(render(edition.newest.blocks, with_ids=False))

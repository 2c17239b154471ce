"""Editions: the source is written here, every other one is only shown."""

from django.contrib import admin, messages
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from cms.articles import pictures
from cms.articles.admin import editing, import_page
from cms.articles.admin.rows import NeverByHand, TitledRows, TopicOfArticleFilter, edition_badge, in_language
from cms.articles.admin.source_form import SourceForm
from cms.articles.blocks import render
from cms.articles.importer import revise
from cms.articles.models import Edition


@admin.register(Edition)
class EditionAdmin(TitledRows, NeverByHand):
    purpose = _("Each article in each language. Sources are written here; every other one is made by translating.")
    path_to_article = "article"
    sorted_by = ["folded_title", "language"]
    list_display = ["title", "language", "state", "published_on", "updated_on", "article"]
    list_filter = ["is_source", "article__kind", TopicOfArticleFilter]
    list_select_related = ["article"]
    form = SourceForm
    readonly_fields = ["article", "language", "slug", "state", "published_on", "updated_on", "old_address", "text"]

    class Media:
        css = {"all": ["articles/admin.css"]}

    def get_queryset(self, request):
        """Each with its own title; the texts are loaded for the page of one only."""
        return super(TitledRows, self).get_queryset(request).with_title()

    def get_object(self, request, object_id, from_field=None):
        edition = super().get_object(request, object_id, from_field)
        return edition and self.model.objects.select_related("article", "newest__by", "published").get(pk=edition.pk)

    def has_change_permission(self, request, obj=None):
        """Only the source is written here; every other edition is made from its translation."""
        if obj is not None and not obj.is_source:
            return False
        return super().has_change_permission(request, obj) and (
            obj is None or request.user.may("articles.change_edition", obj.language)
        )

    def get_urls(self):
        view = self.admin_site.admin_view
        own = [
            path("import/", view(import_page.import_view), name="import_page"),
            path("new/", view(import_page.begin_view), name="begin_article"),
            path("paste/", view(editing.read_pasted), name="article_paste"),
            path("picture/<str:name>", view(editing.show_picture), name="article_picture"),
            path("<int:pk>/picture/", view(editing.upload_picture), name="article_picture_upload"),
        ]
        return own + super().get_urls()

    def get_fields(self, request, obj=None):
        facts = ["article", "language", "slug", "state", "published_on", "updated_on", "old_address"]
        if obj is not None and self.has_change_permission(request, obj):
            return ["title", "summary", "body", "base", *facts]
        return [*facts, "text"]

    @admin.display(description=_("title"), ordering="folded_title")
    def title(self, edition):
        return in_language(edition.shown_title or edition.article.key, edition.language)

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
        report = revise(edition, form.blocks(), request.user)
        for note in [*report.notes, *editing.without_alt(report.revision.blocks)]:
            self.message_user(request, note, messages.WARNING)


def _safe(edition: Edition) -> SafeString:
    """The text as HTML; blocks hold allow-listed markup only. Pictures are shown before they are published."""
    assert edition.newest is not None
    ours = f'src="{reverse("admin:article_picture", args=["NAME"]).removesuffix("NAME")}'
    return mark_safe(render(edition.newest.blocks, with_ids=False).replace(f'src="{pictures.ADDRESS}', ours))

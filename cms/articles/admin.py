"""Articles and their editions. Only source editions are written here; the others come from their translation."""

import re

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from cms.articles import publication
from cms.articles.blocks import Block, render
from cms.articles.importer import revise
from cms.articles.links import followable
from cms.articles.models import Article, Edition
from cms.articles.parse import TooDeep, normalise, parse
from cms.languages.text import collapse

# Where a line may end in the text area without putting a space between two words.
_BLOCK_END = re.compile(
    r"(</?(?:p|h[2-4]|ul|ol|li|table|caption|tr|t[dh]|blockquote|figure|figcaption|aside|div)[^>]*>)(?=<(?!/?(?:a|strong|em|su[bp]|br)\b))"
)


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


@admin.register(Article)
class ArticleAdmin(NeverByHand):
    list_display = ["key", "title", "kind", "editions_shown"]
    list_filter = ["kind"]
    search_fields = ["key", "editions__slug"]
    filter_horizontal = ["snippets"]
    fields = ["key", "kind", "snippets", "editions_linked"]
    readonly_fields = ["key", "kind", "editions_linked"]

    class Media:
        css = {"all": ["articles/admin.css"]}

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("editions__newest")

    @admin.display(description=_("title"))
    def title(self, article):
        return next((edition.title for edition in article.editions.all() if edition.is_source), article.key)

    @admin.display(description=_("editions"))
    def editions_shown(self, article):
        editions = {edition.language: edition for edition in article.editions.all()}
        badges = ((edition_badge(editions.get(code), code),) for code, _name in settings.LANGUAGES)
        return format_html_join(" ", "{}", badges)

    @admin.display(description=_("editions"))
    def editions_linked(self, article):
        rows = (
            (f"../../../edition/{e.pk}/change/", edition_badge(e, e.language), e.title) for e in article.editions.all()
        )
        return format_html_join("", '<p><a href="{}">{} {}</a></p>', rows)

    def save_related(self, request, form, formsets, change):
        publication.attach(form.instance, form.cleaned_data["snippets"])
        super().save_related(request, form, formsets, change)


class SourceForm(forms.ModelForm):
    """The text of a source edition; saving it appends a revision."""

    title = forms.CharField(label=_("Title"), max_length=300)
    summary = forms.CharField(label=_("Summary"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    body = forms.CharField(
        label=_("Text (HTML)"), widget=forms.Textarea(attrs={"rows": 30, "class": "vLargeTextField"})
    )
    base = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Edition
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        newest = self.instance.newest
        if newest:
            self.initial |= {"title": newest.title, "summary": newest.summary, "base": newest.number}
            self.initial["body"] = _BLOCK_END.sub(r"\1\n", render(newest.blocks, with_ids=False))

    def clean_title(self):
        if title := collapse(self.cleaned_data["title"]):
            return title
        raise forms.ValidationError(_("The article has no title."))

    def clean_body(self):
        try:
            return parse(normalise(self.cleaned_data["body"]), followable)
        except TooDeep:
            raise forms.ValidationError(_("The elements are nested more than 100 deep.")) from None

    def clean(self):
        """Hold the edition until the admin's transaction ends: nobody saves between this look and our own save."""
        data = super().clean()
        # Its newest revision is read afterwards: saved while we waited for the lock, it would be missing in a join.
        newest = Edition.objects.select_for_update().get(pk=self.instance.pk).newest
        if newest and data.get("base") != newest.number:
            self.data = self.data.copy()
            self.data["base"] = newest.number
            raise forms.ValidationError(
                _(
                    "%(person)s saved revision %(number)d while you were writing. Your words are still here: compare "
                    "them with the newest revision, then save again."
                ),
                params={"person": newest.by, "number": newest.number},
            )
        if "body" in data and not any(block.text for block in data["body"]):
            self.add_error("body", _("The text is empty."))
        return data

    def blocks(self) -> list[Block]:
        head = [
            Block("#title", "title", self.cleaned_data["title"]),
            Block("#summary", "summary", collapse(self.cleaned_data["summary"])),
        ]
        return [block for block in head if block.text] + self.cleaned_data["body"]


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


def _safe(edition: Edition):
    """The text as HTML; blocks hold allow-listed markup only."""
    from django.utils.safestring import mark_safe

    return mark_safe(render(edition.newest.blocks, with_ids=False))

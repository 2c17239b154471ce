"""Articles: what is true in every language."""

from django.conf import settings
from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from cms.articles import publication
from cms.articles.admin.rows import NeverByHand, edition_badge
from cms.articles.models import Article


@admin.register(Article)
class ArticleAdmin(NeverByHand):
    list_display = ["key", "title", "kind", "editions_shown"]
    list_filter = ["kind"]
    search_fields = ["key", "editions__slug"]
    filter_horizontal = ["topics", "snippets"]
    fields = ["key", "kind", "topics", "snippets", "editions_linked"]
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
        publication.classify(form.instance, form.cleaned_data["topics"])
        publication.attach(form.instance, form.cleaned_data["snippets"])
        super().save_related(request, form, formsets, change)

"""Articles: what is true in every language."""

from django import forms
from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from cms.articles import publication
from cms.articles.admin.rows import NeverByHand, TitledRows, TopicFilter, edition_badge, in_language, with_titles
from cms.articles.models import Article


class TitledChoice(forms.ModelMultipleChoiceField):
    """Some of the articles of a kind, by their titles in the interface's language."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, queryset, **kwargs):
        super().__init__(queryset, **kwargs)
        self.queryset = with_titles(queryset).order_by("sort_title", "key")

    def label_from_instance(self, obj):
        return in_language(obj.shown_title or obj.key, obj.shown_language)


class ArticleForm(forms.ModelForm):
    """What is true of an article in every language; it is no topic and no shared text of itself."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.queryset = field.queryset.exclude(pk=self.instance.pk)


@admin.register(Article)
class ArticleAdmin(TitledRows, NeverByHand):
    purpose = _("Every article, topic and shared text. Open one to set its topics, or choose some to hand over.")
    list_display = ["title", "kind", "key"]
    list_filter = ["kind", TopicFilter]
    form = ArticleForm
    fields = ["key", "kind", "topics", "snippets", "editions_linked"]
    readonly_fields = ["key", "kind", "editions_linked"]

    class Media:
        css = {"all": ["articles/admin.css"]}

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return db_field.formfield(form_class=TitledChoice)

    def has_change_permission(self, request, obj=None):
        """What is true in every language is set by those who may write in the article's own."""
        return super().has_change_permission(request, obj) and (
            obj is None or request.user.may("articles.change_article", obj.source.language)
        )

    @admin.display(description=_("editions"))
    def editions_linked(self, article):
        rows = (
            (
                f"../../../edition/{edition.pk}/change/",
                edition_badge(edition, edition.language),
                in_language(edition.shown_title, edition.language),
            )
            for edition in article.editions.with_title()
        )
        return format_html_join("", '<p><a href="{}">{} {}</a></p>', rows)

    def save_related(self, request, form, formsets, change):
        publication.classify(form.instance, form.cleaned_data["topics"])
        publication.attach(form.instance, form.cleaned_data["snippets"])
        super().save_related(request, form, formsets, change)

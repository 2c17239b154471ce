"""Publishing, withdrawing and starting translations, from the articles' own lists."""

from collections import defaultdict
from datetime import datetime
from functools import partial

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.options import ActionLocation
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.articles.admin import revisions
from cms.articles.admin.articles import ArticleAdmin
from cms.articles.admin.editions import EditionAdmin
from cms.articles.models import Article, Edition
from cms.languages.naming import name_of
from cms.translation import workflow
from cms.translation.admin.acts import confirmed, tell_each
from cms.translation.admin.dates import date_page
from cms.translation.admin.filters import (
    LanguageFilter,
    LanguageOfArticlesFilter,
    SeverityFilter,
    StateFilter,
    StateOfEditionsFilter,
)
from cms.translation.admin.lists import InEveryLanguage, InOneLanguage
from cms.translation.admin.publishing import lead_or_publish, publishing_page
from cms.translation.admin.sharing import open_preview, preview_link
from cms.translation.models import Act, Change, Translation

# Publishing and translating are this room's affair: it adds its actions to the articles' own pages.
admin.site.unregister([Article, Edition])


@admin.register(Edition)
class ReleasedEditionAdmin(InOneLanguage, EditionAdmin):
    list_display = ["title", "language", "badges", "published_on", "updated_on", "article"]
    list_filter = [LanguageFilter, StateOfEditionsFilter, SeverityFilter, *EditionAdmin.list_filter]
    actions = ["publish", "withdraw"]
    change_form_template = "admin/translation/publishing/edition_form.html"

    def get_urls(self):
        history = partial(revisions.history_page, site=self.admin_site, publications=_publications)
        comparison = partial(revisions.comparison_page, site=self.admin_site, publications=_publications)
        own = [
            path("<int:pk>/date/", self.admin_site.admin_view(date_page), name="edition_date"),
            path("<int:pk>/revisions/", self.admin_site.admin_view(history), name="edition_history"),
            path("<int:pk>/revisions/compare/", self.admin_site.admin_view(comparison), name="edition_comparison"),
        ]
        return own + super().get_urls()

    @admin.action(description=gettext_lazy("Publish the newest text"), permissions=["publish"])
    def publish(self, request, queryset):
        chosen = queryset.select_related("article")
        return lead_or_publish(request, [(edition, edition.article, [edition.language]) for edition in chosen])

    @admin.action(description=gettext_lazy("Withdraw"), permissions=["withdraw"])
    def withdraw(self, request, queryset):
        reason = request.POST.get("reason", "")

        def act(edition):
            workflow.withdraw(edition.article, [edition.language], request.user, reason=reason)

        return confirmed(
            request,
            queryset.select_related("article"),
            act,
            action="withdraw",
            title=_("Withdraw"),
            done=_("Withdrawn"),
            help=_("Readers are told that the text was withdrawn. It stays here, and can be published again."),
            ask_reason=True,
        )

    def has_publish_permission(self, request):
        return request.user.has_perm("articles.publish_edition")

    def has_withdraw_permission(self, request):
        return request.user.has_perm("articles.withdraw_edition")


@admin.register(Article)
class TranslatedArticleAdmin(InEveryLanguage, ArticleAdmin):
    list_filter = [LanguageOfArticlesFilter, StateFilter, SeverityFilter, *ArticleAdmin.list_filter]
    actions = ["publish_together"]
    change_form_template = "admin/translation/publishing/article_form.html"

    def get_urls(self):
        publishing = partial(publishing_page, site=self.admin_site)
        sharing = partial(preview_link, site=self.admin_site)
        view = self.admin_site.admin_view
        own = [
            path("<int:pk>/publish/", view(publishing), name="publish_article"),
            path("<int:pk>/preview/<str:language>/", view(open_preview), name="preview_article"),
            path("<int:pk>/preview-link/", view(sharing), name="preview_link"),
        ]
        return own + super().get_urls()

    @admin.action(description=gettext_lazy("Publish all languages together"), permissions=["publish"])
    def publish_together(self, request, queryset):
        languages = defaultdict(list)
        for rows in (Edition.objects.filter(is_source=True), Translation.objects.all()):
            for article, language in rows.filter(article__in=queryset).values_list("article", "language"):
                languages[article].append(language)
        return lead_or_publish(request, [(article, article, languages[article.pk]) for article in queryset])

    def has_publish_permission(self, request):
        return request.user.has_perm("articles.publish_edition")

    def get_actions(self, request, action_location=ActionLocation.CHANGE_LIST):
        """One action for each language an article can be translated into."""
        actions = super().get_actions(request, action_location)
        if request.user.has_perm("translation.start_translation"):
            for code, _name in settings.LANGUAGES:
                words = _("Start the translation into %s") % name_of(code, request.LANGUAGE_CODE)
                actions[f"start_{code}"] = (_starting(code), f"start_{code}", words)
        return actions


def _starting(language: str):
    def start(model_admin, request, queryset):
        def act(article):
            workflow.start(article, language, request.user)

        return tell_each(request, queryset, act, _("Started"))

    return start


def _publications(edition: Edition) -> dict[int, datetime]:
    """When each revision was published last, as the log has it."""
    log = Change.objects.filter(article=edition.article_id, language=edition.language, act=Act.PUBLISHED)
    rows = log.order_by("pk").values_list("note", "at")
    return {int(note[1:]): at for note, at in rows if note[:1] == "#" and note[1:].isdecimal()}

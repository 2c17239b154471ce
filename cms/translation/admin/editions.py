"""Publishing, withdrawing and starting translations, from the articles' own lists."""

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.options import ActionLocation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.articles.admin.articles import ArticleAdmin
from cms.articles.admin.editions import EditionAdmin
from cms.articles.models import Article, Edition
from cms.languages.naming import name_of
from cms.translation import workflow
from cms.translation.admin.acts import publish, tell_each
from cms.translation.models import Translation

# Publishing and translating are this room's affair: it adds its actions to the articles' own pages.
admin.site.unregister([Article, Edition])


@admin.register(Edition)
class ReleasedEditionAdmin(EditionAdmin):
    actions = ["publish", "withdraw"]

    @admin.action(description=gettext_lazy("Publish the newest text"), permissions=["publish"])
    def publish(self, request, queryset):
        tell_each(request, queryset, lambda e: publish(request, e.article, [e.language]), _("Published"))

    @admin.action(description=gettext_lazy("Withdraw"), permissions=["withdraw"])
    def withdraw(self, request, queryset):
        def act(edition):
            workflow.withdraw(edition.article, [edition.language], request.user)

        tell_each(request, queryset, act, _("Withdrawn"))

    def has_publish_permission(self, request):
        return request.user.has_perm("articles.publish_edition")

    def has_withdraw_permission(self, request):
        return request.user.has_perm("articles.withdraw_edition")


@admin.register(Article)
class TranslatedArticleAdmin(ArticleAdmin):
    actions = ["publish_together"]

    @admin.action(description=gettext_lazy("Publish all languages together"), permissions=["publish"])
    def publish_together(self, request, queryset):
        def act(article):
            started = Translation.objects.filter(article=article).values_list("language", flat=True)
            publish(request, article, [article.source.language, *started])

        tell_each(request, queryset, act, _("Published"))

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
        tell_each(request, queryset, lambda article: workflow.start(article, language, request.user), _("Started"))

    return start

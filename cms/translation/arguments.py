"""What the commands on one article share: its key, its translations, and how progress is told."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from cms.articles.models import Article
from cms.people.commands import ActingCommand
from cms.translation import workflow
from cms.translation.models import State, Translation
from cms.translation.status import progress


class ArticleCommand(ActingCommand):
    """A command whose first argument is an article's key."""

    told = (PermissionDenied, workflow.Refused)

    def add_arguments(self, parser) -> None:
        super().add_arguments(parser)
        parser.add_argument("key", help="the article's key")

    def handle(self, *args: Any, **options: Any) -> None:
        if key := options.pop("key", None):
            options["article"] = self.article(key)
        super().handle(*args, **options)

    def article(self, key: str) -> Article:
        try:
            return Article.objects.get(key=key)
        except Article.DoesNotExist:
            raise CommandError(_("There is no article with the key “%s”.") % key) from None

    def translations(self, article: Article, language: str | None) -> list[Translation]:
        """The article's translations, or the one into this language; an error where there is none."""
        found = Translation.objects.select_related("article").filter(article=article)
        if language:
            found = found.filter(language=language)
        if not found:
            raise CommandError(_("“%s” has no such translation; start it first.") % article)
        return list(found)

    def say_progress(self, translations: Iterable[Translation]) -> None:
        for row in progress(translations):
            parts = [f"{row.counts[state]} {state.label}" for state in State if row.counts.get(state)]
            if row.stale:
                parts.append(_("%d of them stale") % row.stale)
            if row.is_behind:
                parts.append(_("the source has moved on"))
            self.say(f"{row.translation}: {row.stage.label}, {row.percent} % ({', '.join(parts)})")

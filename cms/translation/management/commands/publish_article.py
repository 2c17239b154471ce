from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from cms.articles.models import Significance
from cms.translation import workflow
from cms.translation.arguments import ArticleCommand

_LEVELS = {level.name.lower(): level.value for level in Significance}


class Command(ArticleCommand):
    help = "Publish editions of an article: all those named, or none of them."

    def add_arguments(self, parser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--language", action="append", help="may be repeated; without it, the source alone")
        parser.add_argument(
            "--grade",
            action="append",
            default=[],
            metavar="BLOCK=LEVEL",
            help=f"how grave a block's change is ({', '.join(_LEVELS)}); may be repeated",
        )

    def act(self, *, article, language, user, grade, **options) -> None:
        languages = language or [article.source.language]
        result = workflow.publish(article, languages, user, grades=dict(self.grades(grade)))
        for code in result.published:
            self.say(_("%(key)s: the edition in “%(language)s” is published.") % {"key": article, "language": code})
        for code in result.unchanged:
            self.say(
                _("%(key)s: the edition in “%(language)s” was published before as it is.")
                % {"key": article, "language": code}
            )
        for note in result.notes:
            self.say("  " + note)

    def grades(self, given: list[str]):
        for pair in given:
            block, _equals, level = pair.partition("=")
            if level not in _LEVELS:
                raise CommandError(
                    _("“%(given)s”: write BLOCK=LEVEL, where the level is one of %(levels)s.")
                    % {"given": pair, "levels": ", ".join(_LEVELS)}
                )
            yield block, _LEVELS[level]

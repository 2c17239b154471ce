from django.utils.translation import gettext as _

from cms.translation import workflow
from cms.translation.arguments import ArticleCommand


class Command(ArticleCommand):
    help = "Take editions of an article back; visitors are told that they were withdrawn."

    def add_arguments(self, parser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--language", action="append", help="may be repeated; without it, every published one")
        parser.add_argument("--reason", default="")

    def act(self, *, article, language, user, reason, **options) -> None:
        published = article.editions.filter(published__isnull=False).values_list("language", flat=True)
        languages = language or list(published) or [article.source.language]
        for code in workflow.withdraw(article, languages, user, reason=reason):
            self.say(_("%(key)s: the edition in “%(language)s” was withdrawn.") % {"key": article, "language": code})

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from cms.translation import workflow
from cms.translation.arguments import ArticleCommand


class Command(ArticleCommand):
    help = "Give an edition a new address; the old one leads to it for ever."

    def add_arguments(self, parser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--language", required=True)
        parser.add_argument("--slug", required=True, help="the new last part of the address")

    def act(self, *, article, language, slug, user, **options) -> None:
        edition = article.editions.filter(language=language).first()
        if edition is None:
            raise CommandError(
                _("“%(key)s” has no edition in “%(language)s”.") % {"key": article, "language": language}
            )
        workflow.move(edition, slug, user)
        self.say(_("%(key)s (%(language)s): %(slug)s") % {"key": article, "language": language, "slug": slug})

from pathlib import Path

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.articles.page import BadPage
from cms.people.commands import ActingCommand
from cms.translation.exchange import export_files
from cms.translation.po import BadCatalog


class Command(ActingCommand):
    help = "Write one PO catalog per article and language into a folder."
    told = (BadCatalog, BadPage)

    def add_arguments(self, parser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--language", default="", help="only this language")
        parser.add_argument("--article", default="", help="only the article with this key")

    def act(self, *, folder, language, article, **options) -> None:
        count = 0
        try:
            for path in export_files(folder, language=language, key=article):
                self.say(str(path))
                count += 1
        except OSError as error:
            raise CommandError(
                _("The folder “%(name)s” cannot be written: %(why)s.") % {"name": folder, "why": error.strerror}
            ) from None
        self.say(ngettext("%d catalog", "%d catalogs", count) % count)

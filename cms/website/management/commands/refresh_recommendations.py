import time

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.website import build


class Command(BaseCommand):
    """It is the builder's affair: nobody may build while the listings are made anew."""

    help = "Bring what is recommended under articles in line, and the pages that show it."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--all", action="store_true", help="weigh all words anew, and every listing with them")

    def handle(self, *, all: bool, verbosity: int, **options) -> None:  # noqa: A002 - the option's own name
        start = time.monotonic()
        if all:
            build.renew_recommendations(self.progress if verbosity > 0 else lambda count: None)
        else:
            build.drain()
        if verbosity > 0:
            self.stdout.write(_("The recommendations are in line (%.1f s).") % (time.monotonic() - start))

    def progress(self, count: int) -> None:
        if count % 1000 == 0:
            self.stdout.write("  " + ngettext("%d article", "%d articles", count) % count)

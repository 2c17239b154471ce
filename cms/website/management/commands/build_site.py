import time

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.website import build


class Command(BaseCommand):
    help = "Build every page that visitors can reach into a fresh folder and swap it in."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--due", action="store_true", help="only what changed since the last build")

    def handle(self, *, due: bool, verbosity: int, **options) -> None:
        start = time.monotonic()
        if due:
            build.drain()
        else:
            build.build_site(self.progress if verbosity > 0 else lambda count: None)
        if verbosity > 0:
            self.stdout.write(_("The pages are built (%.1f s).") % (time.monotonic() - start))

    def progress(self, count: int) -> None:
        self.stdout.write("  " + ngettext("%d article", "%d articles", count) % count)

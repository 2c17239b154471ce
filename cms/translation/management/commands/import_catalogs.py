from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from cms.people.commands import ActingCommand
from cms.translation import workflow
from cms.translation.exchange import files, import_catalog, read
from cms.translation.po import BadCatalog
from cms.translation.reports import lines


class Command(ActingCommand):
    help = "Take translated PO catalogs in: nothing newer is overwritten, and the report says what became of each unit."
    told = (BadCatalog, PermissionDenied, workflow.Refused)

    def add_arguments(self, parser) -> None:
        super().add_arguments(parser)
        parser.add_argument("paths", nargs="+", type=Path, help="catalogs, or folders of them")
        parser.add_argument("--author", help="who translated, where it is not the one who uploads: a user name")
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
        parser.add_argument("--trust-flags", action="store_true", help="a fuzzy flag taken off confirms the text")

    def act(self, *, paths, user, author, dry_run, trust_flags, **options) -> None:
        writer = self.person(author) if author else user
        told: list[str] = []
        with transaction.atomic():  # all files or none, and nothing is told that is not so
            for path in files(paths):
                try:
                    report = import_catalog(
                        read(path),
                        str(path),
                        user,
                        author=writer,
                        dry_run=dry_run,
                        trust_flags=trust_flags,
                    )
                except BadCatalog as error:
                    raise BadCatalog(f"{path}: {error}") from error
                told += lines(report)
        for line in told:
            self.say(line)
        if dry_run:
            self.say(_("This was a dry run: nothing was kept."))

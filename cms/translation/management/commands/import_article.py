import sys
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management.base import CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from cms.articles import publication
from cms.articles.importer import ImportReport, import_page
from cms.articles.models import Article, Kind
from cms.articles.page import BadPage
from cms.people.commands import ActingCommand
from cms.translation import workflow


class Command(ActingCommand):
    help = "Make an article of a web page, or revise the article that was made of it."
    told = (BadPage, PermissionDenied, workflow.Refused)

    def add_arguments(self, parser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", help="an HTML file, or - for standard input")
        parser.add_argument("--key", required=True, help="the article's key, the same in every language")
        parser.add_argument("--language", required=True, help="the language the page is written in")
        parser.add_argument("--kind", choices=Kind.values, default=Kind.ARTICLE)
        parser.add_argument("--topic", action="append", help="the key of one of its topics; may be repeated")
        parser.add_argument("--encoding", default="", help="the page's encoding, where it does not say so itself")
        parser.add_argument("--publish", action="store_true", help="publish it at once")

    def act(self, *, file, key, language, kind, topic, encoding, publish, user, **options) -> None:
        data, folder = self.read(file)
        topics = self.topics(topic or [])
        with transaction.atomic():  # imported and published, or neither
            report = import_page(data, key=key, language=language, kind=kind, by=user, folder=folder, encoding=encoding)
            if topics:
                publication.classify(report.edition.article, topics)
            result = workflow.publish(report.edition.article, [language], user) if publish else None
        self.tell(report, key, language)
        if result:
            self.say(_("  published") if result.published else _("  was published before"))

    def topics(self, keys: list[str]) -> list[Article]:
        found = {topic.key: topic for topic in Article.objects.filter(kind=Kind.TOPIC, key__in=keys)}
        for key in keys:
            if key not in found:
                raise CommandError(_("There is no topic with the key “%s”.") % key)
        return list(found.values())

    def tell(self, report: ImportReport, key: str, language: str) -> None:
        counts = {"kept": report.kept, "edited": report.edited, "added": report.added, "gone": report.gone}
        if report.is_new:
            self.say(
                _("%(key)s (%(language)s), revision %(number)d: “%(title)s”")
                % {"key": key, "language": language, "number": report.revision.number, "title": report.revision.title}
            )
            self.say(_("  %(added)d new, %(edited)d edited, %(kept)d unchanged, %(gone)d gone") % counts)
        else:
            self.say(_("%s: nothing has changed; no new revision was made.") % key)
        for note in report.notes:
            self.say("  " + note)

    def read(self, name: str) -> tuple[bytes, Path | None]:
        """The page's bytes, no more than are ever read, and the folder its pictures may lie in."""
        most = settings.MAX_IMPORT_BYTES + 1
        if name == "-":
            return sys.stdin.buffer.read(most), None
        try:
            with Path(name).open("rb") as file:
                return file.read(most), Path(name).parent
        except OSError as error:
            raise CommandError(
                _("The file “%(name)s” cannot be read: %(why)s.") % {"name": name, "why": error.strerror}
            ) from None

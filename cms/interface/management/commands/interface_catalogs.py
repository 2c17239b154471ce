"""`manage.py interface_catalogs`: keep the words of the interface in step with the code."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.interface import catalogs


class Command(BaseCommand):
    help = "Read the words of the interface from the code into locale/<language>/LC_MESSAGES/django.po."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument("--compile", action="store_true", help="write the .mo files that Django reads")
        choice.add_argument(
            "--check",
            action="store_true",
            help="change nothing; exit with 1 and say what is wrong, if anything is",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        root, locale_dir = Path(settings.BASE_DIR), Path(settings.LOCALE_PATHS[0])
        languages = [code for code, _ in settings.LANGUAGES]
        try:
            if options["check"]:
                self._check(catalogs.problems(root, locale_dir, languages))
            elif options["compile"]:
                self._say(catalogs.compile_catalogs(locale_dir), "compiled")
            else:
                self._say(catalogs.update(root, locale_dir, languages), "written")
        except catalogs.UnreadableError as error:
            raise CommandError(str(error)) from error

    def _check(self, sentences: list[str]) -> None:
        for sentence in sentences:
            self.stdout.write(sentence)
        if sentences:
            raise CommandError(f"Problems in the interface catalogs: {len(sentences)}.")
        self.stdout.write("The interface catalogs are complete and up to date.")

    def _say(self, paths: list[Path], done: str) -> None:
        for path in paths:
            self.stdout.write(f"{path} {done}.")
        if not paths:
            self.stdout.write("Nothing to do: all were up to date.")

"""The base of commands that act for somebody: ``--user``, and errors as sentences with exit status 1."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError
from django.utils.translation import gettext as _

from cms.people.models import Person


class ActingCommand(BaseCommand):
    """A thin shell over a function of the product; subclasses write ``act``."""

    # The exceptions whose message is a sentence for whoever ran the command.
    told: tuple[type[Exception], ...] = (PermissionDenied,)

    def add_arguments(self, parser) -> None:
        parser.add_argument("--user", required=True, help="who acts: a user name")

    def handle(self, *args: Any, **options: Any) -> None:
        if "user" in options:
            options["user"] = self.person(options["user"])
        try:
            self.act(**options)
        except self.told as error:
            raise CommandError(str(error)) from error

    def act(self, **options: Any) -> None:
        raise NotImplementedError

    def person(self, username: str) -> Person:
        try:
            return Person.objects.get(username=username)
        except (OperationalError, ProgrammingError) as error:
            raise CommandError(_("The database cannot be read; perhaps it needs “manage.py migrate”.")) from error
        except (Person.DoesNotExist, UnicodeEncodeError):
            raise CommandError(_("There is no user “%s”.") % username) from None

    def say(self, text: str) -> None:
        self.stdout.write(text)

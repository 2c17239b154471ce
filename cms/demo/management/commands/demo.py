import os
import shutil
import socket
import sys
import time
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils.translation import gettext as _

from cms.demo import content
from cms.interface.catalogs import compile_if_stale
from cms.people.models import LanguageGrant, Person
from cms.people.roles import EDITOR, MEDICAL_REVIEWER, PUBLISHER, TRANSLATOR

# (user name, role, public name). Nobody here is a clinician, and everybody is called what they are.
CAST = [
    ("admin", None, "Demo administrator"),
    ("editor", EDITOR, "Demo editor"),
    ("translator", TRANSLATOR, "Demo translator"),
    ("reviewer", MEDICAL_REVIEWER, "Demo reviewer, not a clinician"),
    ("publisher", PUBLISHER, "Demo publisher"),
]


class Command(BaseCommand):
    help = "Set up a demonstration with a database and folders of its own, and serve it on this machine."
    # The database is made by this very command.
    requires_migrations_checks = False

    def add_arguments(self, parser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--reset", action="store_true", help="forget the last demonstration and start over")
        parser.add_argument("--no-serve", action="store_true", help="only prepare")

    def handle(self, *, port: int, reset: bool, no_serve: bool, **options) -> None:
        if os.environ.get("DATABASE_URL"):
            raise CommandError(
                _("DATABASE_URL is set: the demonstration keeps to a database of its own and will not touch yours.")
            )
        if not settings.DEMO:
            raise CommandError(_("Start the demonstration as: manage.py demo"))
        if not no_serve:
            self.check_port(port)
        self.start = time.monotonic()
        self.quiet = {"verbosity": 0, "stdout": self.stdout}
        settings.BASE_URL = f"http://localhost:{port}"
        if reset:
            self.step(_("Forgetting the last demonstration"))
            self.forget()
        self.prepare()
        self.tell(port)
        if not no_serve:
            self.serve(port)

    def prepare(self) -> None:
        (Path(settings.VAR) / "base-url").write_text(settings.BASE_URL)
        self.step(_("Compiling the interface catalogs"))
        compile_if_stale(settings.LOCALE_PATHS[0])
        self.step(_("Preparing the database"))
        call_command("migrate", **self.quiet)
        self.step(_("Making the five people who work here"))
        self.make_people()
        found = content.read()
        for fixture in found.fixtures:
            content.bring(fixture, self.step, **self.quiet)
        content.pin(found.pins)
        self.step(_("Collecting the admin's files"))
        call_command("collectstatic", interactive=False, **self.quiet)
        self.step(_("Building the pages"))
        call_command("refresh_recommendations", all=True, **self.quiet)
        call_command("build_site", **self.quiet)

    def step(self, text: str) -> None:
        self.stdout.write(f"[{time.monotonic() - self.start:5.1f} s] {text} …")
        self.stdout.flush()

    def forget(self) -> None:
        """Empty the demonstration's own folder; its secret key stays, which this process has read."""
        connections.close_all()  # one that is open would go on writing to the file that is deleted
        for path in Path(settings.VAR).iterdir():
            if path.name != "secret-key":
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()

    def make_people(self) -> None:
        for username, role, public_name in CAST:
            person, created = Person.objects.get_or_create(username=username, defaults={"public_name": public_name})
            if not created:
                continue
            person.is_staff = True
            person.is_superuser = role is None
            person.set_password(password_of(username))
            person.save()
            if role:
                person.groups.add(Group.objects.get(name=role))
            LanguageGrant.objects.bulk_create(
                LanguageGrant(person=person, language=code) for code, _name in settings.LANGUAGES
            )

    def tell(self, port: int) -> None:
        site = f"http://localhost:{port}"
        self.stdout.write("")
        self.stdout.write(_("The site:   %s") % f"{site}/en/   {site}/vi/")
        self.stdout.write(_("The admin:  %s") % f"{site}/admin/")
        self.stdout.write(_("Log in as:"))
        for username, role, public_name in CAST:
            name = f"{username} / {password_of(username)}"
            self.stdout.write(f"  {name:30} {_(role) if role else _('superuser')} ({public_name})")
        self.stdout.write(_("Commands act on this demonstration after: export CMS_DEMO=1"))
        self.stdout.write("")
        self.stdout.flush()

    def check_port(self, port: int) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                raise CommandError(
                    _("Port %d is in use. Stop what runs there, or choose another with --port.") % port
                ) from None

    def serve(self, port: int) -> None:
        """Become the application server, with the same settings."""
        os.environ |= {"CMS_DEMO": "1", "CMS_BASE_URL": settings.BASE_URL}
        arguments = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--blocking-threads", "8"]
        arguments += ["--log-level", "error", "--host", "127.0.0.1", "--port", str(port), "cms.wsgi:application"]
        self.stdout.write(_("Serving. Stop with Ctrl+C."))
        self.stdout.flush()
        os.chdir(settings.BASE_DIR)
        os.execv(sys.executable, arguments)  # noqa: S606 - no shell, and every argument is our own


def password_of(username: str) -> str:
    return f"{username}-demo"

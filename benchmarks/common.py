"""What the benchmarks share: Django with a database and folders of its own, people, timing and tables."""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
# Held as long as the process lives; the folder goes with it.
_folder = tempfile.TemporaryDirectory(prefix="benchmark-")
FOLDER = Path(_folder.name)


def set_up(*, only_sqlite: bool = False) -> None:
    """Set Django up on a temporary folder; DATABASE_URL says on which server, settings of the site are forgotten."""
    for name in [name for name in os.environ if name.startswith("CMS_")] + ["DEBUG"]:
        os.environ.pop(name, None)
    if only_sqlite:
        os.environ.pop("DATABASE_URL", None)
    os.environ |= {"CMS_VAR": str(FOLDER), "DJANGO_SETTINGS_MODULE": "cms.settings"}
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()


@contextmanager
def database() -> Iterator[str]:
    """A migrated database made for this run and dropped after it; on a server it is called benchmark_<pid>."""
    from django.conf import settings
    from django.db import connection

    from cms.interface.catalogs import compile_if_stale

    compile_if_stale(settings.LOCALE_PATHS[0])
    given = connection.settings_dict["NAME"]
    name = given if connection.vendor == "sqlite" else f"benchmark_{os.getpid()}"
    connection.settings_dict["TEST"]["NAME"] = str(name)
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield connection.vendor
    finally:
        connection.creation.destroy_test_db(given, verbosity=0)


def make_person(username: str, role: str = "") -> Any:
    """Somebody who works here, with a role, in every language."""
    from django.conf import settings
    from django.contrib.auth.models import Group

    from cms.people.models import LanguageGrant, Person

    person = Person.objects.create_user(username, public_name=username.title(), is_staff=True)
    if role:
        person.groups.add(Group.objects.get(name=role))
    grants = [LanguageGrant(person=person, language=code) for code, _name in settings.LANGUAGES]
    LanguageGrant.objects.bulk_create(grants)
    return Person.objects.get(pk=person.pk)


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    """(seconds, what the act returned)."""
    start = time.perf_counter()
    result = act()
    return time.perf_counter() - start, result


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table, its first column to the left and the others to the right."""
    widths = [max(len(row[n]) for row in (head, *rows)) for n in range(len(head))]
    lines = ["| " + " | ".join(_aligned(row, widths)) + " |" for row in (head, *rows)]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join([lines[0], "| " + " | ".join(rule) + " |", *lines[1:]])


def _aligned(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [
        row[0].ljust(widths[0]),
        *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)),
    ]

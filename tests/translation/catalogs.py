"""Catalogs as a translator's tool holds them: exported, edited, sent back."""

from collections.abc import Iterator
from contextlib import contextmanager

import polib
from django.core.serializers import serialize
from django.db import transaction

from cms.translation import po
from cms.translation.exchange import import_catalog
from cms.translation.models import Change, Suggestion, Unit


def exported(translation) -> polib.POFile:
    return polib.pofile(po.export(translation))


def entry(catalog: polib.POFile, words: str) -> polib.POEntry:
    """The entry with this msgid, else the one whose msgid begins with these words."""
    begin = [one for one in catalog if one.msgid.startswith(words)]
    (found,) = [one for one in begin if one.msgid == words] or begin
    return found


def edited(translation, words: str, msgstr: str | None = None, *, fuzzy: bool | None = None, mark=True) -> str:
    """The exported catalog with one entry edited: its text, its flag, its export mark."""
    catalog = exported(translation)
    one = entry(catalog, words)
    if msgstr is not None:
        one.msgstr = msgstr
    if fuzzy is not None:
        one.flags = ["fuzzy"] if fuzzy else []
    if not mark:
        one.comment = one.comment.rpartition("\n")[0]
    return str(catalog)


def send(text: str | bytes, by, name: str = "b12.vi.po", **options):
    """The report on a catalog that somebody sends in."""
    data = text if isinstance(text, bytes) else text.encode()
    return import_catalog(data, name, by, **options)


def fates(report, words: str) -> list[str]:
    """What became of the entries whose source begins with these words."""
    return [fate.value for fate, sent, _message in report.rows if sent.source.startswith(words)]


def everything() -> list[str]:
    """All that an import could change."""
    return [serialize("json", model.objects.order_by("pk")) for model in (Unit, Suggestion, Change)]


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside is undone after it: one example of many on the same database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)

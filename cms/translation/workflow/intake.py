"""Take in what came back from a translator's tool: fail-safe, the same table for every file format.

What came back is a set of entries, each naming its unit by context. Nothing newer is overwritten: what no longer
fits becomes a suggestion, and the report says so.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from cms.articles.blocks import canonical
from cms.articles.models import Edition, Revision
from cms.people.roles import require
from cms.translation.literals import is_literal
from cms.translation.models import Act, Change, State, Suggestion, Translation, Unit
from cms.translation.segments import TagsDiffer, expose, restore
from cms.translation.workflow.carry_over import save_units
from cms.translation.workflow.units import WRITTEN, change_of, write


@dataclass(frozen=True)
class Entry:
    """One unit as a file holds it; texts are as translators see them. ``line`` is where it stands in the file."""

    context: str
    source: str
    target: str
    unfinished: bool = False
    # The version of the unit that was exported; None where the file does not say.
    version: int | None = None
    line: int = 0


class Fate(StrEnum):
    """What became of an entry."""

    TRANSLATED = "translated"
    NEEDS_EDITING = "needs editing"
    SUGGESTION = "suggestion"
    CONFLICT = "conflict"
    SAME = "same"
    EMPTY = "empty"
    COPY = "copy of the source"
    UNKNOWN = "unknown"
    REFUSED = "refused"


@dataclass
class Report:
    """What became of each entry of one file: (fate, entry, a sentence where there is something to say)."""

    name: str = ""
    rows: list[tuple[Fate, Entry, str]] = field(default_factory=list)

    def add(self, fate: Fate, entry: Entry, message: str = "") -> None:
        self.rows.append((fate, entry, message))

    def count(self, *fates: Fate) -> int:
        return sum(1 for fate, _entry, _message in self.rows if fate in fates)

    @property
    def changed(self) -> int:
        """How many entries changed something."""
        return self.count(Fate.TRANSLATED, Fate.NEEDS_EDITING, Fate.SUGGESTION, Fate.CONFLICT)

    def to_tell(self) -> list[tuple[Fate, Entry, str]]:
        return [row for row in self.rows if row[2]]


def take_in(
    translation: Translation,
    entries: Iterable[Entry],
    by,
    *,
    author=None,
    dry_run: bool = False,
    trust_flags: bool = False,
) -> Report:
    """Take in a file's entries in one transaction; a second time nothing changes.

    ``by`` uploads, ``author`` translated: both count as authors. With ``dry_run`` the report is made and nothing
    kept. ``trust_flags`` lets a file confirm a text only by dropping its fuzzy flag.
    """
    require(by, "translation.exchange_catalogs", translation.language)
    author = author or by
    require(author, "translation.translate_unit", translation.language)
    with transaction.atomic():
        translation = Translation.objects.select_for_update(no_key=True).get(pk=translation.pk)
        intake = _Intake(translation, by, author, trust_flags)
        for entry in entries:
            intake.take(entry)
        if not dry_run:
            intake.save()
    return intake.report


class _Intake:
    def __init__(self, translation: Translation, by, author, trust_flags: bool) -> None:
        self.translation, self.by, self.author, self.trust_flags = translation, by, author, trust_flags
        # Locked, so that nobody's words saved meanwhile are overwritten.
        self.units = {unit.context: unit for unit in translation.units.select_for_update(of=("self",))}
        self.suggested = {
            (unit, text)
            for unit, text in Suggestion.objects.filter(unit__translation=translation).values_list("unit", "text")
        }
        self.report = Report()
        self.seen: set[str] = set()
        self.written: list[Unit] = []
        self.suggestions: list[Suggestion] = []
        self._earlier: dict[str, set[str]] | None = None

    def take(self, entry: Entry) -> None:
        """Decide one entry's fate by the table of the import."""
        unit = self.units.get(entry.context)
        if unit is None:
            return self.report.add(Fate.UNKNOWN, entry, _("This article has no unit “%s”.") % entry.context)
        if entry.context in self.seen:
            return self.report.add(Fate.REFUSED, entry, _("The file holds this unit twice; the first one counts."))
        self.seen.add(entry.context)
        if not entry.target.strip():
            return self.report.add(Fate.EMPTY, entry)
        source = self.source_of(entry, unit)
        try:
            text = restore(unit.kind, entry.target, source or unit.source)
        except TagsDiffer as error:
            if entry.target == expose(unit.kind, unit.target, unit.source):  # made from another source, untouched
                return self.report.add(Fate.SAME, entry)
            message = _("The inline tags differ from the source's: %s.") % ", ".join(error.lost + error.added)
            return self.report.add(Fate.REFUSED, entry, message)
        if not text:
            return self.report.add(Fate.EMPTY, entry)
        copies = entry.target == entry.source or text in (source, unit.source)
        if copies and text != unit.target and not is_literal(text):
            return self.report.add(Fate.COPY, entry, _("The target is the source, untranslated; it was left out."))
        return self.decide(entry, unit, source, text)

    def decide(self, entry: Entry, unit: Unit, source: str, text: str) -> None:
        finished = not entry.unfinished
        if text == unit.target:
            confirms = self.trust_flags and finished and unit.standing == State.NEEDS_EDITING
            if confirms and source == unit.source and entry.version == unit.version:
                return self.set(Fate.TRANSLATED, entry, unit, text, State.TRANSLATED)
            return self.report.add(Fate.SAME, entry)
        if not source:
            message = _("Its source is not, and never was, the unit's; it is kept as a suggestion.")
            return self.suggest(Fate.SUGGESTION, entry, unit, text, canonical(unit.kind, entry.source), message)
        if source != unit.source:
            return self.take_earlier(entry, unit, source, text)
        if unit.state != State.UNTRANSLATED and entry.version != unit.version:
            if entry.version is None:
                message = _("The file does not say which state of the unit it is of; the text is kept as a suggestion.")
                return self.suggest(Fate.SUGGESTION, entry, unit, text, source, message)
            message = _("The unit was changed since the export; this text is kept as a suggestion.")
            fate = Fate.CONFLICT if finished else Fate.SUGGESTION
            return self.suggest(fate, entry, unit, text, source, message)
        if finished:
            return self.set(Fate.TRANSLATED, entry, unit, text, State.TRANSLATED)
        return self.set(Fate.NEEDS_EDITING, entry, unit, text, State.NEEDS_EDITING)

    def take_earlier(self, entry: Entry, unit: Unit, source: str, text: str) -> None:
        """A translation of the unit's earlier source: its target, to be edited, where there is none newer."""
        if unit.target:
            message = _("It translates an earlier source; it is kept as a suggestion.")
            return self.suggest(Fate.SUGGESTION, entry, unit, text, source, message)
        message = _("It translates an earlier source and needs editing.")
        state = State.NEEDS_EDITING if entry.unfinished else State.TRANSLATED
        self.set(Fate.NEEDS_EDITING, entry, unit, text, state, message)
        unit.made_from = source
        return None

    def source_of(self, entry: Entry, unit: Unit) -> str:
        """The unit's source text, now or earlier, that the entry was made from; empty if it never had it."""
        if _same(entry.source, unit.source, unit.kind):
            return unit.source
        return next((text for text in self.earlier(unit) if _same(entry.source, text, unit.kind)), "")

    def earlier(self, unit: Unit) -> set[str]:
        """Every text the unit's block had in the source."""
        if self._earlier is None:
            self._earlier = defaultdict(set)
            edition = Edition.objects.get(article=self.translation.article_id, is_source=True)
            for data in Revision.objects.filter(edition=edition).values_list("data", flat=True):
                for block in data:
                    self._earlier[block["id"]].add(block.get("text", ""))
        return self._earlier[unit.context] | {unit.made_from} - {""}

    def set(self, fate: Fate, entry: Entry, unit: Unit, text: str, state: State, message: str = "") -> None:
        write(unit, text, state, self.author)
        self.written.append(unit)
        self.report.add(fate, entry, message)

    def suggest(self, fate: Fate, entry: Entry, unit: Unit, text: str, made_from: str, message: str) -> None:
        if (unit.pk, text) in self.suggested:
            return self.report.add(Fate.SAME, entry)
        suggestion = Suggestion(unit=unit, text=text, made_from=made_from, by=self.by, author=self.author)
        self.suggested.add((unit.pk, text))
        self.suggestions.append(suggestion)
        return self.report.add(fate, entry, message)

    def save(self) -> None:
        save_units(self.written, WRITTEN)
        Change.objects.bulk_create(
            Change(**change_of(unit, Act.IMPORTED, self.by, author=self.author, translation=self.translation))
            for unit in self.written
        )
        Suggestion.objects.bulk_create(self.suggestions)


def _same(sent: str, source: str, kind: str) -> bool:
    """Whether a file's source is this text, however the tool has escaped and wrapped it."""
    if not source:
        return False
    try:
        return restore(kind, sent, source) == source
    except TagsDiffer:
        return False

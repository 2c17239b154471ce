"""What a person can do next, by their roles and languages; each line leads into the list where it is done."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.languages.naming import name_of
from cms.people.models import Person
from cms.translation.admin.publishing import publishing_address
from cms.translation.models import Stage
from cms.translation.overview import Cell, Overview, Status
from cms.translation.status import Progress

# The lines of a group that are shown; the others are behind its link to the whole list.
SHOWN = 6


@dataclass(frozen=True)
class Line:
    """One thing to do, and where. ``severity`` is how grave it is that it is not done yet."""

    title: str
    href: str
    note: str
    language: str = ""
    severity: int = 0
    severity_label: str = ""


@dataclass
class Group:
    """Things to do of one kind. ``href`` is the list of them all."""

    title: str
    href: str
    lines: list[Line] = field(default_factory=list)

    @property
    def shown(self) -> list[Line]:
        return self.lines[:SHOWN]

    @property
    def more(self) -> int:
        return len(self.lines) - len(self.shown)


def queue(person: Person, whole: Overview, language: str) -> list[Group]:
    """The groups in which there is something for this person to do, the most urgent first."""
    groups: Iterable[tuple[str, Callable[[_Asked], Group]]] = [
        ("translation.approve_unit", _to_review),
        ("translation.translate_unit", _to_translate),
        ("articles.publish_edition", _to_publish),
        ("articles.publish_edition", _sources),
        ("translation.start_translation", _to_update),
        ("translation.start_translation", _to_start),
        ("translation.view_suggestion", _suggestions),
    ]
    made = (make(_Asked(person, permission, whole, language)) for permission, make in groups if person.may(permission))
    return [group for group in made if group.lines]


@dataclass(frozen=True)
class _Asked:
    """The cells in which a person may do something."""

    person: Person
    permission: str
    whole: Overview
    language: str

    def cells(self) -> list[Cell]:
        return [cell for cell in self.whole if self.person.may(self.permission, cell.language)]

    def rows(self) -> list[tuple[Cell, Progress]]:
        """Those with a translation, the gravest first."""
        rows = [(cell, cell.row) for cell in self.cells() if cell.row]
        return sorted(rows, key=lambda pair: -pair[0].severity)

    def line(self, cell: Cell, href: str, note: str) -> Line:
        title = self.whole.title(cell.article.pk, self.language)
        label = cell.stale.label if cell.stale else ""
        return Line(title, href, note, name_of(cell.language, self.language), cell.severity, label)


def address(model: str, **filters) -> str:
    """A list of the admin, filtered."""
    asked = f"?{urlencode(filters)}" if filters else ""
    return reverse(f"admin:{model}_changelist") + asked


def _to_review(asked: _Asked) -> Group:
    group = Group(_("Waiting for your review"), address("translation_unit", standing="mine"))
    for cell, row in asked.rows():
        count = row.translation.reviewable  # type: ignore[attr-defined]
        if count:
            note = ngettext("%d unit to read", "%d units to read", count) % count
            href = address("translation_unit", translation__id__exact=row.translation.pk, standing="mine")
            group.lines.append(asked.line(cell, href, note))
    return group


def _to_translate(asked: _Asked) -> Group:
    group = Group(_("To translate"), address("translation_unit", standing="work"))
    rows = sorted(asked.rows(), key=lambda pair: (-pair[0].severity, -pair[1].stale))
    for cell, row in rows:
        if count := row.to_translate:
            note = ngettext("%d unit to translate or edit", "%d units to translate or edit", count) % count
            if row.stale:
                note += " · " + _("the source changed in %d of them") % row.stale
            href = address("translation_unit", translation__id__exact=row.translation.pk, standing="work")
            group.lines.append(asked.line(cell, href, note))
    return group


def _to_publish(asked: _Asked) -> Group:
    group = Group(_("Ready to publish"), address("translation_translation", stage=Stage.READY.value))
    for cell, row in asked.rows():
        if row.stage == Stage.READY:
            note = _("readers see an older text") if cell.edition and cell.edition.is_visible else _("all is approved")
            group.lines.append(asked.line(cell, publishing_address(cell.article, [cell.language]), note))
    return group


def _sources(asked: _Asked) -> Group:
    group = Group(_("Sources with a text that readers do not see"), address("articles_edition", state="waits"))
    for cell in asked.cells():
        if cell.waits and cell.edition and not cell.edition.withdrawn:
            note = _("the newest revision is not published") if cell.edition.is_visible else _("never published")
            note = f"{capfirst(name_of(cell.language, asked.language))} · {note}"
            title = asked.whole.title(cell.article.pk, asked.language)
            group.lines.append(Line(title, publishing_address(cell.article, [cell.language]), note))
    return group


def _to_update(asked: _Asked) -> Group:
    group = Group(_("To bring in line with their source"), address("translation_translation", behind="yes"))
    for cell, row in asked.rows():
        if row.is_behind:
            href = address("translation_translation", id__exact=row.translation.pk)
            group.lines.append(asked.line(cell, href, _("the source has moved on")))
    return group


def _to_start(asked: _Asked) -> Group:
    """One line for each language: what is to be started is chosen in the list."""
    group = Group(_("Not handed over for translation"), address("articles_article", state=Status.MISSING.value))
    for code, _name in settings.LANGUAGES:
        if not asked.person.may(asked.permission, code):
            continue
        missing = [cell for cell in asked.whole if cell.language == code and cell.status == Status.MISSING]
        if missing:
            words = sum(asked.whole.words(cell.article.pk) for cell in missing)
            note = ngettext("%d word", "%d words", words) % words
            title = ngettext("%(count)d text into %(language)s", "%(count)d texts into %(language)s", len(missing))
            href = address("articles_article", language=code, state=Status.MISSING.value)
            named = {"count": len(missing), "language": name_of(code, asked.language)}
            group.lines.append(Line(title % named, href, note))
    return group


def _suggestions(asked: _Asked) -> Group:
    group = Group(_("Suggestions to look at"), address("translation_suggestion"))
    for cell, row in asked.rows():
        count = row.translation.suggestions  # type: ignore[attr-defined]
        if count:
            note = ngettext("%d suggestion", "%d suggestions", count) % count
            href = address("translation_suggestion", unit__translation__id__exact=row.translation.pk)
            group.lines.append(asked.line(cell, href, note))
    return group

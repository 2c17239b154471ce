"""The editors' first desk: what waits for a person, how far each language is, what is stale, what was done."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby, islice

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.utils.translation import get_language

from cms.articles.models import Significance
from cms.languages.naming import name_of
from cms.people.models import Person
from cms.translation.models import Change
from cms.translation.overview import Cell, Overview, Stale, Status, overview
from cms.translation.queue import Group, queue

# The newest entries of the log that are looked at, and how many lines are made of them.
_LOG, _LINES = 300, 10


@dataclass
class Amount:
    """Articles, and the words of their sources."""

    articles: int = 0
    words: int = 0

    def add(self, words: int) -> None:
        self.articles += 1
        self.words += words


@dataclass
class Coverage:
    """How much of everything there is in one language."""

    language: str
    name: str
    published: Amount = field(default_factory=Amount)
    stale: dict[Significance, Amount] = field(
        default_factory=lambda: {grade: Amount() for grade in reversed(Significance) if grade > Significance.TYPO}
    )
    in_work: Amount = field(default_factory=Amount)
    withdrawn: Amount = field(default_factory=Amount)
    missing: Amount = field(default_factory=Amount)
    total: Amount = field(default_factory=Amount)

    def add(self, cell: Cell, words: int) -> None:
        amounts = {
            Status.PUBLISHED: self.published,
            Status.IN_WORK: self.in_work,
            Status.WITHDRAWN: self.withdrawn,
            Status.MISSING: self.missing,
        }
        amount = self.stale[Significance(cell.severity)] if cell.status == Status.STALE else amounts[cell.status]
        amount.add(words)
        self.total.add(words)

    @property
    def is_stale(self) -> bool:
        return any(amount.articles for amount in self.stale.values())

    @property
    def percent(self) -> int:
        """The words that are out and up to date, in whole per cent, rounded down: 100 only when all are."""
        return 100 * self.published.words // self.total.words if self.total.words else 0


@dataclass(frozen=True)
class Behind:
    """A published translation that is behind its published source."""

    cell: Cell
    title: str
    name: str
    stale: Stale


@dataclass(frozen=True)
class Deed:
    """What somebody did, once or many times in a row."""

    change: Change
    title: str
    name: str
    times: int


@dataclass(frozen=True)
class Desk:
    """All that the first page shows."""

    queue: list[Group]
    coverage: list[Coverage]
    behind: list[Behind]
    deeds: list[Deed]

    @property
    def has_articles(self) -> bool:
        return any(row.total.articles for row in self.coverage)


def desk(person: Person) -> Desk:
    """The desk of one person, in the language of the interface: nine queries, however many articles there are."""
    may_read = person.has_perms(["articles.view_article", "translation.view_translation"])
    if not may_read:
        return Desk([], [], [], [])
    prefetch_related_objects([person], "grants")
    approves, publishes = person.has_perm("translation.approve_unit"), person.has_perm("articles.publish_edition")
    whole = overview(person=person if approves else None, out=publishes)
    language = get_language() or settings.LANGUAGE_CODE
    deeds = list(_deeds(whole, language)) if person.has_perm("translation.view_change") else []
    return Desk(queue(person, whole, language), _coverage(whole, language), _behind(whole, language), deeds)


def _coverage(whole: Overview, language: str) -> list[Coverage]:
    rows = {code: Coverage(code, name_of(code, language)) for code, _name in settings.LANGUAGES}
    for cell in whole:
        if cell.language in rows:
            rows[cell.language].add(cell, whole.words(cell.article.pk))
    return list(rows.values())


def _behind(whole: Overview, language: str) -> list[Behind]:
    """The gravest first, and of these the one that has waited longest."""
    behind = [
        Behind(cell, whole.title(cell.article.pk, language), name_of(cell.language, language), cell.stale)
        for cell in whole
        if cell.stale
    ]
    return sorted(behind, key=lambda one: (-one.stale.severity, str(one.stale.since), one.cell.article.key))


def _deeds(whole: Overview, language: str) -> Iterator[Deed]:
    """The newest entries of the log; what one person did to many units of a translation in a row is one line."""
    light = Change.objects.select_related("by").defer("source", "target").order_by("-pk")[:_LOG]
    rows = groupby(light, key=lambda change: (change.by_id, change.act, change.article_id, change.language))
    for (_by, _act, article, code), changes in islice(rows, _LINES):
        first, *others = changes
        title = whole.title(article, language) if article in whole.articles else str(article)
        yield Deed(first, title, name_of(code, language), 1 + len(others))

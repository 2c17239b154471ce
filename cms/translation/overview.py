"""Where each article stands in each language: what the first desk, the lists and their filters show. Derived."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from cms.articles.models import Article, Edition, Significance
from cms.articles.visible import CURRENT, visible
from cms.translation.models import Suggestion, Translation, Unit
from cms.translation.status import Progress, progress


class Status(models.TextChoices):
    """What an article is in one language, as readers and those who work here may count on it."""

    PUBLISHED = "published", _("published")
    STALE = "stale", _("stale")
    IN_WORK = "in work", _("in work")
    WITHDRAWN = "withdrawn", _("withdrawn")
    MISSING = "missing", _("missing")


@dataclass(frozen=True)
class Stale:
    """How far a published translation is behind its published source."""

    severity: int
    paragraphs: int
    since: date | None

    @property
    def label(self) -> str:
        return str(Significance(self.severity).label)


@dataclass
class Cell:
    """One article in one language."""

    article: Article
    language: str
    edition: Edition | None = None
    row: Progress | None = None
    stale: Stale | None = None

    @property
    def is_source(self) -> bool:
        return self.edition is not None and self.edition.is_source

    @property
    def waits(self) -> bool:
        """Whether a source has a newer text than readers see."""
        edition = self.edition
        return bool(edition and edition.is_source and edition.newest_id and edition.newest_id != edition.published_id)

    @property
    def severity(self) -> int:
        """How grave it is that readers see a stale translation; 0 where they do not."""
        return self.stale.severity if self.stale else 0

    @property
    def status(self) -> Status:
        if self.edition and self.edition.is_visible:
            return Status.STALE if self.stale else Status.PUBLISHED
        if self.edition and self.edition.withdrawn:
            return Status.WITHDRAWN
        return Status.IN_WORK if self.row or self.is_source else Status.MISSING


@dataclass
class Overview:
    """Articles by their languages."""

    articles: dict[int, Article] = field(default_factory=dict)
    cells: dict[tuple[int, str], Cell] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Cell]:
        return iter(self.cells.values())

    @cached_property
    def sources(self) -> dict[int, Cell]:
        return {cell.article.pk: cell for cell in self if cell.is_source}

    def title(self, article: int, language: str) -> str:
        """The newest title in this language where there is one, else the source's, else the key."""
        found = (self.cells.get((article, language)), self.sources.get(article))
        titles = (getattr(cell.edition, "shown_title", "") for cell in found if cell)
        return next((title for title in titles if title), self.articles[article].key)

    def words(self, article: int) -> int:
        """How many words the source has."""
        source = self.sources.get(article)
        return source.edition.word_count if source and source.edition else 0


def overview(articles: Iterable[int] | None = None, *, person=None, out: bool = True) -> Overview:
    """Every article, or these, in every language: six queries, and two more with ``out``, however many there are.

    ``person`` counts on each translation what they may approve (``reviewable``); without ``out`` nobody asks
    whether what is wholly approved is what readers see, and no translation's stage is "published".
    """
    mine = {} if articles is None else {"article__in": list(articles)}
    editions = list(Edition.objects.filter(**mine).select_related("article").with_title())
    result = Overview({edition.article_id: edition.article for edition in editions})
    for article in result.articles.values():
        for code, _name in settings.LANGUAGES:
            result.cells[article.pk, code] = Cell(article, code)
    stale = stale_editions(Edition.objects.filter(**mine))
    for edition in editions:
        cell = _cell(result, edition)
        cell.edition, cell.stale = edition, stale.get(edition.pk)
    translations = _counted(Translation.objects.filter(**mine), person)
    for row in progress(translations, editions, out=out):
        _cell(result, row.translation).row = row
    return result


def _cell(result: Overview, of: Edition | Translation) -> Cell:
    key = (of.article_id, of.language)
    return result.cells.setdefault(key, Cell(result.articles[of.article_id], of.language))


def _counted(translations: QuerySet[Translation], person) -> QuerySet[Translation]:
    """Annotated with the suggestions that wait, and with the units that the person may approve."""
    suggestions = Suggestion.objects.filter(unit__translation=OuterRef("pk"), unit__obsolete=False)
    annotated = translations.annotate(suggestions=_number(suggestions.values("unit__translation")))
    if person is None:
        return annotated
    waiting = Unit.objects.current().filter(translation=OuterRef("pk")).waiting_for(person)
    return annotated.annotate(reviewable=_number(waiting.values("translation")))


def _number(grouped: QuerySet) -> Coalesce:
    counted = grouped.order_by().annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=models.IntegerField()), Value(0))


def stale_editions(editions: QuerySet[Edition]) -> dict[int, Stale]:
    """Of these, each published translation that is behind its published source: three queries.

    Only a source that was published more than once can have left a translation behind.
    """
    moved = {"article__editions__is_source": True, "article__editions__updated_on__isnull": False}
    left = editions.filter(is_source=False, published__isnull=False, **moved).select_related("published")
    found = {}
    for shown in visible(left.annotate(source_updated_on=F("article__editions__updated_on"))):
        behind = [item for item in shown.items if item.status != CURRENT]
        if behind:
            days = [item.changed_on or shown.edition.source_updated_on for item in behind]  # type: ignore[attr-defined]
            severity = max(item.significance or Significance.MINOR for item in behind)
            found[shown.edition.pk] = Stale(severity, len(behind), min(filter(None, days), default=None))
    return found

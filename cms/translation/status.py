"""How far translations are. Derived: nothing here is stored."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Count, F, Q

from cms.articles.models import Edition
from cms.languages.text import digest
from cms.translation.models import Stage, State, Translation, Unit


@dataclass
class Progress:
    """Units of one translation by their standing, and what follows from it."""

    translation: Translation
    counts: dict[State, int] = field(default_factory=dict)
    # Units whose target was made from another source text than the one there is now.
    stale: int = 0
    # Whether the source has a newer revision than the one the units were last brought in line with.
    is_behind: bool = False
    # Whether readers see exactly the units' targets: the edition is published, and nothing newer waits.
    is_out: bool = False

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def approved(self) -> int:
        return self.counts.get(State.APPROVED, 0)

    @property
    def to_translate(self) -> int:
        """How many units are to be translated or edited."""
        return self.counts.get(State.UNTRANSLATED, 0) + self.counts.get(State.NEEDS_EDITING, 0)

    @property
    def percent(self) -> int:
        """Approved units in whole per cent, rounded down: 100 only when all are, and none is stale."""
        return 100 * self.approved // self.total if self.total else 0

    @property
    def stage(self) -> Stage:
        if not self.total or self.counts.get(State.UNTRANSLATED, 0) == self.total:
            return Stage.NOT_STARTED
        if self.approved == self.total:
            return Stage.PUBLISHED if self.is_out else Stage.READY
        return Stage.IN_TRANSLATION if self.to_translate else Stage.IN_REVIEW


def progress(
    translations: Iterable[Translation], editions: Iterable[Edition] | None = None, *, out: bool = True
) -> list[Progress]:
    """Progress of many translations, in three queries, and two more where some are wholly approved.

    ``editions`` are those of their articles, where they were loaded before. Without ``out`` nobody asks whether
    what is wholly approved is what readers see.
    """
    rows = {translation.pk: Progress(translation) for translation in translations}
    units = Unit.objects.current().filter(translation__in=rows).with_standing()
    stale = Count("pk", filter=~Q(target="") & ~Q(made_from=F("source")))
    counted = units.values("translation", "db_standing").annotate(units=Count("pk"), stale_units=stale)
    for row in counted.order_by():
        rows[row["translation"]].counts[State(row["db_standing"])] = row["units"]
        rows[row["translation"]].stale += row["stale_units"]
    articles = {row.translation.article_id for row in rows.values()}
    editions = list(Edition.objects.filter(article__in=articles) if editions is None else editions)
    newest = {edition.article_id: edition.newest_id for edition in editions if edition.is_source}
    visible = {(edition.article_id, edition.language): edition.pk for edition in editions if edition.is_visible}
    finished = {}
    for row in rows.values():
        row.is_behind = newest.get(row.translation.article_id) != row.translation.source_id
        edition = visible.get((row.translation.article_id, row.translation.language))
        if edition and row.total and row.approved == row.total:
            finished[row.translation.pk] = edition
    for translation in _out(finished) if out else ():
        rows[translation].is_out = True
    return list(rows.values())


def _out(finished: Mapping[int, int]) -> set[int]:
    """Of translations with their published editions, those whose every target is what readers see."""
    if not finished:
        return set()
    targets: dict[int, dict[str, tuple[str, str]]] = defaultdict(dict)
    units = Unit.objects.current().filter(translation__in=finished).order_by()
    for translation, context, target, made_from in units.values_list("translation", "context", "target", "made_from"):
        targets[translation][context] = (target, digest(made_from))
    published = Edition.objects.filter(pk__in=finished.values()).select_related("published").in_bulk()
    out = set()
    for translation, edition in finished.items():
        revision = published[edition].published
        shown = (
            {block.id: (block.text, block.made_from) for block in revision.blocks if block.made_from}
            if revision
            else {}
        )
        if shown == targets[translation]:
            out.add(translation)
    return out

"""Start a translation, and bring it in line with a source that moved on."""

from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.articles.importer import check_language
from cms.articles.models import Article, BlockChange, Edition, Revision, Significance
from cms.articles.significance import may_be_typo
from cms.articles.visible import gravity
from cms.languages.text import digest
from cms.people.roles import require
from cms.translation.models import AUTHORING, Act, Change, State, Translation, Unit
from cms.translation.segments import Segment, segments
from cms.translation.workflow.errors import Refused

_SYNCED = ["source", "position", "kind", "heading", "obsolete", "version", "changed_at", "folded"]
_RESTORED = ["target", "made_from", "state", "target_by", "approved_by"]


@dataclass
class CarryOver:
    """How many units of each fate there were."""

    unchanged: int = 0
    changed: int = 0
    added: int = 0
    gone: int = 0
    returned: int = 0

    @property
    def is_nothing(self) -> bool:
        return not (self.changed or self.added or self.gone or self.returned)


def start(article: Article, language: str, by) -> Translation:
    """Hand the newest source revision over for translation into a language."""
    require(by, "translation.start_translation", language)
    check_language(language)
    with transaction.atomic():
        source = _newest_source(article)
        if source.edition.language == language:
            raise Refused(_("The article is written in this language; there is nothing to translate."))
        translation, created = Translation.objects.get_or_create(
            article=article, language=language, defaults={"source": source}
        )
        if not created:
            raise Refused(_("This translation was started before; update it instead."))
        Edition.objects.get_or_create(article=article, language=language)
        units = [_new_unit(translation, segment) for segment in segments(source.blocks)]
        Unit.objects.bulk_create(units)
        _record(translation, Act.STARTED, by, CarryOver(added=len(units)))
    return translation


def update(translation: Translation, by) -> CarryOver:
    """Bring the units in line with the newest source revision.

    Same text at a new place: untouched. Same block, new text: its target stays and needs editing, unless every
    change in between was graded a typo and says the same numbers, units and negations. A text that was translated
    before comes back with its translation and its state. A block that has gone is kept as obsolete.
    """
    require(by, "translation.start_translation", translation.language)
    with transaction.atomic():
        locked = Translation.objects.select_for_update(of=("self",), no_key=True).select_related("article")
        translation.refresh_from_db(from_queryset=locked)
        source = _newest_source(translation.article)
        result = _Sync(translation, source).run()
        if translation.source_id != source.pk:
            translation.source = source
            translation.save(update_fields=["source"])
        if not result.is_nothing:
            _record(translation, Act.UPDATED, by, result)
    return result


class _Sync:
    """One update: what is there, what should be, and the rows to write."""

    def __init__(self, translation: Translation, source: Revision) -> None:
        self.translation = translation
        self.language = source.edition.language
        self.segments = segments(source.blocks)
        # Locked, so that nobody's words saved meanwhile are overwritten.
        self.units = {unit.context: unit for unit in translation.units.select_for_update(of=("self",))}
        self.now = timezone.now()
        self.result = CarryOver()
        self.touched: dict[str, Unit] = {}

    def run(self) -> CarryOver:
        new = [self.place(segment) for segment in self.segments]
        wanted = {segment.context for segment in self.segments}
        for unit in self.units.values():
            if unit.context not in wanted and not unit.obsolete:
                unit.obsolete = True
                self.result.gone += 1
                self.touch(unit)
        self.bring_back()
        self.carry_typos()
        Unit.objects.bulk_create([unit for unit in new if unit])
        save_units(self.touched.values(), _SYNCED + _RESTORED)
        return self.result

    def place(self, segment: Segment) -> Unit | None:
        """Bring one unit in line with its segment; a new one is returned."""
        unit = self.units.get(segment.context)
        if unit is None:
            self.result.added += 1
            return _new_unit(self.translation, segment)
        if unit.obsolete:
            self.result.returned += 1
        elif unit.source == segment.source:
            self.result.unchanged += 1
        else:
            self.result.changed += 1
        if unit.obsolete or unit.source != segment.source:
            self.touch(unit)
        place = (segment.position, segment.kind, segment.heading)
        if place != (unit.position, unit.kind, unit.heading):
            self.touched[unit.context] = unit
        unit.position, unit.kind, unit.heading = place
        unit.source, unit.obsolete = segment.source, False
        return None

    def touch(self, unit: Unit) -> None:
        unit.version += 1
        unit.changed_at = self.now
        self.touched[unit.context] = unit

    def bring_back(self) -> None:
        """A source that returned to an earlier text gets the last translation of it back, in its state then."""
        stale = {unit.pk: unit for unit in self.touched.values() if unit.is_stale and not unit.obsolete}
        acts = [*AUTHORING, Act.APPROVED, Act.SENT_BACK]
        for change in Change.objects.filter(unit__in=stale, act__in=acts).order_by("pk") if stale else ():
            unit = stale[change.unit_id or 0]
            if change.source == unit.source:  # the last one holds: what was approved may have been sent back
                wrote = change.act in AUTHORING and change.act != Act.IMPORTED
                unit.target, unit.made_from, unit.state = change.target, change.source, State(change.state or 0)
                unit.target_by_id = change.by_id if wrote else change.author_id
                unit.approved_by_id = change.by_id if change.act == Act.APPROVED else None

    def carry_typos(self) -> None:
        """An approved target stays approved over changes that were all graded typos and claim the same."""
        stale = [u for u in self.units.values() if u.is_stale and not u.obsolete and u.state == State.APPROVED]
        changes: dict[str, list[BlockChange]] = defaultdict(list)
        if stale:
            for change in BlockChange.objects.filter(article=self.translation.article_id).order_by("pk"):
                changes[change.block].append(change)
        for unit in stale:
            history = changes[unit.context]
            known = history and [c for c in history if c.regrades_id is None][-1].to_digest == digest(unit.source)
            grade, _on = gravity(history, digest(unit.made_from))
            if known and grade == Significance.TYPO and may_be_typo(unit.made_from, unit.source, self.language):
                unit.made_from = unit.source
                self.touch(unit)


def save_units(units, fields: list[str]) -> None:
    """Write these fields of many units, in as few statements as there are batches.

    An upsert binds each value once, where ``bulk_update`` binds it with its key for every field.
    """
    units = list(units)
    if "folded" in fields:
        for unit in units:
            unit.fold()
    if units:
        Unit.objects.bulk_create(units, update_conflicts=True, unique_fields=["id"], update_fields=fields)


def _new_unit(translation: Translation, segment: Segment) -> Unit:
    unit = Unit(
        translation=translation,
        context=segment.context,
        position=segment.position,
        kind=segment.kind,
        heading=segment.heading,
        source=segment.source,
    )
    unit.fold()
    return unit


def _newest_source(article: Article) -> Revision:
    source = article.editions.select_related("newest__edition").filter(is_source=True).first()
    if source is None or source.newest is None:
        raise Refused(_("The article has no text yet."))
    return source.newest


def _record(translation: Translation, act: Act, by, result: CarryOver) -> None:
    # The log is read in every interface language: signs, not words.
    numbers = "+%(added)d ~%(changed)d ↺%(returned)d −%(gone)d"
    Change.objects.create(
        article=translation.article,
        language=translation.language,
        act=act,
        by=by,
        note=numbers % vars(result),
    )

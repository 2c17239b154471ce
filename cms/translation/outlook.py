"""What a publication of an article would change for readers, edition by edition, and how grave it is. Reads only."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from cms.articles.comparison import ADDED, Pair, compare
from cms.articles.models import Article, Edition, Revision, Significance
from cms.articles.publication import changed_blocks
from cms.articles.significance import default_significance, may_be_typo
from cms.translation.models import State, Translation, Unit
from cms.translation.segments import segments
from cms.translation.workflow.releasable import Releasable, mark_of_source, mark_of_units, releasable


@dataclass(frozen=True)
class Edit:
    """A text of the source that was changed or removed since readers saw it, and how grave that seems."""

    pair: Pair
    heading: str
    default: Significance
    may_be_typo: bool

    @property
    def block(self) -> str:
        return self.pair.block.id

    @property
    def field(self) -> str:
        """The name of its answer in a form: an answer is of exactly these two texts."""
        assert self.pair.old is not None
        after = self.pair.new.digest if self.pair.new else ""
        return f"grade-{self.block}-{self.pair.old.digest[:8]}-{after[:8]}"


@dataclass
class SourceOutlook:
    """The source: its newest revision beside the one that readers saw last."""

    edition: Edition
    edits: list[Edit] = field(default_factory=list)
    added: int = 0
    moved: int = 0

    @property
    def language(self) -> str:
        return self.edition.language

    @property
    def is_new(self) -> bool:
        """Whether readers do not see the newest revision."""
        return self.edition.newest is not None and self.edition.published_id != self.edition.newest_id

    @property
    def mark(self) -> str:
        return mark_of_source(self.edition.newest)


@dataclass
class TranslationOutlook:
    """A translation, published together with its source's newest revision, and by itself beside the published one."""

    translation: Translation
    edition: Edition | None
    units: list[Unit]
    together: Releasable | None = None
    alone: Releasable | None = None

    @property
    def language(self) -> str:
        return self.translation.language

    @property
    def mark(self) -> str:
        return mark_of_units(self.units)

    @property
    def total(self) -> int:
        return sum(not unit.obsolete for unit in self.units)

    @property
    def approved(self) -> int:
        return sum(unit.standing == State.APPROVED and not unit.obsolete for unit in self.units)

    @property
    def ways(self) -> list[Releasable]:
        return [way for way in (self.together, self.alone) if way]

    def is_new(self, way: Releasable) -> bool:
        """Whether readers would see something else than now."""
        before = self.edition.published if self.edition else None
        return before is None or before.source_id != way.against.pk or before.blocks != way.blocks

    @property
    def may_be_published(self) -> bool:
        return any(way.is_possible and self.is_new(way) for way in self.ways)


@dataclass
class Outlook:
    source: SourceOutlook
    translations: list[TranslationOutlook]

    @property
    def marks(self) -> Mapping[str, str]:
        """What the workflow compares with what there is when it publishes."""
        return {self.source.language: self.source.mark} | {one.language: one.mark for one in self.translations}


def outlook(article: Article) -> Outlook:
    """Everything about one article in three queries, however long it is and however many languages it has."""
    known = article.editions.select_related("newest__by", "published", "last_published")
    editions = {edition.language: edition for edition in known}
    source = next(edition for edition in editions.values() if edition.is_source)
    units = defaultdict(list)
    for unit in Unit.objects.filter(translation__article=article):
        units[unit.translation_id].append(unit)
    translations = [
        _of_translation(TranslationOutlook(one, editions.get(one.language), units[one.pk]), source)
        for one in Translation.objects.filter(article=article).order_by("language")
    ]
    return Outlook(_of_source(source), translations)


def _of_source(source: Edition) -> SourceOutlook:
    found = SourceOutlook(source)
    before, after = source.last_published, source.newest
    if before is None or after is None:
        return found
    found.edits = edits(source, before, after)
    pairs = compare(before.blocks, after.blocks)
    found.added = sum(pair.status == ADDED for pair in pairs)
    found.moved = sum(pair.is_moved for pair in pairs)
    return found


def edits(source: Edition, before: Revision, after: Revision) -> list[Edit]:
    """What a publication of ``after`` has to grade, with the computed grades."""
    headings = {segment.context: segment.heading for segment in segments(before.blocks)}
    found = []
    for old, new in changed_blocks(before, after):
        text = new.text if new else ""
        default = default_significance(old.text, text, source.language)
        typo = new is not None and may_be_typo(old.text, text, source.language)
        found.append(Edit(Pair(old, new), headings.get(old.id, ""), default, typo))
    return found


def _of_translation(one: TranslationOutlook, source: Edition) -> TranslationOutlook:
    published = one.edition.published if one.edition else None
    if source.newest:
        one.together = releasable(source.newest, one.units, published, one.language)
    if source.published:
        same = source.published_id == source.newest_id
        one.alone = one.together if same else releasable(source.published, one.units, published, one.language)
    return one

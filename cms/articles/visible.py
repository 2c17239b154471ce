"""The only source of public text: what readers may see of an edition now.

A block of a translated edition is outdated if and only if the text it was made from is not the source's published
text; a block whose source changed or went for safety is withheld, wherever text is shown.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from cms.articles.blocks import Block, words
from cms.articles.models import BlockChange, Edition, Significance, text_digest

CURRENT, OUTDATED, WITHHELD, MISSING = "current", "outdated", "withheld", "missing"
# In previews only: a text that nobody has approved.
UNAPPROVED = "unapproved"


@dataclass(frozen=True)
class VisibleBlock:
    """One block as readers see it. Withheld and missing blocks have no text."""

    block: Block
    status: str = CURRENT
    significance: int = 0
    changed_on: date | None = None
    # The source's published text, where it differs from what this block was made from; empty if there is none.
    source_text: str = ""
    # Whether the source no longer has the block.
    is_gone: bool = False


@dataclass(frozen=True)
class VisibleEdition:
    """What readers may see of one edition."""

    edition: Edition
    source_language: str
    items: list[VisibleBlock]

    @cached_property
    def by_id(self) -> dict[str, VisibleBlock]:
        return {item.block.id: item for item in self.items}

    @property
    def blocks(self) -> list[Block]:
        return [item.block for item in self.items]

    def _first(self, kind: str) -> VisibleBlock | None:
        return next((item for item in self.items if item.block.kind == kind), None)

    @property
    def title(self) -> str:
        """The title; the source's own where the translated one is withheld (see ``title_language``)."""
        item = self._first("title")
        return (item and (item.block.text or item.source_text)) or _("Title withheld")

    @property
    def title_language(self) -> str:
        item = self._first("title")
        return self.source_language if item and item.source_text and not item.block.text else self.edition.language

    @property
    def summary(self) -> str:
        item = self._first("summary")
        return item.block.text if item else ""

    @property
    def notable(self) -> list[VisibleBlock]:
        """The blocks that readers are told about in a notice above the text."""
        return [item for item in self.items if item.status == WITHHELD or item.significance >= Significance.MAJOR]

    def excerpt(self) -> str:
        """The summary, else the words of the first paragraph that is shown."""
        return self.summary or next((words(b) for b in self.blocks if b.kind == "paragraph" and b.text), "")


def visible(editions: Iterable[Edition]) -> list[VisibleEdition]:
    """What readers may see of each published edition: three queries, however many editions."""
    editions = [edition for edition in editions if edition.is_visible]
    articles = {edition.article_id for edition in editions}
    if not articles:
        return []
    sources = {
        source.article_id: source
        for source in Edition.objects.filter(article__in=articles, is_source=True).select_related("last_published")
    }
    changes: dict[tuple[int, str], list[BlockChange]] = defaultdict(list)
    for change in BlockChange.objects.filter(article__in=articles).order_by("pk"):
        changes[change.article_id, change.block].append(change)
    return [_visible(edition, sources[edition.article_id], changes) for edition in editions]


def _visible(edition: Edition, source: Edition, changes) -> VisibleEdition:
    assert edition.published is not None
    own = edition.published.blocks
    if edition.is_source:
        return VisibleEdition(edition, edition.language, [VisibleBlock(block) for block in own])
    # A translation outlives its source's withdrawal: it stays as far behind as it was, the source's words unsaid.
    against = source.last_published
    assert against is not None
    items = []
    for block in _in_source_order(own, against.blocks):
        current = against.blocks_by_id.get(block.id)
        mine = edition.published.blocks_by_id.get(block.id)
        item = _judge(current, mine, changes[edition.article_id, block.id])
        items.append(item if source.is_visible else replace(item, source_text=""))
    return VisibleEdition(edition, source.language, items)


def _judge(current: Block | None, mine: Block | None, changes: list[BlockChange]) -> VisibleBlock:
    """One block of a translation (``mine``) beside the source's published one (``current``)."""
    if mine is None or (current and current.text and not mine.text):
        assert current is not None  # an id in the merged order is in one of the two texts
        if not (current.is_text and current.text):
            return VisibleBlock(current)
        return VisibleBlock(replace(current, text=""), MISSING, source_text=current.text)
    shown = replace(current, text=mine.text, made_from=mine.made_from) if current else mine
    if not mine.is_text or not mine.made_from or mine.made_from == text_digest(current):
        return VisibleBlock(shown)
    significance, changed_on = gravity(changes, mine.made_from)
    if significance <= Significance.TYPO:
        return VisibleBlock(shown)
    withheld = significance >= Significance.SAFETY
    return VisibleBlock(
        replace(shown, text="") if withheld else shown,
        WITHHELD if withheld else OUTDATED,
        significance,
        changed_on,
        current.text if current else "",
        is_gone=current is None,
    )


def gravity(changes: list[BlockChange], made_from: str) -> tuple[int, date | None]:
    """The gravest change since the block last had the text ``made_from``, and when the last change was.

    ``changes`` are one block's, oldest first. A text that no change knows counts as a major change.
    """
    grades = {change.pk: change.significance for change in changes if change.regrades_id is None}
    for change in changes:
        if change.regrades_id is not None:
            grades[change.regrades_id] = change.significance
    chain = [change for change in changes if change.regrades_id is None]
    starts = [n for n, change in enumerate(chain) if change.from_digest == made_from]
    if not starts:
        return Significance.MAJOR, None
    since = chain[starts[-1] :]
    return max(grades[change.pk] for change in since), since[-1].on


def _in_source_order(own: list[Block], source: list[Block]) -> list[Block]:
    """The source's blocks, and behind its former neighbour each block that the source no longer has."""
    ids = {block.id for block in source}
    follow: dict[str, list[Block]] = defaultdict(list)
    last = ""
    for block in own:
        if block.id in ids:
            last = block.id
        else:
            follow[last].append(block)
    merged = list(follow[""])
    for block in source:
        merged += [block, *follow[block.id]]
    return merged

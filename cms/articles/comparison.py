"""Two texts of one edition beside each other, block by block. Pure."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cms.articles.blocks import Block, hrefs, words
from cms.languages.differences import changed_words, word_diff

SAME, CHANGED, ADDED, REMOVED = "same", "changed", "added", "removed"
_TAGS = {"same": "{}", "removed": "<del>{}</del>", "added": "<ins>{}</ins>"}

# What people call the kinds of blocks.
KIND_NAMES = {
    "title": _("title"),
    "summary": _("summary"),
    "heading2": _("heading"),
    "heading3": _("heading, second level"),
    "heading4": _("heading, third level"),
    "paragraph": _("paragraph"),
    "item": _("list item"),
    "cell": _("table cell"),
    "header": _("table header"),
    "legend": _("table caption"),
    "caption": _("picture caption"),
    "alt": _("picture description"),
    "figure": _("picture"),
}


@dataclass(frozen=True)
class Pair:
    """One block as it was and as it is; one of the two is missing where it was added or removed."""

    old: Block | None
    new: Block | None
    # Whether it stands at another place among the blocks that both texts have.
    is_moved: bool = False

    @property
    def block(self) -> Block:
        block = self.new or self.old
        assert block is not None
        return block

    @property
    def kind_name(self) -> str:
        return str(KIND_NAMES.get(self.block.kind, self.block.kind))

    @property
    def old_kind_name(self) -> str:
        return str(KIND_NAMES.get(self.old.kind, self.old.kind)) if self.old else ""

    @cached_property
    def status(self) -> str:
        if self.old is None or self.new is None:
            return ADDED if self.old is None else REMOVED
        same = (self.old.kind, self.old.text, _picture(self.old)) == (self.new.kind, self.new.text, _picture(self.new))
        return SAME if same else CHANGED

    @property
    def is_unchanged(self) -> bool:
        return self.status == SAME and not self.is_moved

    @property
    def has_other_kind(self) -> bool:
        return bool(self.old and self.new and self.old.kind != self.new.kind)

    @property
    def has_other_picture(self) -> bool:
        return bool(self.old and self.new and _picture(self.old) != _picture(self.new))

    @property
    def words(self) -> int:
        """How many words are other ones."""
        return changed_words(_words(self.old), _words(self.new))

    @property
    def diff(self) -> SafeString:
        return diff_html(self.old, self.new)

    @property
    def says_the_same(self) -> bool:
        """Whether an edited text has the words it had: its markup, its spaces or the address of a link differ."""
        changed = bool(self.old and self.new and self.old.text != self.new.text)
        return changed and _words(self.old).split() == _words(self.new).split()

    @property
    def links(self) -> tuple[list[str], list[str]]:
        """The addresses that only the old text links to, and those that only the new one does."""
        old, new = (hrefs(block.text) if block else [] for block in (self.old, self.new))
        before, after = set(old), set(new)
        return [href for href in old if href not in after], [href for href in new if href not in before]


def compare(old: Sequence[Block], new: Sequence[Block]) -> list[Pair]:
    """Every text and picture of both, in the new order; what was removed stands behind its former neighbour."""
    old, new = [b for b in old if _is_shown(b)], [b for b in new if _is_shown(b)]
    before, after = {block.id: block for block in old}, {block.id: block for block in new}
    stayed = _stayed([block.id for block in old if block.id in after], [b.id for b in new if b.id in before])
    removed: dict[str, list[Pair]] = defaultdict(list)
    last = ""
    for block in old:
        if block.id in after:
            last = block.id
        else:
            removed[last].append(Pair(block, None))
    pairs = removed[""]
    for block in new:
        moved = block.id in before and block.id not in stayed
        pairs += [Pair(before.get(block.id), block, moved), *removed[block.id]]
    return pairs


def runs(pairs: Iterable[Pair]) -> list[tuple[bool, list[Pair]]]:
    """The pairs in order, those unchanged one after another together: (whether unchanged, pairs)."""
    return [(unchanged, list(run)) for unchanged, run in groupby(pairs, lambda pair: pair.is_unchanged)]


def diff_html(old: Block | None, new: Block | None) -> SafeString:
    """The words of both, those of one only within ``del`` and ``ins``."""
    pieces = word_diff(_words(old), _words(new))
    return format_html_join("", "{}", ((format_html(_TAGS[piece.change], piece.text),) for piece in pieces))


def _words(block: Block | None) -> str:
    return words(block) if block else ""


def _picture(block: Block) -> str:
    return block.attrs.get("src", "")


def _is_shown(block: Block) -> bool:
    return bool(block.is_text and block.text) or block.kind == "figure"


def _stayed(old: list[str], new: list[str]) -> set[str]:
    """The longest run of ids that are in the same order in both: the fewest are then said to have moved."""
    place = {block: n for n, block in enumerate(old)}
    ends: list[int] = []
    chains: list[str] = []
    before: dict[str, str] = {}
    for block in new:
        n = bisect_left(ends, place[block])
        ends[n : n + 1] = [place[block]]
        chains[n : n + 1] = [block]
        if n:
            before[block] = chains[n - 1]
    found = set()
    block = chains[-1] if chains else ""
    while block:
        found.add(block)
        block = before.get(block, "")
    return found

"""Which block of a new text is which block of the old one. Pure.

By exact text first, then by similarity, never by position alone: an edited, moved or returned block keeps its id,
and with it its translations. Containers follow their children.
"""

import hashlib
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace

from rapidfuzz import fuzz, process

from cms.articles.blocks import CONTAINER_KINDS, Block, words

# Below this likeness (0–100, rapidfuzz's indel ratio) two texts are two blocks.
SIMILAR = 60
# A text is a part of another (a paragraph was split, or two joined) if this share of its runs of three words are in it,
_PART = 0.8
# and if there are so many that it is not by chance.
_SHORTEST_PART = 3
# How many old blocks each new one is compared with in the end.
_CANDIDATES = 8
# With more texts left over than this, only those near each other are compared: the work stays linear.
_ALL_PAIRS = 400
# What a block may be edited into: kinds outside its family are other things, however alike the words are.
_FAMILIES = {
    "heading2": "heading",
    "heading3": "heading",
    "heading4": "heading",
    "paragraph": "prose",
    "item": "prose",
    "cell": "cell",
    "header": "cell",
}


def identify(new: list[Block], old: Iterable[Block], taken: Iterable[str] = ()) -> list[Block]:
    """The new blocks with their lasting ids: an old block's where they are the same, else freshly minted.

    ``taken`` are further ids that a minted one must not be. Deterministic.
    """
    old = list(old)
    match = _match_texts(new, old)
    _match_containers(new, old, match)
    used = set(match.values()) | set(taken)
    names: dict[str, str] = {"": ""}
    first_text = _first_texts(new)
    attempts: Counter[tuple[str, str]] = Counter()
    for block in new:
        if block.id not in match:
            seed = block.kind, block.text or first_text.get(block.id, "")
            match[block.id] = mint(*seed, used, attempts)
            used.add(match[block.id])
        names[block.id] = match[block.id]
    return [replace(block, id=names[block.id], parent=names[block.parent]) for block in new]


def mint(kind: str, text: str, taken: set[str], attempts: Counter[tuple[str, str]] | None = None) -> str:
    """An id from kind and text at birth, the same on every machine, that is not taken.

    ``attempts`` remembers, for texts that come often, how many were found taken so far.
    """
    attempts = Counter() if attempts is None else attempts
    for attempt in range(attempts[kind, text], len(taken) + 1):
        seed = f"{kind}\0{text}\0{attempt or ''}".encode()
        name = "b" + hashlib.blake2b(seed, digest_size=5).hexdigest()
        if name not in taken:
            attempts[kind, text] = attempt
            return name
    raise AssertionError("one more name than there are taken ones is always free")


def _family(block: Block) -> str:
    return _FAMILIES.get(block.kind, block.kind)


def _match_texts(new: list[Block], old: list[Block]) -> dict[str, str]:
    """Temporary id → old id, for text blocks, and for the figures that show the same picture."""
    match: dict[str, str] = {}
    free = {block.id: block for block in old if block.is_text}
    _match_pictures(new, old, free, match)
    for exactly in (_kind_and_text, _family_and_text):
        _match_equal([b for b in new if b.is_text and b.id not in match], free, exactly, match)
    for kind in ("title", "summary"):  # there is one of each, whatever it says
        for block in (b for b in new if b.kind == kind and b.id not in match):
            if same := next((b.id for b in free.values() if b.kind == kind), None):
                match[block.id] = same
                del free[same]
    rest: dict[str, list[Block]] = defaultdict(list)
    for block in new:
        if block.is_text and block.id not in match and block.text:
            rest[_family(block)].append(block)
    for family, blocks in rest.items():
        candidates = [b for b in free.values() if _family(b) == family and b.text]
        for pairs in (_similar, _parts):
            used = set(match.values())
            unmatched = [b for b in blocks if b.id not in match]
            _match_best(unmatched, [b for b in candidates if b.id not in used], pairs, match)
    return match


def _kind_and_text(block: Block) -> tuple[str, str]:
    return block.kind, block.text


def _family_and_text(block: Block) -> tuple[str, str]:
    return _family(block), block.text


def _match_pictures(new: list[Block], old: list[Block], free: dict[str, Block], match: dict[str, str]) -> None:
    """A figure is the one that showed the same picture; its alt text goes with it, whatever it says now."""
    alts = {block.parent: block.id for block in old if block.kind == "alt"}
    shown: dict[str, list[str]] = defaultdict(list)
    for block in old:
        if block.kind == "figure" and block.attrs.get("src"):
            shown[block.attrs["src"]].append(block.id)
    for block in new:
        if block.kind == "figure" and (before := shown.get(block.attrs.get("src", ""))):
            match[block.id] = before.pop(0)
        elif block.kind == "alt" and (alt := alts.get(match.get(block.parent, ""))):
            match[block.id] = alt
            free.pop(alt, None)


def _match_equal(
    new: list[Block],
    free: dict[str, Block],
    key: Callable[[Block], tuple[str, str]],
    match: dict[str, str],
) -> None:
    """Equal texts are the same block; of several equal ones, the first that follows the last match."""
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    ids = list(free)
    for place, block in enumerate(free.values()):
        places[key(block)].append(place)
    last = -1
    for block in new:
        if not (candidates := places.get(key(block))):
            continue
        n = bisect(candidates, last)
        last = candidates.pop(n if n < len(candidates) else 0)
        match[block.id] = ids[last]
        del free[ids[last]]


# How unlike and how far apart a new and an old block are, and their places.
type _Pair = tuple[float, int, int, int]


def _match_best(
    new: list[Block],
    old: list[Block],
    pairs: Callable[[list[str], list[str]], Iterable[_Pair]],
    match: dict[str, str],
) -> None:
    """The most alike pairs first; among equals those nearest each other."""
    taken: set[int] = set()
    for _unlike, _distance, i, j in sorted(pairs([words(b) for b in new], [words(b) for b in old])):
        if new[i].id not in match and j not in taken:
            match[new[i].id] = old[j].id
            taken.add(j)


def _similar(new: list[str], old: list[str]) -> Iterable[_Pair]:
    for i, text in enumerate(new):
        place, first, last = i * len(old) // len(new), 0, len(old)
        if last > _ALL_PAIRS:
            first, last = max(0, place - _ALL_PAIRS // 2), place + _ALL_PAIRS // 2
        near = old[first:last]
        found = process.extract(text, near, scorer=fuzz.ratio, score_cutoff=SIMILAR, limit=_CANDIDATES)
        for _text, score, j in found:
            yield -score, abs(place - first - j), i, first + j


def _parts(new: list[str], old: list[str]) -> Iterable[_Pair]:
    """Texts one of which is a part of the other; the longer the part, the more alike they are."""
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    runs_of_old = [_runs(text) for text in old]
    for j, runs in enumerate(runs_of_old):
        for run in runs:
            places[run].append(j)
    for i, text in enumerate(new):
        runs = _runs(text)
        common = Counter(j for run in runs for j in places.get(run, ())[:_CANDIDATES])
        for j, count in common.items():
            short, long = sorted((len(runs), len(runs_of_old[j])))
            if short >= _SHORTEST_PART and count >= _PART * short:
                yield -short / long, abs(i - j), i, j


def _runs(text: str) -> set[tuple[str, ...]]:
    spoken = text.casefold().split()
    return set(zip(spoken, spoken[1:], spoken[2:], strict=False))


def _match_containers(new: list[Block], old: list[Block], match: dict[str, str]) -> None:
    """A container is the old one that held most of its children; from the innermost outwards."""
    old_by_id = {block.id: block for block in old}
    children: dict[str, list[str]] = defaultdict(list)
    for block in new:
        children[block.parent].append(block.id)
    used: set[str] = set(match.values())
    for block in reversed(new):  # children stand behind their container
        if block.kind not in CONTAINER_KINDS or block.id in match:
            continue
        votes: Counter[str] = Counter()
        for child in children[block.id]:
            before = old_by_id.get(match.get(child, ""))
            if before and before.parent:
                votes[before.parent] += 1
        for candidate, _count in votes.most_common():
            if candidate not in used and old_by_id[candidate].kind == block.kind:
                match[block.id] = candidate
                used.add(candidate)
                break


def _first_texts(blocks: list[Block]) -> dict[str, str]:
    """Container id → the first words in it, by which it is named at birth."""
    first: dict[str, str] = {}
    parents = {block.id: block.parent for block in blocks}
    for block in blocks:
        seed, parent = block.text or block.attrs.get("src", ""), block.parent
        while seed and parent and parent not in first:
            first[parent] = seed
            parent = parents[parent]
    return first

"""Which block of a new text is which block of the old one. Pure.

By exact text first, then by similarity, never by position alone: an edited, moved or returned block keeps its id,
and with it its translations. Containers follow their children.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace

from rapidfuzz import fuzz, process

from cms.articles.blocks import CONTAINER_KINDS, Block, words

# Below this likeness (0–100, rapidfuzz's indel ratio) two texts are two blocks.
SIMILAR = 60
# How many old blocks each new one is compared with in the end.
_CANDIDATES = 8
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
    for block in new:
        if block.id not in match:
            match[block.id] = mint(block.kind, block.text or first_text.get(block.id, ""), used)
            used.add(match[block.id])
        names[block.id] = match[block.id]
    return [replace(block, id=names[block.id], parent=names[block.parent]) for block in new]


def mint(kind: str, text: str, taken: set[str]) -> str:
    """An id from kind and text at birth, the same on every machine, that is not taken."""
    for attempt in range(len(taken) + 1):
        seed = f"{kind}\0{text}\0{attempt or ''}".encode()
        id = "b" + hashlib.blake2b(seed, digest_size=5).hexdigest()
        if id not in taken:
            return id
    raise AssertionError("one more name than there are taken ones is always free")


def _family(block: Block) -> str:
    return _FAMILIES.get(block.kind, block.kind)


def _match_texts(new: list[Block], old: list[Block]) -> dict[str, str]:
    """Temporary id → old id, for text blocks."""
    match: dict[str, str] = {}
    free = {block.id: block for block in old if block.is_text}
    for exactly in (lambda b: (b.kind, b.text), lambda b: (_family(b), b.text)):
        _match_equal([b for b in new if b.is_text and b.id not in match], free, exactly, match)
    for kind in ("title", "summary"):  # there is one of each, whatever it says
        for block in (b for b in new if b.kind == kind and b.id not in match):
            if same := next((id for id, b in free.items() if b.kind == kind), None):
                match[block.id] = same
                del free[same]
    rest: dict[str, list[Block]] = defaultdict(list)
    for block in new:
        if block.is_text and block.id not in match and block.text:
            rest[_family(block)].append(block)
    for family, blocks in rest.items():
        _match_similar(blocks, [b for b in free.values() if _family(b) == family and b.text], match)
    return match


def _match_equal(new, free, key, match) -> None:
    """Equal texts are the same block; of several equal ones, the first that follows the last match."""
    places: dict[tuple, list[str]] = defaultdict(list)
    order = {id: n for n, id in enumerate(free)}
    for id, block in free.items():
        places[key(block)].append(id)
    last = -1
    for block in new:
        if not (candidates := places.get(key(block))):
            continue
        chosen = next((id for id in candidates if order[id] > last), candidates[0])
        candidates.remove(chosen)
        match[block.id], last = chosen, order[chosen]
        del free[chosen]


def _match_similar(new: list[Block], old: list[Block], match: dict[str, str]) -> None:
    """The most alike pairs first; among equals the earliest."""
    if not new or not old:
        return
    texts = [words(b) for b in old]
    pairs = sorted(
        (-score, abs(i - j), i, j)
        for i, block in enumerate(new)
        for _, score, j in process.extract(
            words(block), texts, scorer=fuzz.ratio, score_cutoff=SIMILAR, limit=_CANDIDATES
        )
    )
    taken: set[int] = set()
    for _score, _distance, i, j in pairs:
        if new[i].id not in match and j not in taken:
            match[new[i].id] = old[j].id
            taken.add(j)


def _match_containers(new: list[Block], old: list[Block], match: dict[str, str]) -> None:
    """A container is the old one that held most of its children; from the innermost outwards."""
    old_by_id = {block.id: block for block in old}
    children: dict[str, list[str]] = defaultdict(list)
    for block in new:
        children[block.parent].append(block.id)
    used: set[str] = set(match.values())
    for block in reversed(new):  # children stand behind their container
        if block.kind not in CONTAINER_KINDS:
            continue
        votes: Counter[str] = Counter()
        for child in children[block.id]:
            before = old_by_id.get(match.get(child, ""))
            if before and before.parent:
                votes[before.parent] += 1
        for id, _count in votes.most_common():
            if id not in used and old_by_id[id].kind == block.kind:
                match[block.id] = id
                used.add(id)
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

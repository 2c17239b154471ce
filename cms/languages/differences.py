"""What differs between two texts, word by word (in Vietnamese, syllable by syllable). Pure; texts without markup."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import LCSseq

Change = Literal["same", "removed", "added"]

# A number with its separators is one word, and so is a word with an apostrophe or a hyphen in it.
_TOKEN = re.compile(r"\d+(?:[.,]\d+)+|\w+(?:['’\-]\w+)*|\s|[^\w\s]")
# The comparison takes memory by the product of the lengths; longer texts are shown whole, old and new.
_MOST = 20_000


@dataclass(frozen=True)
class Piece:
    """A run of text that both texts have, or only the old one, or only the new one."""

    change: Change
    text: str


@dataclass
class _Step:
    """What both texts have first, then what stands in the old one and in the new one."""

    same: str
    old: str
    new: str


def word_diff(old: str, new: str) -> list[Piece]:
    """The pieces in reading order; removed and same ones together are the old text, added and same ones the new."""
    a, b = _TOKEN.findall(old), _TOKEN.findall(new)
    if max(len(a), len(b)) > _MOST and a != b:
        return [Piece("removed", old), Piece("added", new)]
    pieces = []
    for step in _joined(list(_steps(a, b))):
        texts: tuple[tuple[Change, str], ...] = (("same", step.same), ("removed", step.old), ("added", step.new))
        pieces += [Piece(change, text) for change, text in texts if text]
    return pieces


def changed_words(old: str, new: str) -> int:
    """How many words a reader of the old text finds new, or misses, whichever are more."""
    counts = {"removed": 0, "added": 0, "same": 0}
    for piece in word_diff(old, new):
        counts[piece.change] += len(piece.text.split())
    return max(counts["removed"], counts["added"])


def _steps(a: list[str], b: list[str]) -> Iterator[_Step]:
    step = _Step("", "", "")
    for code in LCSseq.opcodes(a, b):
        old, new = "".join(a[code.src_start : code.src_end]), "".join(b[code.dest_start : code.dest_end])
        if code.tag == "equal":
            if step.same or step.old or step.new:
                yield step
            step = _Step(old, "", "")
        else:
            step.old += old
            step.new += new
    yield step


def _joined(steps: list[_Step]) -> list[_Step]:
    """What is the same by chance, shorter than the changes on both of its sides, is read as part of the change."""
    out = steps[:1]
    for step in steps[1:]:
        before = out[-1]
        around = min(max(len(before.old), len(before.new)), max(len(step.old), len(step.new)))
        if around and (not step.same.strip() or 0 < len(step.same) < around):
            before.old += step.same + step.old
            before.new += step.same + step.new
        else:
            out.append(step)
    return out

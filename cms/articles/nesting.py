"""The same words under the same marks are the same text, whichever tag stands inside which. Pure.

A rich-text editor keeps a set of marks for each letter and writes its own nesting: what nobody touched keeps the
text it had, and with it its digest and its translations.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby
from operator import itemgetter

from cms.articles.blocks import PLAIN_KINDS, Block

_TAG = re.compile(r"(<[^>]*>)")
_LINK = "<a "

type Run = tuple[str, frozenset[str]]


def runs(text: str) -> tuple[Run, ...]:
    """The letters of a canonical inline text, and under which marks they stand."""
    pieces: list[Run] = []
    opened: list[str] = []
    for piece in _TAG.split(text):
        if piece.startswith("</"):
            opened.pop()
        elif piece.startswith("<") and piece != "<br>":
            opened.append(piece)
        elif piece:
            marks = frozenset() if piece == "<br>" else frozenset(opened)
            pieces += ((part, marks) for part in re.split("( )", piece) if part)
    return _joined(_with_marks_of_spaces(pieces))


def _with_marks_of_spaces(pieces: list[Run]) -> list[Run]:
    """A space is as bold as what is on both of its sides: a text has it inside of a tag or outside."""
    out = []
    for n, (letters, marks) in enumerate(pieces):
        if letters == " " and 0 < n < len(pieces) - 1:
            around = pieces[n - 1][1] & pieces[n + 1][1]
            marks = frozenset(m for m in marks | around if m in (marks if m.startswith(_LINK) else around))
        out.append((letters, marks))
    return out


def _joined(pieces: list[Run]) -> tuple[Run, ...]:
    under_the_same = groupby(pieces, key=itemgetter(1))
    return tuple(("".join(letters for letters, _marks in run), marks) for marks, run in under_the_same)


def nested_as_before(blocks: Iterable[Block], old: Iterable[Block]) -> list[Block]:
    """The blocks, each written as an old one that reads the same was written."""
    written: dict[tuple[Run, ...], list[str]] = defaultdict(list)
    for block in old:
        if _is_marked(block):
            written[runs(block.text)].append(block.text)
    return [_as_written(block, written) if _is_marked(block) else block for block in blocks]


def _is_marked(block: Block) -> bool:
    return block.is_text and block.kind not in PLAIN_KINDS and "<" in block.text


def _as_written(block: Block, written: dict[tuple[Run, ...], list[str]]) -> Block:
    """Of several that read the same, each is taken once, in the order of the text; the last for all that follow."""
    if not (same := written.get(runs(block.text))):
        return block
    return replace(block, text=same.pop(0) if len(same) > 1 else same[0])

"""Blocks → what is translated, and how a text travels to a translator and back. Pure.

Translators see no address: a link travels as ``<a id="1">…</a>``, numbered as in the source, and gets its address
back on return. In texts without tags "&" and "<" are written as they are read.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape

from cms.articles.blocks import HEADINGS, PLAIN_KINDS, Block, canonical, hrefs, plain, with_text

# Characters: how long a text of this kind should be at most (search engines and screen readers cut or tire).
LENGTH_LIMITS = {"title": 65, "summary": 160, "alt": 150}

_LINK = re.compile(r'<a href="([^"]*)">')
_NUMBERED = re.compile(r"""<a\s+id\s*=\s*["'“”‘’]?([0-9]{1,4})["'“”‘’]?\s*>""", re.IGNORECASE)
_TAGS = re.compile(r'<(/?)(a|strong|em|sub|sup|br)(?: href="([^"]*)")?>')


class TagsDiffer(ValueError):
    """The inline tags of a target are not those of its source; ``lost`` and ``added`` are what differs."""

    def __init__(self, lost: list[str], added: list[str]) -> None:
        self.lost, self.added = lost, added
        super().__init__(", ".join(lost + added))


@dataclass(frozen=True)
class Segment:
    """One text to be translated. ``heading`` is the path of headings above it."""

    context: str
    position: int
    kind: str
    heading: str
    source: str


def segments(blocks: Iterable[Block]) -> list[Segment]:
    """The texts of a revision in reading order; blocks without a text are none."""
    path: dict[str, str] = {}
    found: list[Segment] = []
    for block in blocks:
        if block.kind in HEADINGS:
            path = {kind: text for kind, text in path.items() if kind < block.kind}
        if block.is_text and block.text:
            heading = " › ".join(path.values())[:500]
            found.append(Segment(block.id, len(found) + 1, block.kind, heading, block.text))
        if block.kind in HEADINGS:
            path[block.kind] = plain(block.text)
    return found


def assemble(source: Iterable[Block], targets: Mapping[str, tuple[str, str]]) -> list[Block]:
    """The source's blocks in another language.

    ``targets`` maps a context to (text, digest of the source text it was made from); a text block without one is
    left out, containers and blocks that have no text stay.
    """
    out = []
    for block in source:
        if not (block.is_text and block.text):
            out.append(block)
        elif block.id in targets:
            out.append(with_text(block, *targets[block.id]))
    return out


def expose(kind: str, text: str, source: str) -> str:
    """A stored text as a translator sees it; links carry their number in the source (or the next free ones)."""
    if kind in PLAIN_KINDS:
        return text
    numbers: dict[str, list[int]] = {}
    for number, href in enumerate(hrefs(source), 1):
        numbers.setdefault(href, []).append(number)
    free = len(hrefs(source))

    def numbered(match: re.Match[str]) -> str:
        nonlocal free
        known = numbers.get(hrefs(match.group())[0])
        if known:
            return f'<a id="{known.pop(0) if len(known) > 1 else known[0]}">'
        free += 1
        return f'<a id="{free}">'

    return _relax(_LINK.sub(numbered, text))


def restore(kind: str, text: str, source: str) -> str:
    """What a translator sent, as it is stored. Raises TagsDiffer where its inline tags are not the source's."""
    if kind in PLAIN_KINDS:
        return canonical(kind, text)
    addresses = hrefs(source)

    def addressed(match: re.Match[str]) -> str:
        number = int(match.group(1))
        if 1 <= number <= len(addresses):
            return f'<a href="{escape(addresses[number - 1])}">'
        return f'<a href="https://unknown.invalid/{number}">'

    stored = canonical(kind, _NUMBERED.sub(addressed, text))
    _compare_tags(source, stored, text)
    return stored


def _relax(text: str) -> str:
    """Canonical inline HTML with characters written plainly wherever HTML still reads them as themselves."""
    text = re.sub(r"&lt;(?![a-zA-Z/!?])", "<", text.replace("&gt;", ">"))
    return re.sub(r"&amp;(?![a-zA-Z#])", "&", text)


def _compare_tags(source: str, stored: str, sent: str) -> None:
    """The multiset of tags must be the same, in any order; line breaks are the translator's own affair."""
    wanted, given = _counted(source), _counted(stored)
    dropped = Counter(f"<{tag}>" for tag in re.findall(r"<([a-z]+[0-9]?)\b[^>]*>", sent.lower()))
    known = {"a", "strong", "em", "sub", "sup", "br", "b", "i"}
    foreign = Counter({tag: n for tag, n in dropped.items() if tag.strip("<>") not in known})
    lost, added = wanted - given, (given - wanted) + foreign
    if lost or added:
        raise TagsDiffer(_named(lost, source), _named(added, source))


def _counted(text: str) -> Counter[str]:
    found = (match.groups() for match in _TAGS.finditer(text))
    return Counter(f"<{tag} {href}>" if href else f"<{tag}>" for end, tag, href in found if not end and tag != "br")


def _named(tags: Counter[str], source: str) -> list[str]:
    """Tags as the translator knows them: links by their number."""
    order = [escape(href) for href in hrefs(source)]
    names = []
    for tag in sorted(tags.elements()):
        href = tag.removeprefix("<a ").removesuffix(">")
        if tag.startswith("<a ") and href in order:
            tag = f'<a id="{order.index(href) + 1}">'
        elif tag.startswith("<a https://unknown.invalid/"):
            tag = f'<a id="{href.rsplit("/", 1)[1]}">'
        names.append(tag)
    return names

"""Blocks: HTML in, blocks out, and back. Pure; one allow-list of markup for importer, editor and catalogs.

A document is a flat list of blocks in reading order. Text blocks hold a title, a heading, a paragraph, an item …;
containers (list, table, row, quote, figure, callout) hold none and are named by their children as ``parent``.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import escape, unescape
from typing import Any

import nh3

from cms.languages.text import collapse, digest

PLAIN_KINDS = frozenset({"title", "summary", "alt"})
HEADINGS = {"heading2": "h2", "heading3": "h3", "heading4": "h4"}
TEXT_KINDS = PLAIN_KINDS | HEADINGS.keys() | {"paragraph", "item", "cell", "header", "legend", "caption"}
CONTAINER_KINDS = frozenset({"list", "table", "row", "quote", "figure", "callout"})

INLINE_TAGS = {"a", "strong", "em", "sub", "sup", "br"}
LINK_SCHEMES = {"http", "https", "mailto", "tel", "article"}
_SYNONYMS = {"b": "strong", "i": "em"}
# A run is looked at once: it begins where no break or space is before it, and gives nothing back (possessive ++).
_VOID_BREAKS = re.compile(r"^(?:\s*<br>)++|(?<!<br>)(?:<br>\s*)++$")
_EMPTY_TAG = re.compile(r"<(strong|em|sub|sup|a)(?: [^>]*)?>((?:\s|<br>)*+)</\1>")
_RESTARTED_TAG = re.compile(r"</(strong|em|sub|sup)>(\s*)<\1>")
_SPACE_INSIDE = re.compile(r"(<(?:strong|em|sub|sup|a)(?: [^>]*)?>)((?: |<br>)+)")
_SPACE_AT_END = re.compile(r"(?<! )(?<!<br>)((?: |<br>)++)((?:</(?:strong|em|sub|sup|a)>)+)")
_TAG = re.compile(r"<[^>]*>")
_WHOLLY_STRONG = re.compile(r"<strong>((?:(?!</?strong>).)*)</strong>", re.DOTALL)
_EMPTY_LINE = re.compile(r"<br>\s*<br>")
_TAG_BUT_BREAK = re.compile(r"</?(?!br>)[a-z][^>]*>")
_INLINE_TAG = re.compile(r"(</?[a-z]+[^>]*>)")


@dataclass(frozen=True)
class Block:
    """One text or container. ``text`` is canonical: plain for PLAIN_KINDS, else the inline HTML of ``inline()``."""

    id: str
    kind: str
    text: str = ""
    parent: str = ""
    attrs: Mapping[str, str] = field(default_factory=dict)
    # In a translated edition: the digest of the source text this text was made from.
    made_from: str = ""

    @cached_property
    def digest(self) -> str:
        """The digest of the text; in the source it is what translations are compared with."""
        return digest(self.text)

    @property
    def is_text(self) -> bool:
        return self.kind in TEXT_KINDS

    def as_json(self) -> dict[str, Any]:
        data: dict[str, Any] = {"id": self.id, "kind": self.kind, "text": self.text, "parent": self.parent}
        data |= {"attrs": dict(self.attrs), "made_from": self.made_from}
        return {name: value for name, value in data.items() if value}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Block":
        return cls(**data)


def inline(html: str) -> str:
    """The canonical form of inline HTML: allow-listed tags, white space collapsed, nothing empty, NFC.

    Idempotent. Lenient as browsers are: "A & B" and "A &amp; B" give the same text.
    """
    previous, text = None, html
    while text != previous:
        previous, text = text, _tightened(_allowed(text))
    return text


def _allowed(html: str) -> str:
    """What the allow-list lets through, written by the parser that browsers would agree with."""
    clean = nh3.clean(
        html,
        tags=INLINE_TAGS | _SYNONYMS.keys(),
        attributes={"a": {"href"}},
        url_schemes=LINK_SCHEMES,
        link_rel=None,
    )
    for synonym, tag in _SYNONYMS.items():
        clean = clean.replace(f"<{synonym}>", f"<{tag}>").replace(f"</{synonym}>", f"</{tag}>")
    clean = re.sub(r"<a>(.*?)</a>", r"\1", clean.replace("&nbsp;", "\u00a0"), flags=re.DOTALL)
    return _once(_once(clean, "strong"), "em")


def _once(html: str, tag: str) -> str:
    """Strong within strong is no stronger."""
    depth, out = 0, []
    for piece in re.split(f"(</?{tag}>)", html):
        depth -= piece == f"</{tag}>"
        if depth == 0 or piece not in {f"<{tag}>", f"</{tag}>"}:
            out.append(piece)
        depth += piece == f"<{tag}>"
    return "".join(out)


def _tightened(html: str) -> str:
    """White space outside of tags, no tag without words, no tag ended where it begins again."""
    previous, text = None, html
    while text != previous:
        previous = text
        text = _RESTARTED_TAG.sub(r"\2", _EMPTY_TAG.sub(r"\2", collapse(text)))
        text = _SPACE_INSIDE.sub(r"\2\1", _SPACE_AT_END.sub(r"\2\1", text))
        text = _VOID_BREAKS.sub("", re.sub(r" ?<br> ?", "<br>", text)).strip()
    return text


def heading_text(text: str) -> str:
    text = text.replace("<br>", " ")
    wholly = _WHOLLY_STRONG.fullmatch(text)  # a heading is strong by itself
    return inline(wholly.group(1) if wholly else text)


def divided(text: str) -> list[str]:
    """The paragraphs of a text in which empty lines stand between them; tags that were open go on in each."""
    if not _EMPTY_LINE.search(_TAG_BUT_BREAK.sub("", text)):
        return [text] if text else []
    parts, now, breaks = [], "", 0
    open_tags: list[str] = []
    for piece in _INLINE_TAG.split(text):
        if piece == "<br>":
            breaks += 1
        elif piece.startswith("<"):
            now += piece
            open_tags = open_tags[:-1] if piece.startswith("</") else [*open_tags, piece]
        elif piece.strip() or not breaks:
            if breaks > 1:
                parts.append(now + end_tags(open_tags))
                now = "".join(open_tags)
            now += "<br>" * (breaks == 1) + piece
            breaks = 0
    return [part for part in map(inline, [*parts, now]) if part]


def end_tags(tags: list[str]) -> str:
    return "".join(f"</{tag[1:].split()[0].rstrip('>')}>" for tag in reversed(tags))


def plain(html: str) -> str:
    """The text of inline HTML without its tags."""
    return collapse(unescape(_TAG.sub("", html.replace("<br>", " "))))


def canonical(kind: str, text: str) -> str:
    """What a block of this kind keeps of a text somebody typed or sent."""
    return collapse(text) if kind in PLAIN_KINDS else inline(text)


def as_html(kind: str, text: str) -> str:
    """A block's text as it may stand in a page: plain kinds escaped, the others are allow-listed HTML already."""
    return escape(text) if kind in PLAIN_KINDS else text


def words(block: Block) -> str:
    """The words of a block as a reader sees them."""
    return block.text if block.kind in PLAIN_KINDS else plain(block.text)


def hrefs(text: str) -> list[str]:
    """The addresses an inline HTML text links to, in order."""
    return [unescape(href) for href in re.findall(r'<a href="([^"]*)">', text)]


def link_targets(blocks: Iterable[Block]) -> set[str]:
    """Every address that the blocks link to."""
    return {href for block in blocks for href in hrefs(block.text)}


# --- Back to HTML -------------------------------------------------------------------------------------------

_CONTAINER_TAGS = {"table": "table", "row": "tr", "quote": "blockquote", "figure": "figure", "callout": "aside"}
_TEXT_TAGS = HEADINGS | {
    "paragraph": "p",
    "item": "li",
    "cell": "td",
    "header": "th",
    "legend": "caption",
    "caption": "figcaption",
}
# Where a note on a block has its place inside the element, because nothing may stand beside it.
_NOTE_INSIDE = frozenset({"item", "cell", "header", "legend", "caption"})


def render(
    blocks: Iterable[Block],
    *,
    text: Callable[[Block], str] = lambda block: block.text,
    note: Callable[[Block], str] = lambda block: "",
    with_ids: bool = True,
) -> str:
    """The HTML of a document's body (not its title and summary).

    ``text`` gives the inner HTML of a text block, ``note`` what follows it; a container left empty is left out.
    """
    return _Renderer(blocks, text, note, with_ids).children("")


class _Renderer:
    def __init__(
        self,
        blocks: Iterable[Block],
        text: Callable[[Block], str],
        note: Callable[[Block], str],
        with_ids: bool,
    ) -> None:
        self.text, self.note, self.with_ids = text, note, with_ids
        self.by_parent: dict[str, list[Block]] = {}
        for block in blocks:
            self.by_parent.setdefault(block.parent, []).append(block)

    def children(self, parent: str) -> str:
        return "".join(self.block(child) for child in self.by_parent.get(parent, ()))

    def block(self, block: Block) -> str:
        if block.kind in PLAIN_KINDS:
            return ""
        if block.kind in CONTAINER_KINDS:
            return self.container(block)
        tag = _TEXT_TAGS[block.kind]
        inner, note = self.text(block), self.note(block)
        nested = self.children(block.id)
        if not (inner or note or nested) and block.kind not in {"cell", "header"}:
            return ""
        if block.kind in _NOTE_INSIDE:
            return f"<{tag}{self.attributes(block)}>{inner}{note}{nested}</{tag}>"
        return f"<{tag}{self.attributes(block)}>{inner}</{tag}>{note}{nested}" if inner else note + nested

    def container(self, block: Block) -> str:
        if block.kind == "figure":
            return self.figure(block)
        inner = self.children(block.id)
        if not inner:
            return ""
        if block.kind == "table":
            return f'<div class="table" tabindex="0"{self.id(block)}><table>{inner}</table></div>'
        tag = block.attrs.get("tag", "ul") if block.kind == "list" else _CONTAINER_TAGS[block.kind]
        return f"<{tag}{self.attributes(block)}>{inner}</{tag}>"

    def figure(self, block: Block) -> str:
        alt = next((c for c in self.by_parent.get(block.id, ()) if c.kind == "alt"), None)
        picture, src = "", block.attrs.get("src")
        words = escape(self.text(alt) if alt else "")
        missing = escape(block.attrs.get("missing", ""))
        if not src and not self.with_ids and (words or missing):
            # Who edits the text sees that a picture belongs here; readers see its caption only.
            picture = f'<img alt="{words}" data-missing="{missing}">'
        elif src:
            size = "".join(f' {n}="{block.attrs[n]}"' for n in ("width", "height") if n in block.attrs)
            picture = f'<img src="{escape(src)}" alt="{words}"{size} loading="lazy">'
        inner = picture + self.children(block.id)
        return f"<figure{self.id(block)}>{inner}</figure>" if inner else ""

    def attributes(self, block: Block) -> str:
        names = ("colspan", "rowspan", "scope", "start")
        return self.id(block) + "".join(f' {n}="{escape(block.attrs[n])}"' for n in names if n in block.attrs)

    def id(self, block: Block) -> str:
        return f' id="{block.id}"' if self.with_ids and block.kind != "row" else ""


def with_text(block: Block, text: str, made_from: str) -> Block:
    """The block in another language: same id, kind and place, its own text."""
    return replace(block, text=text, made_from=made_from)

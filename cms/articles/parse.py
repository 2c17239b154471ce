"""HTML → blocks. Pure; the reverse of ``blocks.render``. Ids are temporary until ``identity.identify``."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import nh3
from bs4 import BeautifulSoup, Comment, NavigableString, Tag
from bs4.element import PageElement

from cms.articles.blocks import INLINE_TAGS, LINK_SCHEMES, Block, inline
from cms.languages.text import collapse

# The attributes that say what an element is, which the importer's selectors and this reader go by.
STRUCTURE_TAGS = {
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "hr"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "figure", "figcaption", "picture", "img"),
    *("div", "section", "article", "main", "aside", "header", "footer", "nav", "address", "details", "summary"),
    *("center", "time", "form"),
}
SPAN_TAGS = {"span", "font", "u", "small", "mark", "abbr", "cite", "q", "code", "kbd", "ins", "b", "i", "label"}
_ATTRIBUTES = {
    "*": {"class", "id", "role", "hidden", "aria-hidden", "itemprop"},
    "a": {"href"},
    "img": {"src", "data-src", "alt", "width", "height"},
    "time": {"datetime"},
    "ol": {"start", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_FORGET_WITH_CONTENT = {
    *("script", "style", "title", "noscript", "template", "iframe", "object", "svg", "math", "canvas"),
    *("select", "textarea", "button", "audio", "video", "del", "s"),
}
_INLINE = INLINE_TAGS | SPAN_TAGS | {"time"}
_MAX_DEPTH = 100
_CALLOUT = re.compile(r"\b(callout|notice|warning|alert|info-?box|note)\b")


class TooDeep(ValueError):
    """Elements are nested more deeply than any article's are."""


def normalise(html: str) -> BeautifulSoup:
    """A tree as a browser would build it, without scripts, styles, event handlers and unsafe addresses."""
    clean = nh3.clean(
        html,
        tags=STRUCTURE_TAGS | _INLINE,
        clean_content_tags=_FORGET_WITH_CONTENT,
        attributes=_ATTRIBUTES,
        attribute_filter=_only_pictures_carry_data,
        url_schemes=LINK_SCHEMES | {"data"},
        link_rel=None,
    )
    return BeautifulSoup(clean, "html.parser")


def _only_pictures_carry_data(tag: str, attribute: str, value: str) -> str | None:
    if value.lstrip().lower().startswith("data:") and (tag != "img" or not value.startswith("data:image/")):
        return None
    return value


def parse(root: Tag, resolve: Callable[[str], str] = lambda href: href) -> list[Block]:
    """The blocks of a normalised tree, in reading order; ``resolve`` maps each link's address.

    Raises TooDeep. Headings start at level 2 and never skip a level.
    """
    reader = _Reader(resolve)
    reader.flow(root, "", 0)
    return _without_empty_containers(_level_headings(reader.blocks))


@dataclass
class _Reader:
    resolve: Callable[[str], str]
    blocks: list[Block] = field(default_factory=list)

    def add(self, kind: str, parent: str, text: str = "", **attrs: str) -> str:
        block = Block(f"#{len(self.blocks)}", kind, text, parent, {k: v for k, v in attrs.items() if v})
        self.blocks.append(block)
        return block.id

    def flow(self, element: Tag, parent: str, depth: int) -> None:
        """Read block content; runs of text between blocks are paragraphs."""
        if depth > _MAX_DEPTH:
            raise TooDeep
        run: list[PageElement] = []
        for child in element.children:
            if isinstance(child, NavigableString) or _is_inline(child):
                run.append(child)
                continue
            self.paragraphs(run, parent)
            run = []
            self.element(child, parent, depth + 1)
        self.paragraphs(run, parent)

    def element(self, element: Tag, parent: str, depth: int) -> None:
        name = element.name
        if name in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            self.text_block(f"heading{name[1]}", element, parent)
        elif name in {"ul", "ol"}:
            self.list(element, parent, depth)
        elif name == "table":
            self.table(element, parent, depth)
        elif name in {"figure", "img", "picture"}:
            self.figure(element, parent)
        elif name == "blockquote":
            self.flow(element, self.add("quote", parent), depth)
        elif name == "li":
            self.flow(element, parent, depth)
        elif name == "dl" or name in {"p", "pre", "dt", "dd"}:
            self.flow(element, parent, depth)
        elif name in {"aside", "div"} and _CALLOUT.search(" ".join(element.get("class") or [])):
            self.flow(element, self.add("callout", parent), depth)
        elif name != "hr":
            self.flow(element, parent, depth)

    def text_block(self, kind: str, element: Tag, parent: str, **attrs: str) -> None:
        if text := self.inline(list(element.children)):
            self.add(kind, parent, text.replace("<br>", " ") if "heading" in kind else text, **attrs)
        for picture in element.find_all("img"):
            self.figure(picture, parent)

    def paragraphs(self, run: list[PageElement], parent: str) -> None:
        """A run of inline nodes: one paragraph, or several where empty lines divide it."""
        text = self.inline(run)
        for part in re.split(r"(?:<br>){2,}", text):
            if part := inline(part):
                self.add("paragraph", parent, part)

    def inline(self, nodes: list[PageElement]) -> str:
        for node in nodes:
            for link in _links(node):
                link["href"] = self.resolve(str(link.get("href", "")))
                if not link["href"]:
                    del link["href"]
        return inline("".join(str(node) for node in nodes if not isinstance(node, Comment)))

    def list(self, element: Tag, parent: str, depth: int) -> None:
        start = str(element.get("start", "")) if element.name == "ol" else ""
        id = self.add("list", parent, tag=element.name, start=start if start.isdigit() else "")
        for child in element.find_all(recursive=False):
            if child.name in {"ul", "ol"}:  # a list set straight into a list belongs to the item before it
                items = [block for block in self.blocks if block.parent == id and block.kind == "item"]
                self.list(child, items[-1].id if items else id, depth + 1)
            else:
                self.holder("item", child, id, depth + 1)

    def table(self, element: Tag, parent: str, depth: int) -> None:
        rows = [row for row in element.find_all("tr") if row.find_parent("table") is element]
        if all(len(row.find_all(["td", "th"], recursive=False)) <= 1 for row in rows):
            self.flow(element, parent, depth + 1)  # a table with one column only lays out the page
            return
        id = self.add("table", parent)
        if caption := element.find("caption"):
            self.text_block("legend", caption, id)
        for row in rows:
            row_id = self.add("row", id)
            for cell in row.find_all(["td", "th"], recursive=False):
                spans = {n: str(cell[n]) for n in ("colspan", "rowspan") if str(cell.get(n, "")).isdigit()}
                if cell.name == "th":
                    spans["scope"] = str(cell.get("scope") or ("col" if row is rows[0] else "row"))
                self.holder("header" if cell.name == "th" else "cell", cell, row_id, depth + 1, **spans)

    def holder(self, kind: str, element: Tag, parent: str, depth: int, **attrs: str) -> None:
        """An item or cell: its first text is its own, what follows are its children."""
        if depth > _MAX_DEPTH:
            raise TooDeep
        id = self.add(kind, parent, **attrs)
        place = len(self.blocks)
        self.flow(element, id, depth)
        if len(self.blocks) > place and self.blocks[place].kind == "paragraph":
            first = self.blocks.pop(place)
            self.blocks[place - 1] = Block(id, kind, first.text, parent, attrs)
            self.blocks[place:] = _renumbered(self.blocks[place:], place)

    def figure(self, element: Tag, parent: str) -> None:
        picture = element if element.name == "img" else element.find("img")
        if not isinstance(picture, Tag):
            self.flow(element, parent, 0)  # a figure around a table or quote
            return
        src = str(picture.get("src") or picture.get("data-src") or "")
        id = self.add("figure", parent, src=src)
        self.add("alt", id, collapse(str(picture.get("alt", ""))))
        caption = element.find("figcaption") if element.name == "figure" else None
        if isinstance(caption, Tag):
            self.text_block("caption", caption, id)


def _is_inline(element: PageElement) -> bool:
    """Whether an element only marks words, and holds no block itself."""
    if not isinstance(element, Tag):
        return True
    return element.name in _INLINE and not element.find(list(STRUCTURE_TAGS - {"time"}))


def _links(node: PageElement) -> list[Tag]:
    if not isinstance(node, Tag):
        return []
    return [link for link in ([node] if node.name == "a" else []) + node.find_all("a") if link.get("href")]


def _renumbered(blocks: list[Block], start: int) -> list[Block]:
    """Temporary ids are places in the list; after a block was taken out, those behind it move up."""
    names = {block.id: f"#{start + n}" for n, block in enumerate(blocks)}
    return [
        Block(names[b.id], b.kind, b.text, names.get(b.parent, b.parent), b.attrs, b.made_from) for b in blocks
    ]


def _level_headings(blocks: list[Block]) -> list[Block]:
    level, out = 1, []
    levels = {int(block.kind[-1]) for block in blocks if block.kind.startswith("heading")}
    shift = 2 - min(levels, default=2)
    for block in blocks:
        if block.kind.startswith("heading"):
            level = max(2, min(int(block.kind[-1]) + shift, level + 1, 4))
            block = Block(block.id, f"heading{level}", block.text, block.parent, block.attrs)
        out.append(block)
    return out


def _without_empty_containers(blocks: list[Block]) -> list[Block]:
    """Leave out what holds no word and no picture; an empty cell stays, since it has a place."""
    kept: set[str] = set()
    out: list[Block] = []
    for block in reversed(blocks):
        has_content = block.text or block.id in kept or block.attrs.get("src")
        if has_content or block.kind in {"cell", "header"}:
            out.append(block)
            if block.kind != "alt" or block.text:
                kept.add(block.parent)
        elif block.kind == "alt" and block.parent:
            out.append(block)
    out = out[::-1]
    present = {block.id for block in out} | {""}
    return [block for block in out if block.parent in present]

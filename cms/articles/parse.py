"""HTML → blocks. Pure; the reverse of ``blocks.render``. Ids are temporary until ``identity.identify``.

The law: every word that a browser would show is in one block, once, in the order of the page.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from html import escape

from bs4 import NavigableString, Tag
from bs4.element import PageElement, PreformattedString

from cms.articles.blocks import Block, divided, end_tags, heading_text, inline
from cms.articles.outline import level_headings, with_own_text, without_empty_containers
from cms.articles.tidy import EMBEDDED_TAGS, HEADING_TAGS, INLINE_LIKE, STRUCTURE_TAGS, TooDeep, normalise
from cms.languages.text import collapse

__all__ = ["TooDeep", "normalise", "parse"]

_INLINE = INLINE_LIKE | {"time"}
_NOT_INLINE = (STRUCTURE_TAGS | EMBEDDED_TAGS) - {"time"}
_LISTS = {"ul", "ol", "menu", "dir"}
# What makes more of a heading or caption than one line, when somebody forgot to close it.
_MORE_THAN_A_LINE = [*_LISTS, *HEADING_TAGS, "table", "blockquote", "dl", "pre"]
_MAX_DEPTH = 100
_CALLOUT = re.compile(r"(callout|notice|warning|alert|info-?box|note|tip)(-\w+)?")
_BLOCK_TAG = re.compile(rf"</?(?:{'|'.join(sorted(STRUCTURE_TAGS - {'time'}))})\b[^>]*>")
_SPAN = re.compile(r"[1-9][0-9]{0,3}")


def parse(root: Tag, resolve: Callable[[str], str] = lambda href: href) -> list[Block]:
    """The blocks of a normalised tree, in reading order; ``resolve`` maps each link's address.

    Raises TooDeep. Headings start at level 2 and never skip a level.
    """
    reader = _Reader(resolve)
    reader.flow(root, "", 0)
    return with_own_text(without_empty_containers(level_headings(reader.blocks)))


@dataclass
class _Reader:
    resolve: Callable[[str], str]
    blocks: list[Block] = field(default_factory=list)
    # The inline tags around the place that is read: <b><p>…</p></b> makes a bold paragraph.
    marks: list[str] = field(default_factory=list)
    # List → its last item so far.
    last_items: dict[str, str] = field(default_factory=dict)
    count: int = 0

    def add(self, kind: str, parent: str, text: str = "", **attrs: str) -> str:
        self.count += 1
        block = Block(f"#{self.count}", kind, text, parent, {k: v for k, v in attrs.items() if v})
        self.blocks.append(block)
        if kind == "item":
            self.last_items[parent] = block.id
        return block.id

    def flow(self, element: Tag, parent: str, depth: int) -> None:
        """Read block content; runs of text between blocks are paragraphs."""
        run: list[PageElement] = []
        for child in list(element.children):
            if not isinstance(child, Tag) or _is_inline(child):
                run.append(child)
                continue
            self.paragraphs(run, parent)
            run = []
            self.element(child, parent, depth + 1)
        self.paragraphs(run, parent)

    def element(self, element: Tag, parent: str, depth: int) -> None:
        name = element.name
        if depth > _MAX_DEPTH:
            raise TooDeep
        if name in HEADING_TAGS:
            self.heading(element, parent, depth)
        elif name in _LISTS:
            self.list(element, parent, depth)
        elif name == "table":
            self.table(element, parent, depth)
        elif name == "img":
            self.picture(element, parent)
        elif name == "figure" or _has_class(element, "wp-caption"):
            self.figure(element, parent, depth)
        elif name == "figcaption" or _has_class(element, "wp-caption-text"):
            self.caption(element, parent, depth)
        elif name == "blockquote":
            self.flow(element, self.add("quote", parent), depth)
        elif name in _INLINE or name in {"dt", "summary"}:
            with self.marked(element):
                self.flow(element, parent, depth)
        elif name == "aside" or (name in {"div", "section", "p"} and _is_callout(element)):
            self.flow(element, self.add("callout", parent), depth)
        elif name not in EMBEDDED_TAGS:
            self.flow(element, parent, depth)

    # --- Text -----------------------------------------------------------------------------------------------

    def paragraphs(self, run: list[PageElement], parent: str) -> None:
        """A run of inline nodes: one paragraph, or several where empty lines divide it."""
        for part in divided(self.inline(run)):
            self.add("paragraph", parent, part)

    def inline(self, nodes: Iterable[PageElement]) -> str:
        html = []
        for node in nodes:
            if isinstance(node, Tag):
                self.resolve_links(node)
                html.append(str(node))
            elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
                html.append(escape(node, quote=False))
        return inline("".join(self.marks) + "".join(html) + end_tags(self.marks))

    def resolve_links(self, node: Tag) -> None:
        for link in [node, *node.find_all("a")]:
            if link.name == "a":
                href = self.address(link)
                link.attrs = {"href": href} if href else {}

    def address(self, link: Tag) -> str:
        href = str(link.get("href", ""))
        return self.resolve(href) if href else ""

    def line(self, element: Tag) -> str:
        """All words of an element as one text; where blocks met, a line breaks."""
        self.resolve_links(element)
        return re.sub("(?:<br>)+", "<br>", inline(_BLOCK_TAG.sub("<br>", element.decode_contents())))

    def heading(self, element: Tag, parent: str, depth: int) -> None:
        kind, place = f"heading{element.name[1]}", len(self.blocks)
        inner = element.find("p")
        if _is_more_than_a_line(element) or (inner and inner.get_text(strip=True) != element.get_text(strip=True)):
            self.flow(element, parent, depth)
            if len(self.blocks) > place and self.blocks[place].kind == "paragraph":
                first = self.blocks[place]
                self.blocks[place] = replace(first, kind=kind, text=heading_text(first.text))
            return
        marks = [mark for mark in self.marks if mark.startswith("<a ")]
        text = inline("".join(marks) + self.line(element) + "</a>" * len(marks))
        if text:
            self.add(kind, parent, heading_text(text))
        for picture in element.find_all("img"):
            self.picture(picture, parent)

    @contextmanager
    def marked(self, element: Tag) -> Iterator[None]:
        """An inline element around blocks, or a term or summary, marks all that is read meanwhile."""
        mark = {"dt": "<strong>", "summary": "<strong>"}.get(element.name, f"<{element.name}>")
        if element.name == "a":
            href = self.address(element)
            mark = f'<a href="{escape(href)}">' if href else "<span>"
        self.marks.append(mark)
        yield
        self.marks.pop()

    # --- Lists and tables -----------------------------------------------------------------------------------

    def list(self, element: Tag, parent: str, depth: int) -> None:
        ordered = element.name == "ol"
        start = _number(element.get("start")) if ordered else ""
        self.items(element, self.add("list", parent, tag="ol" if ordered else "ul", start=start), depth)

    def items(self, element: Tag, listed: str, depth: int) -> None:
        """The items of a list; what stands in it beside them are items as well."""
        run: list[PageElement] = []
        for child in [*element.children, None]:
            if child is not None and (not isinstance(child, Tag) or _is_inline(child)):
                run.append(child)
                continue
            for text in divided(self.inline(run)):
                self.add("item", listed, text)
            run = []
            if isinstance(child, Tag):
                self.item(child, listed, depth + 1)

    def item(self, child: Tag, listed: str, depth: int) -> None:
        if depth > _MAX_DEPTH:
            raise TooDeep
        if child.name in _LISTS:  # a list set straight into a list belongs to the item before it
            self.list(child, self.last_items.get(listed) or self.add("item", listed), depth)
        elif child.name != "li" and _wraps_items(child):
            with self.marked(child):
                self.items(child, listed, depth)
        else:
            self.holder("item", child, listed, depth)

    def table(self, element: Tag, parent: str, depth: int) -> None:
        rows = [row for row in element.find_all("tr") if row.find_parent("table") is element]
        if _lays_out(element, rows):
            self.flow(element, parent, depth)
            return
        captions = element.find_all("caption", recursive=False)
        for caption in filter(_is_more_than_a_line, captions):
            self.flow(caption, parent, depth)
        table = self.add("table", parent)
        for caption in (caption for caption in captions if not _is_more_than_a_line(caption)):
            self.text("legend", caption, table)
        for row in rows:
            row_id = self.add("row", table)
            in_head = row is rows[0] or getattr(row.parent, "name", "") == "thead"
            for cell in row.find_all(["td", "th"], recursive=False):
                attrs = {n: number for n in ("colspan", "rowspan") if (number := _number(cell.get(n)))}
                if cell.name == "th":
                    attrs["scope"] = str(cell.get("scope") or ("col" if in_head else "row"))
                self.holder("header" if cell.name == "th" else "cell", cell, row_id, depth + 1, **attrs)

    def holder(self, kind: str, element: Tag, parent: str, depth: int, **attrs: str) -> None:
        if depth > _MAX_DEPTH:
            raise TooDeep
        holder = self.add(kind, parent, **attrs)
        if element.name in {"li", "td", "th"}:
            self.flow(element, holder, depth)
        else:
            self.element(element, holder, depth)

    # --- Pictures -------------------------------------------------------------------------------------------

    def picture(self, picture: Tag, parent: str) -> None:
        if src := _source_of(picture):
            size = {name: _number(picture.get(name)) for name in ("width", "height")}
            figure = self.add("figure", parent, src=src, **size)
        else:
            figure = self.add("figure", parent, missing=str(picture.get("data-missing", "")))
        self.add("alt", figure, collapse(str(picture.get("alt", ""))))

    def figure(self, element: Tag, parent: str, depth: int) -> None:
        """Pictures, a table or a quote, and the words that belong to them."""
        for caption in element.find_all("figcaption", recursive=False):
            element.append(caption.extract())  # it may stand first, but it is read after what it explains
        self.flow(element, parent, depth)

    def caption(self, element: Tag, parent: str, depth: int) -> None:
        before = next((b for b in reversed(self.blocks) if b.parent == parent), None)
        if _is_more_than_a_line(element):
            self.flow(element, parent, depth)
        elif before and before.kind == "figure":
            self.text("caption", element, before.id)
        elif before and before.kind == "table" and not element.find("img"):
            place = next(n for n, block in enumerate(self.blocks) if block.id == before.id) + 1
            rows = self.blocks[place:]
            del self.blocks[place:]
            self.text("legend", element, before.id)
            self.blocks += rows
        else:
            self.flow(element, parent, depth)

    def text(self, kind: str, element: Tag, parent: str) -> None:
        if text := self.line(element):
            self.add(kind, parent, text)


def _is_inline(element: Tag) -> bool:
    """Whether an element only marks words, and holds no block itself."""
    return element.name in _INLINE and not any(
        isinstance(inner, Tag) and inner.name in _NOT_INLINE for inner in element.descendants
    )


def _is_more_than_a_line(element: Tag) -> bool:
    return bool(element.find(_MORE_THAN_A_LINE)) or len(element.find_all("p")) > 3


def _has_class(element: Tag, name: str) -> bool:
    return name in (element.get("class") or [])


def _is_callout(element: Tag) -> bool:
    return any(_CALLOUT.fullmatch(name) for name in element.get("class") or [])


def _wraps_items(element: Tag) -> bool:
    """Whether items of the list around an element are inside it."""
    around = element.find_parent(list(_LISTS))
    return any(item.find_parent(list(_LISTS)) is around for item in element.find_all("li"))


def _number(value: object) -> str:
    """A number above one, as an attribute has it."""
    text = str(value or "").strip()
    return text if _SPAN.fullmatch(text) and text != "1" else ""


def _source_of(picture: Tag) -> str:
    """Where a picture is; pages that load pictures late have a stand-in in ``src``."""
    names = ("data-src", "data-lazy-src", "data-original", "src")
    if found := next((str(picture[name]).strip() for name in names if str(picture.get(name, "")).strip()), ""):
        return found
    around = picture.find_parent("picture")
    source = around.find("source", srcset=True) if around else None
    several = picture.get("srcset") or picture.get("data-srcset") or (source["srcset"] if source else "")
    return next(iter(str(several).split()), "").rstrip(",")


def _lays_out(table: Tag, rows: list[Tag]) -> bool:
    """Whether a table only lays out the page: one column, or whole texts in its cells."""
    if str(table.get("role", "")) in {"presentation", "none"}:
        return True
    cells = [row.find_all(["td", "th"], recursive=False) for row in rows]
    caption = table.find("caption", recursive=False)
    if (caption and caption.get_text(strip=True) and not _is_more_than_a_line(caption)) or any(
        cell.name == "th" for row in cells for cell in row
    ):
        return False
    if all(len(row) <= 1 for row in cells) or table.find("table"):
        return True
    return any(cell.find(list(HEADING_TAGS)) or len(cell.find_all("p")) > 3 for row in cells for cell in row)

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

from cms.articles.blocks import Block, inline
from cms.articles.tidy import EMBEDDED_TAGS, HEADING_TAGS, INLINE_LIKE, STRUCTURE_TAGS, TooDeep, normalise
from cms.languages.text import collapse

__all__ = ["TooDeep", "normalise", "parse", "without_empty_containers"]

_INLINE = INLINE_LIKE | {"time"}
_NOT_INLINE = list((STRUCTURE_TAGS | EMBEDDED_TAGS) - {"time"})
_LISTS = {"ul", "ol", "menu", "dir"}
# What makes more of a heading than one line, when somebody forgot to close it.
_MORE_THAN_A_HEADING = [*_LISTS, "p", "table", "blockquote", "dl", "pre"]
_MAX_DEPTH = 100
_HOLDERS = {"item", "cell", "header"}
_CALLOUT = re.compile(r"(callout|notice|warning|alert|info-?box|note|tip)(-\w+)?")
_BLOCK_TAG = re.compile(rf"</?(?:{'|'.join(sorted(STRUCTURE_TAGS - {'time'}))})\b[^>]*>")
_WHOLLY_STRONG = re.compile(r"<strong>((?:(?!</?strong>).)*)</strong>", re.DOTALL)
_SPAN = re.compile(r"[1-9][0-9]{0,3}")
_EMPTY_LINE = re.compile(r"<br>\s*<br>")
_TAG_BUT_BREAK = re.compile(r"</?(?!br>)[a-z][^>]*>")
_INLINE_TAG = re.compile(r"(</?[a-z]+[^>]*>)")


def parse(root: Tag, resolve: Callable[[str], str] = lambda href: href) -> list[Block]:
    """The blocks of a normalised tree, in reading order; ``resolve`` maps each link's address.

    Raises TooDeep. Headings start at level 2 and never skip a level.
    """
    reader = _Reader(resolve)
    reader.flow(root, "", 0)
    return _with_own_text(without_empty_containers(_level_headings(reader.blocks)))


@dataclass
class _Reader:
    resolve: Callable[[str], str]
    blocks: list[Block] = field(default_factory=list)
    # The inline tags around the place that is read: <b><p>…</p></b> makes a bold paragraph.
    marks: list[str] = field(default_factory=list)
    count: int = 0

    def add(self, kind: str, parent: str, text: str = "", **attrs: str) -> str:
        self.count += 1
        block = Block(f"#{self.count}", kind, text, parent, {k: v for k, v in attrs.items() if v})
        self.blocks.append(block)
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
            if name == "pre":
                _keep_lines(element)
            self.flow(element, parent, depth)

    # --- Text -----------------------------------------------------------------------------------------------

    def paragraphs(self, run: list[PageElement], parent: str) -> None:
        """A run of inline nodes: one paragraph, or several where empty lines divide it."""
        for part in _divided(self.inline(run)):
            self.add("paragraph", parent, part)

    def inline(self, nodes: Iterable[PageElement]) -> str:
        html = []
        for node in nodes:
            if isinstance(node, Tag):
                self.resolve_links(node)
                html.append(str(node))
            elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
                html.append(escape(node, quote=False))
        return inline("".join(self.marks) + "".join(html) + _ends(self.marks))

    def resolve_links(self, node: Tag) -> None:
        for link in [node, *node.find_all("a")]:
            if link.name == "a":
                href = self.resolve(str(link.get("href", "")))
                link.attrs = {"href": href} if href else {}

    def line(self, element: Tag) -> str:
        """All words of an element as one text; where blocks met, a line breaks."""
        self.resolve_links(element)
        return re.sub("(?:<br>)+", "<br>", inline(_BLOCK_TAG.sub("<br>", element.decode_contents())))

    def heading(self, element: Tag, parent: str, depth: int) -> None:
        kind, place = f"heading{element.name[1]}", len(self.blocks)
        if element.find(_MORE_THAN_A_HEADING):
            self.flow(element, parent, depth)
            for n in range(place, min(place + 1, len(self.blocks))):
                if self.blocks[n].kind == "paragraph":
                    text = _heading_text(self.blocks[n].text)
                    self.blocks[n] = replace(self.blocks[n], kind=kind, text=text)
            return
        marks = [mark for mark in self.marks if mark.startswith("<a ")]
        text = inline("".join(marks) + self.line(element) + "</a>" * len(marks))
        if text:
            self.add(kind, parent, _heading_text(text))
        for picture in element.find_all("img"):
            self.picture(picture, parent)

    @contextmanager
    def marked(self, element: Tag) -> Iterator[None]:
        """An inline element around blocks, or a term or summary, marks all that is read meanwhile."""
        mark = {"dt": "<strong>", "summary": "<strong>"}.get(element.name, f"<{element.name}>")
        if element.name == "a":
            href = self.resolve(str(element.get("href", "")))
            mark = f'<a href="{escape(href)}">' if href else "<span>"
        self.marks.append(mark)
        yield
        self.marks.pop()

    # --- Lists and tables -----------------------------------------------------------------------------------

    def list(self, element: Tag, parent: str, depth: int) -> None:
        ordered = element.name == "ol"
        start = _number(element.get("start")) if ordered else ""
        id = self.add("list", parent, tag="ol" if ordered else "ul", start=start)
        self.items(element, id, depth)

    def items(self, element: Tag, id: str, depth: int) -> None:
        """The items of a list; what stands in it beside them are items as well."""
        run: list[PageElement] = []
        for child in [*element.children, None]:
            if child is not None and (not isinstance(child, Tag) or _is_inline(child)):
                run.append(child)
                continue
            for text in _divided(self.inline(run)):
                self.add("item", id, text)
            run = []
            if isinstance(child, Tag):
                self.item(child, id, depth + 1)

    def item(self, child: Tag, id: str, depth: int) -> None:
        if depth > _MAX_DEPTH:
            raise TooDeep
        if child.name in _LISTS:  # a list set straight into a list belongs to the item before it
            items = [block.id for block in self.blocks if block.parent == id and block.kind == "item"]
            self.list(child, items[-1] if items else self.add("item", id), depth)
        elif child.name != "li" and _wraps_items(child):
            with self.marked(child):
                self.items(child, id, depth)
        else:
            self.holder("item", child, id, depth)

    def table(self, element: Tag, parent: str, depth: int) -> None:
        rows = [row for row in element.find_all("tr") if row.find_parent("table") is element]
        if lays_out(element, rows):
            self.flow(element, parent, depth)
            return
        id = self.add("table", parent)
        for caption in element.find_all("caption", recursive=False):
            self.text("legend", caption, id)
        for row in rows:
            row_id = self.add("row", id)
            in_head = row is rows[0] or row.find_parent(["thead", "table"]).name == "thead"
            for cell in row.find_all(["td", "th"], recursive=False):
                attrs = {n: number for n in ("colspan", "rowspan") if (number := _number(cell.get(n)))}
                if cell.name == "th":
                    attrs["scope"] = str(cell.get("scope") or ("col" if in_head else "row"))
                self.holder("header" if cell.name == "th" else "cell", cell, row_id, depth + 1, **attrs)

    def holder(self, kind: str, element: Tag, parent: str, depth: int, **attrs: str) -> None:
        if depth > _MAX_DEPTH:
            raise TooDeep
        id = self.add(kind, parent, **attrs)
        if element.name in {"li", "td", "th"}:
            self.flow(element, id, depth)
        else:
            self.element(element, id, depth)

    # --- Pictures -------------------------------------------------------------------------------------------

    def picture(self, picture: Tag, parent: str) -> str:
        id = self.add("figure", parent, src=_source_of(picture))
        self.add("alt", id, collapse(str(picture.get("alt", ""))))
        return id

    def figure(self, element: Tag, parent: str, depth: int) -> None:
        """Pictures, a table or a quote, and the words that belong to them."""
        for caption in element.find_all("figcaption", recursive=False):
            element.append(caption.extract())  # it may stand first, but it is read after what it explains
        self.flow(element, parent, depth)

    def caption(self, element: Tag, parent: str, depth: int) -> None:
        before = next((b for b in reversed(self.blocks) if b.parent == parent), None)
        if before and before.kind == "figure":
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
    return element.name in _INLINE and not element.find(_NOT_INLINE)


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


def _keep_lines(element: Tag) -> None:
    """Lines of preformatted text become lines."""
    for string in element.find_all(string=True):
        lines = str(string).strip("\n").split("\n")
        for line in lines[:-1]:
            string.insert_before(line)
            string.insert_before(Tag(name="br", can_be_empty_element=True))
        string.replace_with(lines[-1])


def lays_out(table: Tag, rows: list[Tag]) -> bool:
    """Whether a table only lays out the page: one column, or whole texts in its cells."""
    if str(table.get("role", "")) in {"presentation", "none"}:
        return True
    cells = [row.find_all(["td", "th"], recursive=False) for row in rows]
    caption = table.find("caption", recursive=False)
    if (caption and caption.get_text(strip=True)) or any(cell.name == "th" for row in cells for cell in row):
        return False
    if all(len(row) <= 1 for row in cells) or table.find("table"):
        return True
    return any(cell.find(list(HEADING_TAGS)) or len(cell.find_all("p")) > 3 for row in cells for cell in row)


def _heading_text(text: str) -> str:
    text = text.replace("<br>", " ")
    wholly = _WHOLLY_STRONG.fullmatch(text)  # a heading is strong by itself
    return inline(wholly.group(1) if wholly else text)


def _divided(text: str) -> list[str]:
    """The paragraphs of a text in which empty lines stand between them; tags that were open go on in each."""
    if not _EMPTY_LINE.search(_TAG_BUT_BREAK.sub("", text)):
        return [text] if text else []
    parts, now, breaks = [], "", 0
    open_tags: list[str] = []
    for token in _INLINE_TAG.split(text):
        if token == "<br>":
            breaks += 1
        elif token.startswith("<"):
            now += token
            open_tags = open_tags[:-1] if token.startswith("</") else [*open_tags, token]
        elif token.strip() or not breaks:
            if breaks > 1:
                parts.append(now + _ends(open_tags))
                now = "".join(open_tags)
            now += "<br>" * (breaks == 1) + token
            breaks = 0
    return [part for part in map(inline, [*parts, now]) if part]


def _ends(tags: list[str]) -> str:
    return "".join(f"</{tag[1:].split()[0].rstrip('>')}>" for tag in reversed(tags))


def _level_headings(blocks: list[Block]) -> list[Block]:
    level, out = 1, []
    shift = 2 - min((int(b.kind[-1]) for b in blocks if b.kind.startswith("heading")), default=2)
    for block in blocks:
        if block.kind.startswith("heading"):
            level = max(2, min(int(block.kind[-1]) + shift, level + 1, 4))
            block = replace(block, kind=f"heading{level}")
        out.append(block)
    return out


def _with_own_text(blocks: list[Block]) -> list[Block]:
    """An item or cell that begins with a paragraph has its words; what follows are its children."""
    out: list[Block] = []
    for block in blocks:
        holder = out[-1] if out else None
        belongs = holder and block.kind == "paragraph" and block.parent == holder.id
        if holder and belongs and holder.kind in _HOLDERS and not holder.text:
            out[-1] = replace(holder, text=block.text)
        else:
            out.append(block)
    return out


def without_empty_containers(blocks: list[Block]) -> list[Block]:
    """Leave out what holds no word and no picture; an empty cell stays, since it has a place."""
    kept: set[str] = set()
    rows_with_cells: set[str] = set()
    out: list[Block] = []
    for block in reversed(blocks):
        has_content = block.text or block.id in kept or block.attrs.get("src")
        if has_content or block.kind in {"cell", "header"}:
            out.append(block)
            if has_content:
                kept.add(block.parent)
            else:
                rows_with_cells.add(block.parent)
        elif block.kind == "alt" or block.id in rows_with_cells:
            out.append(block)
    present = {""}
    kept_in_order = []
    for block in reversed(out):
        if block.parent in present:
            present.add(block.id)
            kept_in_order.append(block)
    return kept_in_order

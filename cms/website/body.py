"""The body of an article as HTML: the visible text, and honest notes where it is outdated, withheld or missing."""

import re
from collections.abc import Mapping
from html import escape, unescape

from django.template.loader import render_to_string

from cms.articles.blocks import PLAIN_KINDS, Block, as_html, render
from cms.articles.visible import CURRENT, MISSING, VisibleBlock, VisibleEdition
from cms.languages.naming import name_of

_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>')
_EMPTY_HEADER = re.compile(r"<th([^>]*)></th>")


def body_html(page: VisibleEdition, links: Mapping[str, str]) -> str:
    """``links`` maps each target that is one of our articles to its address in this language, or to nothing."""
    quiet = _told_by_another(page)

    def text(block: Block) -> str:
        return linked(block.text, links)

    def note(block: Block) -> str:
        item = page.by_id[block.id]
        if item.status == CURRENT or block.id in quiet:
            return ""
        return note_html(page, item, _following_missing(page, item))

    # A header whose text is left out heads nothing: it stays as a cell, so that the columns stay.
    return _EMPTY_HEADER.sub(_cell, render(page.blocks, text=text, note=note))


def _cell(header: re.Match[str]) -> str:
    attributes = re.sub(r' scope="[a-z]+"', "", header.group(1))
    return f"<td{attributes}></td>"


def notes_above(page: VisibleEdition) -> str:
    """The notes on what is not in the body: title, summary, the words that stand for pictures."""
    items = (item for item in page.items if item.block.kind in PLAIN_KINDS and item.status != CURRENT)
    return "".join(note_html(page, item, _following_missing(page, item)) for item in items)


def linked(text: str, links: Mapping[str, str]) -> str:
    """The text with links to our own articles leading to the reader's edition, or gone where there is none."""

    def resolve(match: re.Match[str]) -> str:
        target = unescape(match.group(1))
        if target not in links:
            # An article nobody knows is no address; any other link is the author's.
            return match.group(2) if target.startswith("article:") else match.group()
        return f'<a href="{escape(links[target])}">{match.group(2)}</a>' if links[target] else match.group(2)

    return _LINK.sub(resolve, text)


def note_html(page: VisibleEdition, item: VisibleBlock, missing: list[VisibleBlock]) -> str:
    """What a reader is told of one block, with the source's present words one click away."""
    context = {
        "item": item,
        "source_language": page.source_language,
        "source_name": name_of(page.source_language, page.edition.language),
        "missing": missing,
        "source_texts": [_source_html(one) for one in missing or [item]],
    }
    return render_to_string("website/note.html", context).strip()


def _source_html(item: VisibleBlock) -> str:
    return linked(as_html(item.block.kind, item.source_text), {})


def _following_missing(page: VisibleEdition, item: VisibleBlock) -> list[VisibleBlock]:
    """The run of missing blocks that begins here: one note tells of them all."""
    if item.status != MISSING:
        return []
    start = page.items.index(item)
    run = []
    for other in page.items[start:]:
        if other.status != MISSING or other.block.parent != item.block.parent:
            break
        run.append(other)
    return run


def _told_by_another(page: VisibleEdition) -> set[str]:
    """The missing blocks that the first of their run speaks for."""
    quiet: set[str] = set()
    before: VisibleBlock | None = None
    for item in page.items:
        if before and MISSING == item.status == before.status and item.block.parent == before.block.parent:
            quiet.add(item.block.id)
        before = item
    return quiet

"""A web page, read: its title, date, addresses and blocks, without what is chrome on its site. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from html import unescape

from bs4 import BeautifulSoup, Tag
from django.utils.translation import gettext as _

from cms.articles.blocks import HEADINGS, Block, inline, plain, words
from cms.articles.decoding import BadPage, decode, refuse_other_texts
from cms.articles.head import Head, iso_date, join, written_date
from cms.articles.outline import without_empty_containers
from cms.articles.parse import parse
from cms.articles.profile import SharedText, SiteProfile
from cms.articles.tidy import EMBEDDED_TAGS, HEADING_TAGS, TooDeep, normalise
from cms.languages.text import collapse

__all__ = ["BadPage", "Page", "decode", "read"]

_ADDRESS = re.compile(r"\b(?:href|src|action)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)
_SCRIPT = re.compile(r"(?:javascript|vbscript|data:(?!image/))")
# So much beside the article is a line about the site; more might be its footnotes.
_A_LINE_OF_CHROME, _A_SMALL_SHARE = 40, 0.05
# An element the profile names is not where the article is if most of the page's words are elsewhere.
_TOO_LITTLE = 0.5
# A date or a closing heading that stands alone is no sentence of the article.
_LONGEST_LINE = 60


@dataclass(frozen=True)
class Page:
    """What was read. ``blocks`` begin with title and summary; ids are temporary."""

    blocks: list[Block]
    language: str = ""
    published_on: date | None = None
    address: str = ""
    other_addresses: dict[str, str] = field(default_factory=dict)
    shared: dict[str, list[Block]] = field(default_factory=dict)
    unsafe_links: int = 0
    # Films, sounds and frames in the article, which cannot come along.
    embedded: int = 0


@dataclass(frozen=True)
class _Marked:
    """An element that a selector found, and what was around it before anything was taken away."""

    element: Tag
    text: str
    around: frozenset[int]


def read(html: str, profile: SiteProfile, resolve: Callable[[str], str] = lambda href: href) -> Page:
    """Read a page by its site's profile. Raises BadPage where there is no article in it."""
    refuse_other_texts(html)
    try:
        return _read(html, profile, resolve)
    except TooDeep:
        raise BadPage(_("The page nests its elements more deeply than any article does.")) from None


def _read(html: str, profile: SiteProfile, resolve: Callable[[str], str]) -> Page:
    tree, head = normalise(html), Head(html)
    titles, dates = _marked(tree, profile.title), _marked(tree, profile.date)
    _drop_chrome(tree, profile)
    root = _content(tree, profile)
    title = _take_title(titles, root, head)
    published_on = _take_date(dates, root)
    if not title:
        raise BadPage(_("The page has no title: neither a heading of the first level nor a title element."))
    embedded = len(root.find_all(list(EMBEDDED_TAGS)))
    blocks, shared = _without_shared(parse(root, _resolver(head, resolve)), profile)
    if not any(block.text and block.kind not in HEADINGS for block in blocks):
        raise BadPage(_("The page is empty: it has no paragraph, list or table."))
    first = [Block("#title", "title", title), Block("#summary", "summary", head.summary)]
    return Page(
        blocks=[block for block in first if block.text] + blocks,
        language=head.language,
        published_on=head.date or published_on,
        address=head.address,
        other_addresses=head.alternates,
        shared=shared,
        unsafe_links=_unsafe_links(html),
        embedded=embedded,
    )


def _resolver(head: Head, resolve: Callable[[str], str]) -> Callable[[str], str]:
    """A link to a place on the page itself leads nowhere, since ids are ours."""

    def resolved(href: str) -> str:
        address, _hash, fragment = join(head.base, href).partition("#")
        if href.startswith("#") or (fragment and address == head.address) or not address:
            return ""
        return resolve(join(head.base, href))

    return resolved


# --- Title and date -----------------------------------------------------------------------------------------


def _marked(tree: BeautifulSoup, selectors: tuple[str, ...]) -> list[_Marked]:
    return [
        _Marked(element, _line(element), frozenset(id(parent) for parent in element.parents))
        for selector in selectors
        for element in tree.select(selector)
        if not element.find_parent(["nav", "aside", "footer"])
    ]


def _line(element: Tag) -> str:
    return plain(inline(re.sub(r"</?(?:div|p|h[1-6])\b[^>]*>", " ", str(element))))


def _take_title(found: list[_Marked], root: Tag, head: Head) -> str:
    """The heading that says what the page's own title says, best in the article; it is no block of its body."""

    def rank(marked: _Marked) -> tuple[bool, bool, bool, bool]:
        same = marked.text.casefold() == head.title.casefold()
        inside, alike = id(root) in marked.around or marked.element is root, _alike(marked.text, head)
        return not same, not (inside and alike), not alike, not inside

    candidates = sorted((marked for marked in found if marked.text), key=rank)
    best = candidates[0] if candidates else None
    if best is None or (head.title and not _alike(best.text, head) and best.element.name != "h1"):
        title = head.title
    else:
        title = best.text
        if best.element.name in HEADING_TAGS and not best.element.decomposed:
            best.element.decompose()
    for heading in root.find_all("h1"):
        if _line(heading) == title:
            heading.decompose()
    return title


def _alike(text: str, head: Head) -> bool:
    said, own = f"{head.title} {head.named}".casefold(), text.casefold()
    return own in said or bool(head.title and head.title.casefold() in own)


def _take_date(found: list[_Marked], root: Tag) -> date | None:
    """The date a page shows, best in its article; a line of nothing else is no paragraph of its body."""
    for marked in sorted(found, key=lambda marked: id(root) not in marked.around):
        element = marked.element
        machine = "" if element.decomposed or element.name != "time" else str(element.get("datetime", ""))
        if date := iso_date(machine) or written_date(marked.text):
            if not element.decomposed and len(marked.text) <= _LONGEST_LINE:
                _alone(element, marked.text, root).decompose()
            return date
    return None


def _alone(element: Tag, text: str, root: Tag) -> Tag:
    """The element, or the line around it in which nothing else stands."""
    line = element.parent
    if line is None or line is root or line.name not in {"p", "div", "span"} or _line(line) != text:
        return element
    return line


# --- What belongs to the article ----------------------------------------------------------------------------


def _content(tree: BeautifulSoup, profile: SiteProfile) -> Tag:
    """Where the article is: what the profile names, else the innermost element with all prose."""
    everything = _prose(tree)
    for selector in profile.content:
        best = max(tree.select(selector), key=_prose, default=None)
        if best is not None and (prose := _prose(best)) and prose >= _TOO_LITTLE * everything:
            return best
    beside = min(_A_LINE_OF_CHROME, _A_SMALL_SHARE * everything)
    place: Tag = tree
    while True:
        parts = [part for part in place.find_all(recursive=False) if part.name in _PARTS]
        best = max(parts, key=_prose, default=None)
        if best is None or everything - _prose(best) > beside:
            return place
        place = best


_PARTS = {"div", "section", "article", "main", "center", "form", "font", "table", "tbody", "tr", "td"}


def _prose(element: Tag) -> int:
    """How many characters of running text an element holds; the words of links are not counted."""
    linked = sum(len(link.get_text()) for link in element.find_all("a"))
    return max(0, len(collapse(element.get_text(" "))) - linked)


def _drop_chrome(tree: Tag, profile: SiteProfile) -> None:
    """Take out what is never the article; what holds most of the words is, whatever it is called."""
    most = len(tree.get_text()) / 2
    for element in tree.select(", ".join(profile.chrome)):
        if element.decomposed or (element.name == "footer" and element.find_parent(["blockquote", "figure"])):
            continue
        if len(element.get_text()) <= most:
            element.decompose()
    for line in tree.find_all([*HEADING_TAGS, "p"]):
        if not line.decomposed and _closes(line, profile):
            _close(line, most)


def _closes(line: Tag, profile: SiteProfile) -> bool:
    text = collapse(line.get_text()).rstrip(" :.…»")
    return len(text) < _LONGEST_LINE and any(pattern.fullmatch(text) for pattern in profile.closing)


def _close(line: Tag, most: float) -> None:
    """Drop a closing heading and its section; after a mere line, only what consists of links."""
    holder = line.find_parent(["div", "section", "aside"])
    stands_first = holder is line.parent and line.find_previous_sibling() is None
    if holder and stands_first and line.name != "p" and len(holder.get_text()) <= most:
        holder.decompose()
        return
    for sibling in list(line.find_next_siblings()):
        if line.name == "p" and not _only_links(sibling):
            break
        if sibling.name in HEADING_TAGS and sibling.name <= line.name and not sibling.find("a"):
            break
        sibling.decompose()
    line.decompose()


def _only_links(element: Tag) -> bool:
    return bool(element.find("a")) and _prose(element) == 0


# --- Shared texts -------------------------------------------------------------------------------------------


def _without_shared(blocks: list[Block], profile: SiteProfile) -> tuple[list[Block], dict[str, list[Block]]]:
    body: list[Block] = []
    shared: dict[str, list[Block]] = {}
    before: SharedText | None = None
    for block in blocks:
        before = _shared_text(block, profile, before)
        if before:
            text = inline(before.cleaned(block.text))
            shared.setdefault(before.key, []).append(replace(block, text=text, parent=""))
        else:
            body.append(block)
    return without_empty_containers(body), shared


def _shared_text(block: Block, profile: SiteProfile, before: SharedText | None) -> SharedText | None:
    """The shared text a paragraph is, or goes on with after the one before it."""
    if block.kind != "paragraph":
        return None
    if before and before.goes_on(words(block)):
        return before
    return next((known for known in profile.snippets if known.matches(words(block))), None)


def _unsafe_links(html: str) -> int:
    addresses = (unescape("".join(groups)) for groups in _ADDRESS.findall(html))
    return sum(bool(_SCRIPT.match(re.sub(r"[\x00-\x20]", "", address).lower())) for address in addresses)

"""A web page, read: its title, date, addresses and blocks, without what is chrome on its site. Pure."""

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urljoin, urlsplit

from babel.dates import parse_date
from bs4 import BeautifulSoup, SoupStrainer, Tag
from django.utils.translation import gettext as _

from cms.articles.blocks import Block, inline, words
from cms.articles.parse import TooDeep, normalise, parse
from cms.articles.profile import SiteProfile
from cms.languages.text import collapse

_DECLARED = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_MARKUP = re.compile(r"<(?:!doctype html|html|body|head|h1|p|div|article|main|table)\b", re.IGNORECASE)
_MONTHS = {m: n for n, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}


class BadPage(ValueError):
    """The file cannot become an article; the message is a sentence for the person who sent it."""


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


def decode(data: bytes, encoding: str = "") -> str:
    """The text of a page, by byte order mark, the declared or given encoding, else UTF-8. Raises BadPage."""
    if b"\0" in data[:1024] and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise BadPage(_("This is not an HTML page: it holds bytes that no text has."))
    declared = _DECLARED.search(data[:4096])
    name = encoding or (declared.group(1).decode() if declared else "utf-8")
    if data.startswith(codecs.BOM_UTF8):
        name = "utf-8-sig"
    elif data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name = "utf-16"
    try:
        return data.decode(name)
    except LookupError:
        raise BadPage(_("The page names an encoding that does not exist: “%s”.") % name) from None
    except UnicodeDecodeError as error:
        raise BadPage(
            _(
                "The page is not in the encoding “%(encoding)s”: byte %(place)s cannot be read. "
                "Save it as UTF-8, or name its encoding with --encoding."
            )
            % {"encoding": name, "place": error.start}
        ) from None


def read(html: str, profile: SiteProfile, resolve: Callable[[str], str] = lambda href: href) -> Page:
    """Read a page by its site's profile. Raises BadPage where there is no article in it."""
    if not _MARKUP.search(html):
        raise BadPage(_("This is not an HTML page: it has no HTML element."))
    head = _Head(html)
    tree = normalise(html)
    title = _title(tree, head, profile)
    published_on = head.date or _visible_date(tree, profile)
    root = _content(tree, profile)
    _drop_chrome(root, profile)
    if not title:
        raise BadPage(_("The page has no title: neither a heading of the first level nor a title element."))
    for heading in root.find_all("h1"):
        if inline_words(heading) == title:
            heading.decompose()
    try:
        blocks = parse(root, lambda href: resolve(urljoin(head.address, href)))
    except TooDeep:
        raise BadPage(_("The page nests its elements more than 100 deep, as no article does.")) from None
    blocks, shared = _without_shared(blocks, profile)
    if not any(block.text for block in blocks):
        raise BadPage(_("The page is empty: it has no paragraph, list or table."))
    first = [Block("#title", "title", title), Block("#summary", "summary", head.summary)]
    return Page(
        blocks=[block for block in first if block.text] + blocks,
        language=head.language,
        published_on=published_on,
        address=head.address,
        other_addresses=head.alternates,
        shared=shared,
        unsafe_links=_unsafe_links(html),
    )


class _Head:
    """What the page says of itself outside its body."""

    def __init__(self, html: str) -> None:
        self.soup = BeautifulSoup(html, "html.parser", parse_only=SoupStrainer(["title", "meta", "link"]))
        language = re.search(r"<html[^>]*\blang\s*=\s*[\"']?([A-Za-z-]+)", html[:4096], re.IGNORECASE)
        self.language = language.group(1).lower().split("-")[0] if language else ""
        self.address = _web_address(self._link("canonical") or self._meta("og:url"))
        self.summary = collapse(self._meta("description") or self._meta("og:description"))
        self.date = _iso(self._meta("article:published_time") or self._meta("date"))
        titles = self.soup.find("title")
        named = self._meta("og:title") or (titles.get_text() if isinstance(titles, Tag) else "")
        self.title = collapse(re.split(r"\s[|–—-]\s", collapse(named))[0])
        self.alternates = {
            str(link["hreflang"]).lower().split("-")[0]: urljoin(self.address, str(link.get("href", "")))
            for link in self.soup.find_all("link", rel="alternate", hreflang=True)
            if link["hreflang"] != "x-default"
        }

    def _meta(self, name: str) -> str:
        for attribute in ("property", "name", "itemprop"):
            if isinstance(found := self.soup.find("meta", attrs={attribute: name}), Tag):
                return str(found.get("content", ""))
        return ""

    def _link(self, rel: str) -> str:
        found = self.soup.find("link", rel=rel)
        return str(found.get("href", "")) if isinstance(found, Tag) else ""


def _web_address(address: str) -> str:
    return address if urlsplit(address).scheme in {"http", "https"} and len(address) <= 500 else ""


def inline_words(element: Tag) -> str:
    return collapse(element.get_text(" "))


def _title(tree: BeautifulSoup, head: _Head, profile: SiteProfile) -> str:
    for selector in profile.title:
        for element in tree.select(selector):
            if (text := inline_words(element)) and not element.find_parent(["nav", "aside", "footer"]):
                return text
    return head.title


def _visible_date(tree: BeautifulSoup, profile: SiteProfile) -> date | None:
    for selector in profile.date:
        for element in tree.select(selector):
            if element.find_parent(["aside", "footer"]):
                continue
            stamp = element if element.name == "time" else element.find("time")
            machine = stamp.get("datetime", "") if isinstance(stamp, Tag) else ""
            if found := _iso(str(machine)) or _written(element.get_text(" ")):
                return found
    return None


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def _written(text: str) -> date | None:
    """A date as English or Vietnamese pages write it: 30 Nov 2022, November 30, 2022, 30/11/2022."""
    text = collapse(text)
    day_first = re.search(r"\b(\d{1,2})\.? ([A-Za-z]{3})[a-z]*\.?,? (\d{4})\b", text)
    month_first = re.search(r"\b([A-Za-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})\b", text)
    named = (day_first and day_first.group(2, 1, 3)) or (month_first and month_first.group(1, 2, 3))
    try:
        if named and named[0].lower() in _MONTHS:
            return date(int(named[2]), _MONTHS[named[0].lower()], int(named[1]))
        if numeric := re.search(r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b", text):
            return parse_date(re.sub(r"[.-]", "/", numeric.group()), locale="vi")
        if words := re.search(r"(\d{1,2}) tháng (\d{1,2}),? (?:năm )?(\d{4})", text):
            return date(int(words.group(3)), int(words.group(2)), int(words.group(1)))
    except ValueError:
        return None
    return None


def _content(tree: BeautifulSoup, profile: SiteProfile) -> Tag:
    for selector in profile.content:
        found = [element for element in tree.select(selector) if _prose(element)]
        if found:
            return max(found, key=_prose)
    holders = {id(p.parent): p.parent for p in tree.find_all("p") if isinstance(p.parent, Tag)}
    best = max(holders.values(), key=_prose, default=None)
    return best if best is not None and 2 * _prose(best) > _prose(tree) else tree


def _prose(element: Tag) -> int:
    """How many characters of running text an element holds: what is in paragraphs, lists, tables, or bare."""
    return len(inline_words(element))


def _drop_chrome(root: Tag, profile: SiteProfile) -> None:
    for selector in profile.chrome:
        for element in root.select(selector):
            element.decompose()
    for heading in root.find_all(["h2", "h3", "h4", "h5"]):
        if not heading.decomposed and any(pattern.match(inline_words(heading)) for pattern in profile.closing):
            holder = heading.parent
            if holder is not None and holder is not root and heading.find_previous_sibling() is None:
                holder.decompose()
                continue
            for sibling in list(heading.find_next_siblings()):
                sibling.decompose()
            heading.decompose()


def _without_shared(
    blocks: list[Block], profile: SiteProfile
) -> tuple[list[Block], dict[str, list[Block]]]:
    body: list[Block] = []
    shared: dict[str, list[Block]] = {}
    for block in blocks:
        known = next((s for s in profile.snippets if block.kind == "paragraph" and s.matches(words(block))), None)
        if known:
            shared.setdefault(known.key, []).append(replace(block, text=inline(known.cleaned(block.text)), parent=""))
        else:
            body.append(block)
    return body, shared


def _unsafe_links(html: str) -> int:
    return len(re.findall(r"(?:href|src)\s*=\s*[\"']?\s*(?:javascript|vbscript):", html, re.IGNORECASE))

"""What a page says of itself: language, title, summary, date, its own address and those of its translations. Pure."""

import re
from datetime import date
from urllib.parse import urljoin, urlsplit

import nh3
from babel.dates import parse_date
from bs4 import BeautifulSoup, Tag

from cms.languages.text import collapse

_LANGUAGE = re.compile(
    r"<html[^>]{0,2000}?\blang\s*=\s*[\"']?\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*)\b", re.IGNORECASE
)
_JSON_DATE = re.compile(r'"datePublished"\s*:\s*"(\d{4}-\d\d-\d\d)')
_MONTHS = {name: n for n, name in enumerate(re.findall("...", "janfebmaraprmayjunjulaugsepoctnovdec"), 1)}
_DAY_FIRST = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\.? ([A-Za-z]{3})[a-z]*\.?,? (\d{4})\b")
_MONTH_FIRST = re.compile(r"\b([A-Za-z]{3})[a-z]*\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b")
_NUMERIC = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b")
_VIETNAMESE = re.compile(r"(\d{1,2}) tháng (\d{1,2}),? (?:năm )?(\d{4})", re.IGNORECASE)


class Head:
    """What the page says of itself outside its text; empty where it says nothing."""

    def __init__(self, html: str) -> None:
        self.soup = BeautifulSoup(_only_the_head(html), "html.parser")
        language = _LANGUAGE.search(html[:4096])
        self.language = language.group(1).lower() if language else ""
        self.address = web_address(self._link("canonical") or self._meta("og:url"))
        base = self.soup.find("base", href=True)
        self.base = join(self.address, str(base["href"])) if isinstance(base, Tag) else self.address
        self.summary = collapse(self._meta("description") or self._meta("og:description"))
        written = _JSON_DATE.search(html)
        self.date = (
            iso_date(self._meta("article:published_time"))
            or iso_date(self._meta("datePublished") or self._meta("date"))
            or iso_date(written.group(1) if written else "")
        )
        found = self.soup.find("title")
        # With what is said of the site, and without.
        self.named = collapse(found.get_text()) if isinstance(found, Tag) else ""
        self.title = collapse(self._meta("og:title")) or re.sub(r"\s[|–—-]\s(?:(?!\s[|–—-]\s).)*$", "", self.named)
        self.alternates = self._alternates()

    def _alternates(self) -> dict[str, str]:
        addresses = {
            str(link["hreflang"]).strip().lower(): web_address(join(self.base, str(link.get("href", ""))))
            for link in self.soup.find_all("link", rel="alternate", hreflang=True)
            if str(link["hreflang"]).strip().lower() != "x-default"
        }
        return {language: address for language, address in addresses.items() if address}

    def _meta(self, name: str) -> str:
        for attribute in ("property", "name", "itemprop"):
            for found in self.soup.find_all("meta", attrs={attribute: name}):
                if content := str(found.get("content", "")).strip():
                    return content
        return ""

    def _link(self, rel: str) -> str:
        found = self.soup.find("link", rel=rel)
        return str(found.get("href", "")) if isinstance(found, Tag) else ""


def _only_the_head(html: str) -> str:
    """The elements of a page's head, read as a browser reads them: well-formed, whatever the page is."""
    return nh3.clean(
        html,
        tags={"title", "meta", "link", "base"},
        clean_content_tags={"script", "style", "svg", "template", "noscript", "textarea", "iframe", "select"},
        attributes={
            "meta": {"property", "name", "itemprop", "content"},
            "link": {"rel", "href", "hreflang"},
            "base": {"href"},
        },
        link_rel=None,
    )


def web_address(address: str) -> str:
    """The address if it is one on the web that can be kept, else nothing."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    fits = parts.scheme in {"http", "https"} and parts.netloc and len(address) <= 500
    return address.strip() if fits and not re.search(r"[\s\x00-\x20\x7f]", address.strip()) else ""


def join(base: str, href: str) -> str:
    """The address a link leads to from a page; nothing where it is no address at all."""
    try:
        return urljoin(base, href.strip())
    except ValueError:
        return ""


def iso_date(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def written_date(text: str) -> date | None:
    """A date as English or Vietnamese pages write it: 30 Nov 2022, November 30, 2022, 30/11/2022."""
    text = collapse(text)
    day_first, month_first = _DAY_FIRST.search(text), _MONTH_FIRST.search(text)
    named = (day_first and day_first.group(2, 1, 3)) or (month_first and month_first.group(1, 2, 3))
    try:
        if named and named[0].lower() in _MONTHS:
            return date(int(named[2]), _MONTHS[named[0].lower()], int(named[1]))
        if numeric := _NUMERIC.search(text):
            return parse_date(re.sub(r"[.-]", "/", numeric.group()), locale="vi")
        if words := _VIETNAMESE.search(text):
            return date(int(words.group(3)), int(words.group(2)), int(words.group(1)))
    except ValueError:
        return None
    return None

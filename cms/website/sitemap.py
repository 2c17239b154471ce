"""Sitemaps with alternates: one for each language and month, so that a publication changes few of them."""

from collections.abc import Iterable, Iterator
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from django.db.models.functions import TruncMonth

from cms.articles.models import Edition, Kind
from cms.website import addresses
from cms.website.listing import published
from cms.website.rendering import alternates, languages

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def index() -> bytes:
    """The sitemap of sitemaps."""
    names = ["/sitemap-pages.xml"]
    for language in languages():
        months = published(language).order_by().annotate(month=TruncMonth("published_on"))
        for month in months.values_list("month", flat=True).distinct().order_by("month"):
            names.append(addresses.sitemap(language, month))
    body = "".join(f"<sitemap><loc>{escape(addresses.absolute(name))}</loc></sitemap>\n" for name in names)
    return f"{_HEAD}<sitemapindex {_XMLNS}>\n{body}</sitemapindex>\n".encode()


def pages() -> bytes:
    """The home pages, the lists and the topics."""
    kinds = (addresses.home, addresses.listing)
    lists = [
        (addresses.absolute(kind(code)), "", [(other, addresses.absolute(kind(other))) for other in languages()])
        for kind in kinds
        for code in languages()
    ]
    topics = Edition.objects.filter(article__kind=Kind.TOPIC, published__isnull=False)
    return _urlset([*lists, *_entries(topics.order_by("article__key", "language"))])


def month(language: str, day: date) -> bytes | None:
    """The articles of a language first published in a month, with their other editions; None without any."""
    here = published(language).filter(published_on__year=day.year, published_on__month=day.month)
    editions = list(here.order_by("article__key"))
    if not editions:
        return None
    return _urlset(_entries(editions))


def _entries(editions: Iterable[Edition]) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """(address, day of the last change, alternates) of each edition."""
    editions = list(editions)
    groups: dict[int, list[Edition]] = {}
    for edition in Edition.objects.filter(article__in=[e.article_id for e in editions], published__isnull=False):
        groups.setdefault(edition.article_id, []).append(edition)
    for e in editions:
        changed = str(e.updated_on or e.published_on)
        yield addresses.absolute(addresses.of(e)), changed, alternates(groups[e.article_id])


def _urlset(entries: Iterable[tuple[str, str, list[tuple[str, str]]]]) -> bytes:
    body = []
    for address, modified, others in entries:
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang={quoteattr(code)} href={quoteattr(other)}/>'
            for code, other in others
        )
        lastmod = f"<lastmod>{modified}</lastmod>" if modified else ""
        body.append(f"<url><loc>{escape(address)}</loc>{lastmod}{links}</url>\n")
    xhtml = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    return f"{_HEAD}<urlset {_XMLNS} {xhtml}>\n{''.join(body)}</urlset>\n".encode()

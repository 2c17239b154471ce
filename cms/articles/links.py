"""Links to our own articles: known by key or address, and kept as ``article:KEY``."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from html import escape, unescape
from itertools import batched
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q

from cms.articles.blocks import PLAIN_KINDS, Block, link_targets
from cms.articles.models import WITH_PAGES, Edition

_HREF = re.compile(r'<a href="([^"]*)">')
_OWN_PATH = re.compile(r"/([^/]+)/([^/]+)/([^/]+)/?")
# How many links one statement looks up; databases bind a limited number of parameters.
_BATCH = 500


def resolve_link(href: str) -> str:
    """A link to one of our articles as ``article:KEY``, else its address; nothing where it leads nowhere."""
    return resolve_links({href}).get(href) or followable(href)


def followable(href: str) -> str:
    """A link's address, or nothing where nobody could follow it; a fragment alone leads nowhere, since ids are ours."""
    try:
        address = urlsplit(href)
    except ValueError:
        return ""
    return "" if address.fragment and not address.path.strip("/") and not address.netloc else href


def resolve_links(hrefs: Iterable[str]) -> dict[str, str]:
    """Those of the links that lead to an article of ours, as ``article:KEY``; one query for some hundred links.

    An article has its own address before another one that was there on the old site.
    """
    found: dict[str, str] = {}
    for some in batched(sorted(hrefs), _BATCH):
        slugs = {href: slug for href in some if (slug := _own_slug(href))}
        old = {href: same_address(plain) for href in some if (plain := _old_address(href))}
        if not (slugs or old):
            continue
        spellings = {spelling for both in old.values() for spelling in both}
        known = Edition.objects.filter(
            Q(slug__in={slug for _language, slug in slugs.values()}) | Q(old_address__in=spellings),
            article__kind__in=WITH_PAGES,
        ).order_by("-article__key")  # where several were at one address, the first key has it
        rows = list(known.values_list("article__key", "language", "slug", "old_address"))
        by_slug = {(language, slug): key for key, language, slug, _address in rows}
        by_address = {address: key for key, _language, _slug, address in rows if address}
        for href in some:
            keys = [by_slug.get(slugs.get(href, ("", ""))), *(by_address.get(one) for one in old.get(href, ()))]
            if key := next(filter(None, keys), None):
                found[href] = f"article:{key}"
    return found


def _own_slug(href: str) -> tuple[str, str] | None:
    """Language and slug, if the link is to where an article of this site is."""
    path = re.split(r"[?#]", href, maxsplit=1)[0].removeprefix(settings.BASE_URL)
    if not (parts := _OWN_PATH.fullmatch(path)):
        return None
    language, section, slug = parts.groups()
    return (language, slug) if section == settings.SECTIONS.get(language, "articles") else None


def _old_address(href: str) -> str:
    """The link without what follows the path, if it is to a page of some site."""
    try:
        address = urlsplit(href)
    except ValueError:
        return ""
    return address._replace(fragment="", query="").geturl() if address.netloc and address.path else ""


def same_address(address: str) -> list[str]:
    """The spellings of one address, with and without the slash at its end."""
    return [address.rstrip("/"), address.rstrip("/") + "/"]


def our_links(blocks: Iterable[Block]) -> dict[str, str]:
    """The links in these blocks that lead to our articles, and the articles."""
    return resolve_links(link_targets(block for block in blocks if block.kind not in PLAIN_KINDS))


def resolved(block: Block, ours: Mapping[str, str]) -> Block:
    def link(found: re.Match[str]) -> str:
        target = ours.get(unescape(found.group(1)))
        return f'<a href="{escape(target)}">' if target else found.group()

    if block.kind in PLAIN_KINDS or "<a " not in block.text:
        return block
    return replace(block, text=_HREF.sub(link, block.text))


def as_before(block: Block, before: Block | None, ours: Mapping[str, str]) -> Block:
    """A link whose target has become one of our articles is no change of the text: it led there before as well."""
    if before is None or before.text == block.text:
        return block
    return replace(block, text=before.text) if resolved(before, ours).text == block.text else block

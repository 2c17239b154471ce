"""Every address that is not a page: redirects, withdrawn and missing pages. For the page layer, and for nginx."""

import json
import re
from datetime import date
from typing import NamedTuple

from cms.articles.models import WITH_PAGES, Edition, FormerSlug
from cms.website import addresses
from cms.website.rendering import languages

_NGINX_SAFE = re.compile(r"/[^\s\"\\;{}$]*\Z")


class _Edition(NamedTuple):
    """What decides an edition's routes; there are as many as editions, and a row costs a third of an instance."""

    pk: int
    article: int
    key: str
    language: str
    slug: str
    old_address: str
    published_on: date | None
    published: int | None
    withdrawn: bool

    @property
    def is_visible(self) -> bool:
        return self.published is not None


_COLUMNS = (
    "pk",
    "article",
    "article__key",
    "language",
    "slug",
    "old_address",
    "published_on",
    "published",
    "withdrawn",
)


def routes() -> dict[str, list]:
    """Path → [301, address], [410, file] or [404, file]; three queries, however large the site.

    Where two articles lay claim to one path, the one whose own address it was has it.
    """
    editions: dict[int, dict[str, _Edition]] = {}
    for row in Edition.objects.filter(article__kind__in=WITH_PAGES).order_by("pk").values_list(*_COLUMNS):
        edition = _Edition(*row)
        editions.setdefault(edition.article, {})[edition.language] = edition
    former: dict[int, list[str]] = {}
    for pk, slug in FormerSlug.objects.order_by("pk").values_list("edition", "slug"):
        former.setdefault(pk, []).append(slug)
    own: dict[str, list] = {}
    guessed: dict[str, list] = {}
    pages = {addresses.of(e) for group in editions.values() for e in group.values() if e.is_visible}
    for group in sorted(editions.values(), key=lambda group: next(iter(group.values())).key):
        _add(group, former, own, guessed)
    return {path: answer for path, answer in sorted((guessed | own).items()) if path not in pages}


def _add(group: dict[str, _Edition], former: dict[int, list[str]], own: dict, guessed: dict) -> None:
    key = next(iter(group.values())).key
    slugs = sorted({e.slug for e in group.values() if e.slug and e.published_on})
    for language in languages():
        edition = group.get(language)
        answer = _answer(group, language, key)
        if answer is None:
            continue
        if edition is not None:
            if edition.slug:
                own.setdefault(addresses.of(edition), answer)
            for slug in former.get(edition.pk, ()):
                own.setdefault(addresses.article(language, slug), answer)
            if old := addresses.old_path(edition):
                own.setdefault(old, answer)
                own.setdefault(old.rstrip("/") + "/", answer)
        for slug in slugs:
            guessed.setdefault(addresses.article(language, slug), answer)


def _answer(group: dict[str, _Edition], language: str, key: str) -> list | None:
    """What an address of this article in this language is answered with, where it is not its page."""
    edition = group.get(language)
    if edition is not None and edition.is_visible:
        return [301, addresses.of(edition)]
    if edition is not None and edition.withdrawn:
        return [410, addresses.answer_file(language, key)]
    if any(other.is_visible for other in group.values()):
        return [404, addresses.answer_file(language, key)]
    return None


def as_json(found: dict[str, list]) -> bytes:
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()


def as_nginx_map(found: dict[str, list]) -> bytes:
    """The same for nginx's ``map``: "301 /address", "410 /_answers/…", "404 /_answers/…".

    nginx compares without regard to case, and refuses a key that is there twice.
    """
    lines = []
    for path, (status, target) in sorted({path.lower(): answer for path, answer in reversed(found.items())}.items()):
        if _NGINX_SAFE.match(path) and _NGINX_SAFE.match("/" + target.lstrip("/")):
            lines.append(f'"{path}" "{status} /{target.lstrip("/")}";')
    return ("\n".join(lines) + "\n").encode()

"""Where everything a visitor can reach is, below the root of the site."""

from datetime import date
from typing import Protocol
from unicodedata import normalize
from urllib.parse import unquote, urlsplit

from django.conf import settings


def absolute(path: str) -> str:
    return settings.BASE_URL + path


def home(language: str) -> str:
    return f"/{language}/"


def listing(language: str) -> str:
    return f"/{language}/{settings.SECTIONS.get(language, 'articles')}/"


def month(language: str, day: date) -> str:
    return f"{listing(language)}{day:%Y/%m}/"


def article(language: str, slug: str) -> str:
    return f"{listing(language)}{slug}/"


def year(topic: "Addressed", number: int) -> str:
    """The articles of a topic first published in a year."""
    return f"{of(topic)}{number}/"


class Addressed(Protocol):
    """What an edition's address is made of."""

    @property
    def language(self) -> str: ...
    @property
    def slug(self) -> str: ...
    @property
    def old_address(self) -> str: ...


def of(edition: Addressed) -> str:
    return article(edition.language, edition.slug)


def old_path(edition: Addressed) -> str:
    """The path an edition had on the old site, in letters, not percent signs; empty where it had none."""
    path = normalize("NFC", unquote(urlsplit(edition.old_address).path))
    return path if path.startswith("/") and len(path) > 1 else ""


def sitemap(language: str, day: date) -> str:
    return f"/sitemap-{language}-{day:%Y-%m}.xml"


def page_file(path: str) -> str:
    """The file of the page folder that answers a path."""
    return path.lstrip("/") + ("index.html" if path.endswith("/") else "")


def answer_file(language: str, name: str) -> str:
    """The file of a page that is not at its own address: not found, withdrawn, not translated."""
    return f"_answers/{language}/{name}.html"

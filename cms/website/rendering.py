"""What all pages share: their language, the frame around them, the way to their other languages."""

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from cms.articles.models import Edition
from cms.languages import get
from cms.website import addresses


def spoken[**P, T](page: Callable[P, T]) -> Callable[P, T]:
    """Make a page in its own language, whatever language the process speaks; it is the page's one text argument."""

    @wraps(page)
    def in_its_language(*args: P.args, **kwargs: P.kwargs) -> T:
        with translation.override(next(arg for arg in args if isinstance(arg, str))):
            return page(*args, **kwargs)

    return in_its_language


def languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


def render(name: str, language: str, path: str, where: dict[str, str], title: str, **context: Any) -> bytes:
    """One page; ``where`` says at which address each language has it, for the language switch."""
    shared = {
        "language": language,
        "title": title,
        "canonical": addresses.absolute(path) if path else "",
        "switch": list(_switch(language, where)),
        "site_name": settings.SITE_NAME,
        "home": addresses.home(language),
        "listing_address": addresses.listing(language),
        "opengraph_locale": get(language).opengraph_locale,
        "demo": settings.DEMO,
    }
    return render_to_string(f"website/{name}.html", shared | context).encode()


def _switch(language: str, where: dict[str, str]) -> Iterator[tuple[str, str, str, str]]:
    """(code, name, address or nothing, what is said of a missing one, in that language)."""
    for code in languages():
        with translation.override(code):
            yield code, get(code).name, where.get(code, ""), _("not available yet")


def homes() -> dict[str, str]:
    return {code: addresses.home(code) for code in languages()}


def absolute(where: dict[str, str]) -> list[tuple[str, str]]:
    found = {code: addresses.absolute(path) for code, path in where.items()}
    return [*sorted(found.items()), ("x-default", found[settings.X_DEFAULT_LANGUAGE])]


def home_alternates() -> list[tuple[str, str]]:
    """The home pages; who reads neither language is offered both at the root."""
    return [(code, addresses.absolute(path)) for code, path in homes().items()] + [
        ("x-default", addresses.absolute("/"))
    ]


def alternates(editions: Iterable[Edition]) -> list[tuple[str, str]]:
    """(hreflang, absolute address) of each published edition, and x-default."""
    shown = {e.language: addresses.absolute(addresses.of(e)) for e in editions if e.is_visible}
    if not shown:
        return []
    default = shown.get(settings.X_DEFAULT_LANGUAGE) or shown[min(shown)]
    return [*sorted(shown.items()), ("x-default", default)]

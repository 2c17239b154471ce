"""What each page says: contexts for the templates, out of ``articles.visible`` alone.

Every function takes many articles at once and needs a fixed number of queries. Pages hold no clock and no chance:
the same database always gives the same bytes.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.db.models.functions import ExtractYear, TruncMonth
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from cms.articles.blocks import plain, words
from cms.articles.models import Edition, Kind
from cms.articles.visible import VisibleEdition, visible
from cms.languages import get
from cms.languages.naming import month_name, name_of
from cms.recommendations.shown import Suggested
from cms.website import addresses
from cms.website.body import body_html, notes_above
from cms.website.context import ArticleInContext

# How many of the newest articles the home page and the first page of the list show.
NEWEST_AT_HOME, NEWEST_IN_LIST = 6, 20
_EXCERPT = 180


def spoken[**P, T](page: Callable[P, T]) -> Callable[P, T]:
    """Make a page in its own language, whatever language the process speaks; it is the page's one text argument."""

    @wraps(page)
    def in_its_language(*args: P.args, **kwargs: P.kwargs) -> T:
        with translation.override(next(arg for arg in args if isinstance(arg, str))):
            return page(*args, **kwargs)

    return in_its_language


def languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


# --- Article pages ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Preview:
    """That a page is not published: until when it may be read, and where its other languages are."""

    until: date
    addresses: dict[str, str]


@spoken
def article_page(one: ArticleInContext, language: str, preview: Preview | None = None) -> bytes:
    page = one.pages[language]
    edition = page.edition
    links = {target: where.get(language, "") for target, where in one.links.items()}
    text = " ".join(words(block) for block in page.blocks)
    context = {
        "page": page,
        "edition": edition,
        "body": body_html(page, links),
        "notes_above": notes_above(page),
        "contents": _contents(page),
        "minutes": get(language).reading_minutes(text),
        "description": excerpt(page),
        "snippets": [(s.title, body_html(s, links)) for s in one.snippets.get(language, [])],
        "topics": [(addresses.of(topic.edition), topic.title) for topic in one.topics.get(language, [])],
        "related": [related_item(one, language, why, other) for why, other in one.related.get(language, [])],
        "alternates": alternates(one.editions.values()),
    }
    if preview:
        return _render("article", language, "", preview.addresses, page.title, preview=preview, **context)
    reachable = {code: addresses.of(other.edition) for code, other in one.pages.items()}
    return _render("article", language, addresses.of(edition), reachable, page.title, **context)


def related_item(one: ArticleInContext, language: str, why: Suggested, page: VisibleEdition) -> "Item":
    """One article under another, with the reason for readers."""
    names = [t.title for t in one.topics.get(language, []) if t.edition.article_id in why.topics]
    enumerated = get(language).format_list
    if why.pinned:
        reason = _("Chosen by our editors")
    elif names:
        reason = _("Same topic: %s") % enumerated(names[:2])
    elif why.terms:
        reason = _("Both are about: %s") % enumerated(why.terms)
    else:
        reason = _("Similar in content")
    return _item(page, reason)


def _contents(page: VisibleEdition) -> list[tuple[str, str]]:
    """(id, words) of each heading of the second level, where there are enough to be worth a list."""
    found = [(b.id, plain(b.text)) for b in page.blocks if b.kind == "heading2" and b.text]
    return found if len(found) >= 3 else []


def excerpt(page: VisibleEdition) -> str:
    """The first words of an edition, cut at the end of a word."""
    text = page.excerpt()
    if len(text) <= _EXCERPT:
        return text
    return text[:_EXCERPT].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"


def alternates(editions: Iterable[Edition]) -> list[tuple[str, str]]:
    """(hreflang, absolute address) of each published edition, and x-default."""
    shown = {e.language: addresses.absolute(addresses.of(e)) for e in editions if e.is_visible}
    if not shown:
        return []
    default = shown.get(settings.X_DEFAULT_LANGUAGE) or shown[min(shown)]
    return [*sorted(shown.items()), ("x-default", default)]


@spoken
def answer_page(one: ArticleInContext, language: str) -> bytes:
    """What stands where an edition was withdrawn, or never was: where it can be read instead."""
    edition = one.editions.get(language)
    gone = edition is not None and edition.withdrawn
    name = name_of(language, language)
    title = _("This article was withdrawn") if gone else _("Not available in %(language)s yet") % {"language": name}
    others = [(page, addresses.of(page.edition), get(code).name) for code, page in sorted(one.pages.items())]
    elsewhere = _homes() | {code: addresses.of(page.edition) for code, page in one.pages.items()}
    return _render("answer", language, "", elsewhere, title, gone=gone, others=others)


# --- Pages of many articles ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Item:
    """One article in a list."""

    address: str
    title: str
    title_language: str
    excerpt: str
    on: date | None
    reason: str = ""


def _item(page: VisibleEdition, reason: str = "") -> Item:
    edition = page.edition
    return Item(addresses.of(edition), page.title, page.title_language, excerpt(page), edition.published_on, reason)


def _items(editions: Iterable[Edition]) -> list[Item]:
    return [_item(page) for page in visible(editions)]


def published(language: str):
    """The published articles of a language, newest first."""
    return (
        Edition.objects.filter(language=language, article__kind=Kind.ARTICLE, published__isnull=False)
        .select_related("article", "published")
        .order_by("-published_on", "article__key")
    )


@spoken
def home_page(language: str) -> bytes:
    context = {
        "items": _items(published(language)[:NEWEST_AT_HOME]),
        "topics": _topics(language),
        "listing": addresses.listing(language),
    }
    title = _("Health you can read in your own language")
    return _render(
        "home", language, addresses.home(language), _homes(), title, alternates=_home_alternates(), **context
    )


@spoken
def list_page(language: str) -> bytes:
    months = (
        published(language)
        .order_by()
        .annotate(month=TruncMonth("published_on"))
        .values_list("month")
        .annotate(n=Count("pk"))
        .order_by("-month")
    )
    items = _items(published(language)[: NEWEST_IN_LIST + 1])
    earlier = [(addresses.month(language, m), month_name(m, language), n) for m, n in months]
    context = {
        "items": items[:NEWEST_IN_LIST],
        "earlier": earlier if len(items) > NEWEST_IN_LIST else [],
        "topics": _topics(language),
    }
    title = _("Health corner")
    where = {code: addresses.listing(code) for code in languages()}
    return _render("list", language, addresses.listing(language), where, title, alternates=_absolute(where), **context)


@spoken
def month_page(language: str, day: date) -> bytes | None:
    """The articles first published in a month; None if there are none."""
    editions = published(language).filter(published_on__year=day.year, published_on__month=day.month)
    if not (items := _items(editions)):
        return None
    name = month_name(day, language)
    title = _("Articles of %s") % name
    where = {code: addresses.listing(code) for code in languages()} | {language: addresses.month(language, day)}
    return _render("list", language, addresses.month(language, day), where, title, items=items, is_month=True)


def _topics(language: str) -> list[tuple[str, str]]:
    """(address, name) of each topic that has a page in the language, in its order of the alphabet."""
    editions = Edition.objects.filter(language=language, article__kind=Kind.TOPIC, published__isnull=False)
    shown = [p for p in visible(editions.select_related("article", "published")) if p.title_language == language]
    shown.sort(key=lambda page: (get(language).sort_key(page.title), page.edition.article_id))
    return [(addresses.of(page.edition), page.title) for page in shown]


def of_topic(topic: Edition):
    """The articles of a topic in the language of its edition, newest first."""
    return published(topic.language).filter(article__topics=topic.article_id)


def years_of_topic(topic: Edition) -> list[tuple[int, int]]:
    """(year, number of articles first published in it), the last first."""
    years = of_topic(topic).order_by().annotate(year=ExtractYear("published_on")).values_list("year")
    return list(years.annotate(n=Count("pk")).order_by("-year"))


@spoken
def topic_page(one: ArticleInContext, language: str, preview: Preview | None = None) -> bytes:
    """What a topic's text says, and its newest articles."""
    page = one.pages[language]
    edition = page.edition
    items = _items(of_topic(edition)[: NEWEST_IN_LIST + 1])
    earlier = years_of_topic(edition) if len(items) > NEWEST_IN_LIST else []
    links = {target: where.get(language, "") for target, where in one.links.items()}
    context = {
        "page": page,
        "body": body_html(page, links),
        "notes_above": notes_above(page),
        "description": excerpt(page),
        "items": items[:NEWEST_IN_LIST],
        "earlier": [(addresses.year(edition, number), number, count) for number, count in earlier],
        "alternates": alternates(one.editions.values()),
    }
    if preview:
        return _render("topic", language, "", preview.addresses, page.title, preview=preview, **context)
    reachable = {code: addresses.of(other.edition) for code, other in one.pages.items()}
    return _render("topic", language, addresses.of(edition), reachable, page.title, **context)


def page_of(one: ArticleInContext, language: str, preview: Preview | None = None) -> bytes:
    """The page of an article or of a topic."""
    page = topic_page if one.article.kind == Kind.TOPIC else article_page
    return page(one, language, preview)


@spoken
def topic_year_page(one: ArticleInContext, language: str, year: int) -> bytes | None:
    """The articles of a topic first published in a year; None if there are none."""
    page = one.pages.get(language)
    if page is None or not (items := _items(of_topic(page.edition).filter(published_on__year=year))):
        return None
    title = _("%(topic)s: articles of %(year)d") % {"topic": page.title, "year": year}
    where = {code: addresses.of(other.edition) for code, other in one.pages.items()}
    path = addresses.year(page.edition, year)
    parent = (addresses.of(page.edition), page.title)
    return _render("list", language, path, where | {language: path}, title, items=items, is_month=True, parent=parent)


@spoken
def not_found_page(language: str) -> bytes:
    title = _("This page does not exist")
    return _render("answer", language, "", _homes(), title, others=[], not_found=True)


@spoken
def no_preview_page(language: str, expired: bool) -> bytes:
    """What stands where a link to a preview is no longer good, or never was."""
    title = _("This link is no longer valid") if expired else _("This link is not valid")
    return _render("no_preview", language, "", _homes(), title, expired=expired)


def front_page() -> bytes:
    """The root of the site: it offers the languages, and chooses for nobody."""
    language = settings.X_DEFAULT_LANGUAGE
    texts = []
    for code in languages():
        with translation.override(code):
            words = _("Read about health in %(language)s") % {"language": name_of(code, code)}
            texts.append((code, get(code).name, words, addresses.home(code)))
    with translation.override(language):
        context = {"alternates": _home_alternates(), "texts": texts, "is_front": True}
        return _render("front", language, "/", _homes(), settings.SITE_NAME, **context)


def _homes() -> dict[str, str]:
    return {code: addresses.home(code) for code in languages()}


def _absolute(where: dict[str, str]) -> list[tuple[str, str]]:
    found = {code: addresses.absolute(path) for code, path in where.items()}
    return [*sorted(found.items()), ("x-default", found[settings.X_DEFAULT_LANGUAGE])]


def _home_alternates() -> list[tuple[str, str]]:
    """The home pages; who reads neither language is offered both at the root."""
    return [(code, addresses.absolute(path)) for code, path in _homes().items()] + [
        ("x-default", addresses.absolute("/"))
    ]


# --- What all pages share -----------------------------------------------------------------------------------


def _render(name: str, language: str, path: str, where: dict[str, str], title: str, **context: Any) -> bytes:
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


def months_of(editions: Sequence[Edition]) -> set[tuple[str, date]]:
    """(language, first day of the month) that the editions are or were listed under."""
    return {(e.language, e.published_on.replace(day=1)) for e in editions if e.published_on}

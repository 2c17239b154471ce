"""Pages of many articles: home, list, months, the years of a topic; and one article as a list shows it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.db.models.functions import ExtractYear, TruncMonth
from django.utils.translation import gettext as _

from cms.articles.models import Edition, Kind
from cms.articles.visible import VisibleEdition, visible
from cms.languages import get
from cms.languages.naming import month_name
from cms.website import addresses
from cms.website.context import ArticleInContext
from cms.website.rendering import absolute, home_alternates, homes, languages, render, spoken

# How many of the newest articles the home page and the first page of the list show.
NEWEST_AT_HOME, NEWEST_IN_LIST = 6, 20
_EXCERPT = 180


@dataclass(frozen=True)
class Item:
    """One article in a list."""

    address: str
    title: str
    title_language: str
    excerpt: str
    on: date | None
    reason: str = ""


def item_of(page: VisibleEdition, reason: str = "") -> Item:
    edition = page.edition
    return Item(addresses.of(edition), page.title, page.title_language, excerpt(page), edition.published_on, reason)


def items_of(editions: Iterable[Edition]) -> list[Item]:
    return [item_of(page) for page in visible(editions)]


def published(language: str):
    """The published articles of a language, newest first."""
    return (
        Edition.objects.filter(language=language, article__kind=Kind.ARTICLE, published__isnull=False)
        .select_related("article", "published")
        .order_by("-published_on", "article__key")
    )


def excerpt(page: VisibleEdition) -> str:
    """The first words of an edition, cut at the end of a word."""
    text = page.excerpt()
    if len(text) <= _EXCERPT:
        return text
    return text[:_EXCERPT].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"


@spoken
def home_page(language: str) -> bytes:
    context = {
        "items": items_of(published(language)[:NEWEST_AT_HOME]),
        "topics": topics_of(language),
        "listing": addresses.listing(language),
    }
    title = _("Health you can read in your own language")
    return render("home", language, addresses.home(language), homes(), title, alternates=home_alternates(), **context)


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
    items = items_of(published(language)[: NEWEST_IN_LIST + 1])
    earlier = [(addresses.month(language, m), month_name(m, language), n) for m, n in months]
    context = {
        "items": items[:NEWEST_IN_LIST],
        "earlier": earlier if len(items) > NEWEST_IN_LIST else [],
        "topics": topics_of(language),
    }
    title = _("Health corner")
    where = {code: addresses.listing(code) for code in languages()}
    return render("list", language, addresses.listing(language), where, title, alternates=absolute(where), **context)


@spoken
def month_page(language: str, day: date) -> bytes | None:
    """The articles first published in a month; None if there are none."""
    editions = published(language).filter(published_on__year=day.year, published_on__month=day.month)
    if not (items := items_of(editions)):
        return None
    name = month_name(day, language)
    title = _("Articles of %s") % name
    where = {code: addresses.listing(code) for code in languages()} | {language: addresses.month(language, day)}
    return render("list", language, addresses.month(language, day), where, title, items=items, is_month=True)


@spoken
def topic_year_page(one: ArticleInContext, language: str, year: int) -> bytes | None:
    """The articles of a topic first published in a year; None if there are none."""
    page = one.pages.get(language)
    if page is None or not (items := items_of(of_topic(page.edition).filter(published_on__year=year))):
        return None
    title = _("%(topic)s: articles of %(year)d") % {"topic": page.title, "year": year}
    where = {code: addresses.of(other.edition) for code, other in one.pages.items()}
    path = addresses.year(page.edition, year)
    parent = (addresses.of(page.edition), page.title)
    return render("list", language, path, where | {language: path}, title, items=items, is_month=True, parent=parent)


def topics_of(language: str) -> list[tuple[str, str]]:
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


def months_of(editions: Sequence[Edition]) -> set[tuple[str, date]]:
    """(language, first day of the month) that the editions are or were listed under."""
    return {(e.language, e.published_on.replace(day=1)) for e in editions if e.published_on}

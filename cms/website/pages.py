"""What each page says: contexts for the templates, out of ``articles.visible`` alone.

Every function takes many articles at once and needs a fixed number of queries. Pages hold no clock and no chance:
the same database always gives the same bytes.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from itertools import chain
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from cms.articles.blocks import plain, words
from cms.articles.links import same_address
from cms.articles.models import Article, Edition, Kind, Link
from cms.articles.visible import VisibleEdition, visible
from cms.languages import get
from cms.languages.naming import month_name, name_of
from cms.website import addresses
from cms.website.body import body_html, notes_above

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


@dataclass
class ArticleInContext:
    """An article with all that its pages show."""

    article: Article
    editions: dict[str, Edition] = field(default_factory=dict)
    pages: dict[str, VisibleEdition] = field(default_factory=dict)
    snippets: dict[str, list[VisibleEdition]] = field(default_factory=lambda: defaultdict(list))
    # Link target → language → address.
    links: dict[str, dict[str, str]] = field(default_factory=dict)


def in_context(ids: Iterable[int]) -> list[ArticleInContext]:
    """Articles with their editions, shared texts and links, in a fixed number of queries."""
    found = {a.pk: ArticleInContext(a) for a in Article.objects.filter(pk__in=ids, kind=Kind.ARTICLE)}
    editions = list(Edition.objects.filter(article__in=found).select_related("article", "published"))
    for edition in editions:
        found[edition.article_id].editions[edition.language] = edition
    for page in visible(editions):
        found[page.edition.article_id].pages[page.edition.language] = page
    _add_snippets(found)
    _add_links(found)
    return [found[pk] for pk in sorted(found, key=lambda pk: found[pk].article.key)]


def _add_snippets(found: dict[int, ArticleInContext]) -> None:
    attached = Article.snippets.through.objects.filter(from_article__in=found)
    pairs = list(attached.values_list("from_article", "to_article"))
    editions = Edition.objects.filter(article__in={snippet for _a, snippet in pairs}, published__isnull=False)
    shown = defaultdict(list)
    for page in visible(editions.select_related("article", "published").order_by("article__key", "language")):
        shown[page.edition.article_id].append(page)
    for article, snippet in pairs:
        for page in shown[snippet]:
            found[article].snippets[page.edition.language].append(page)
    for one in found.values():
        for pages in one.snippets.values():
            pages.sort(key=lambda page: page.edition.article.key)


def _add_links(found: dict[int, ArticleInContext]) -> None:
    """Where each link of the articles, and of the shared texts they carry, leads in each language."""
    carriers = defaultdict(set, {article: {article} for article in found})
    for article, one in found.items():
        for page in chain.from_iterable(one.snippets.values()):
            carriers[page.edition.article_id].add(article)
    by_target: dict[str, set[int]] = defaultdict(set)
    links = Link.objects.filter(edition__article__in=list(carriers)).values_list("edition__article", "target")
    for article, target in links:
        by_target[target] |= carriers[article]
    keys = {target.removeprefix("article:") for target in by_target if target.startswith("article:")}
    old = {spelling for target in by_target for spelling in same_address(target) if not target.startswith("article:")}
    known = Edition.objects.filter(article__kind=Kind.ARTICLE)
    ours = known.filter(article__key__in=keys) | known.filter(old_address__in=old)
    articles = set(ours.values_list("article", flat=True)) if by_target else set()
    where: dict[int, dict[str, str]] = defaultdict(dict)
    names: dict[str, int] = {}
    for edition in Edition.objects.filter(article__in=articles).select_related("article"):
        names[f"article:{edition.article.key}"] = edition.article_id
        names |= {spelling: edition.article_id for spelling in same_address(edition.old_address) if edition.old_address}
        if edition.is_visible:
            where[edition.article_id][edition.language] = addresses.of(edition)
    for target, linking in by_target.items():
        if target in names:
            for article in linking:
                found[article].links[target] = where[names[target]]


# --- Article pages ------------------------------------------------------------------------------------------


@spoken
def article_page(one: ArticleInContext, language: str) -> bytes:
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
        "alternates": alternates(one.editions.values()),
    }
    reachable = {code: addresses.of(other.edition) for code, other in one.pages.items()}
    return _render("article", language, addresses.of(edition), reachable, page.title, **context)


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


def _items(editions: Iterable[Edition]) -> list[Item]:
    return [
        Item(addresses.of(p.edition), p.title, p.title_language, excerpt(p), p.edition.published_on)
        for p in visible(editions)
    ]


def published(language: str):
    """The published articles of a language, newest first."""
    return (
        Edition.objects.filter(language=language, article__kind=Kind.ARTICLE, published__isnull=False)
        .select_related("article", "published")
        .order_by("-published_on", "article__key")
    )


@spoken
def home_page(language: str) -> bytes:
    context = {"items": _items(published(language)[:NEWEST_AT_HOME]), "listing": addresses.listing(language)}
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
    context = {"items": items[:NEWEST_IN_LIST], "earlier": earlier if len(items) > NEWEST_IN_LIST else []}
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


@spoken
def not_found_page(language: str) -> bytes:
    title = _("This page does not exist")
    return _render("answer", language, "", _homes(), title, others=[], not_found=True)


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

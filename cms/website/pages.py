"""What each page says: contexts for the templates, out of ``articles.visible`` alone.

Pages hold no clock and no chance: the same database always gives the same bytes.
"""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from cms.articles.blocks import plain, words
from cms.articles.models import Kind
from cms.articles.visible import VisibleEdition
from cms.languages import get
from cms.languages.naming import name_of
from cms.recommendations.shown import Suggested
from cms.website import addresses
from cms.website.body import body_html, notes_above
from cms.website.context import ArticleInContext
from cms.website.listing import NEWEST_IN_LIST, Item, excerpt, item_of, items_of, of_topic, years_of_topic
from cms.website.rendering import alternates, home_alternates, homes, languages, render, spoken


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
        return render("article", language, "", preview.addresses, page.title, preview=preview, **context)
    reachable = {code: addresses.of(other.edition) for code, other in one.pages.items()}
    return render("article", language, addresses.of(edition), reachable, page.title, **context)


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
    return item_of(page, reason)


def _contents(page: VisibleEdition) -> list[tuple[str, str]]:
    """(id, words) of each heading of the second level, where there are enough to be worth a list."""
    found = [(b.id, plain(b.text)) for b in page.blocks if b.kind == "heading2" and b.text]
    return found if len(found) >= 3 else []


@spoken
def topic_page(one: ArticleInContext, language: str, preview: Preview | None = None) -> bytes:
    """What a topic's text says, and its newest articles."""
    page = one.pages[language]
    edition = page.edition
    items = items_of(of_topic(edition)[: NEWEST_IN_LIST + 1])
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
        return render("topic", language, "", preview.addresses, page.title, preview=preview, **context)
    reachable = {code: addresses.of(other.edition) for code, other in one.pages.items()}
    return render("topic", language, addresses.of(edition), reachable, page.title, **context)


def page_of(one: ArticleInContext, language: str, preview: Preview | None = None) -> bytes:
    """The page of an article or of a topic."""
    page = topic_page if one.article.kind == Kind.TOPIC else article_page
    return page(one, language, preview)


@spoken
def answer_page(one: ArticleInContext, language: str) -> bytes:
    """What stands where an edition was withdrawn, or never was: where it can be read instead."""
    edition = one.editions.get(language)
    gone = edition is not None and edition.withdrawn
    name = name_of(language, language)
    title = _("This article was withdrawn") if gone else _("Not available in %(language)s yet") % {"language": name}
    others = [(page, addresses.of(page.edition), get(code).name) for code, page in sorted(one.pages.items())]
    elsewhere = homes() | {code: addresses.of(page.edition) for code, page in one.pages.items()}
    return render("answer", language, "", elsewhere, title, gone=gone, others=others)


@spoken
def not_found_page(language: str) -> bytes:
    title = _("This page does not exist")
    return render("answer", language, "", homes(), title, others=[], not_found=True)


@spoken
def no_preview_page(language: str, expired: bool) -> bytes:
    """What stands where a link to a preview is no longer good, or never was."""
    title = _("This link is no longer valid") if expired else _("This link is not valid")
    return render("no_preview", language, "", homes(), title, expired=expired)


def front_page() -> bytes:
    """The root of the site: it offers the languages, and chooses for nobody."""
    language = settings.X_DEFAULT_LANGUAGE
    texts = []
    for code in languages():
        with translation.override(code):
            words = _("Read about health in %(language)s") % {"language": name_of(code, code)}
            texts.append((code, get(code).name, words, addresses.home(code)))
    with translation.override(language):
        context = {"alternates": home_alternates(), "texts": texts, "is_front": True}
        return render("front", language, "/", homes(), settings.SITE_NAME, **context)

"""The editors' page of one article: what is recommended under it and why, what they pin, what they never show."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.articles.admin.rows import badge, called, edition_badge, in_language, with_titles
from cms.articles.models import Article, Edition, Kind
from cms.articles.visible import visible
from cms.languages import get
from cms.languages.naming import name_of
from cms.people.roles import require
from cms.recommendations import choices
from cms.recommendations.choices import NoChoice
from cms.recommendations.models import Choice
from cms.recommendations.shown import PLACES, Suggested, considered, suggested
from cms.recommendations.vectors import WHOLE

# How many articles a search finds at most.
MOST = 20
_DONE = {
    "pin": gettext_lazy("“%s” is pinned."),
    "exclude": gettext_lazy("“%s” is never shown here."),
    "up": gettext_lazy("“%s” is one place higher."),
    "forget": gettext_lazy("“%s” is left to the texts again."),
}


@dataclass(frozen=True)
class Named:
    """An article by its title, and the language that is in."""

    pk: int
    title: str
    language: str = ""


@dataclass(frozen=True)
class Place:
    """One article that may be listed in a language: whether it is, and why."""

    other: Named
    why: Suggested
    standing: str
    badge: SafeString
    reasons: list[SafeString]

    @property
    def percent(self) -> float:
        return 100 * self.why.score / WHOLE


@dataclass(frozen=True)
class Listing:
    """What is offered to the readers of one language, the best first."""

    language: str
    name: str
    places: list[Place]

    @property
    def shown(self) -> list[Place]:
        return [place for place in self.places if place.standing == "shown"]

    @property
    def others(self) -> list[Place]:
        return [place for place in self.places if place.standing != "shown"]


def recommendations_page(request: HttpRequest, pk: int, *, site: AdminSite) -> HttpResponse:
    """The page, and what its buttons do."""
    if not request.user.has_perm("articles.change_article"):
        require(request.user, "articles.view_article")
    article = get_object_or_404(Article, pk=pk)
    if request.method == "POST":
        _act(request, article)
        return redirect(request.get_full_path())
    context = site.each_context(request) | {
        "title": _("You may like, under “%s”") % _named([article.pk])[article.pk].title,
        "article": article,
        "opts": Article._meta,
        "may_choose": choices.has_right(article, request.user),
        "places": PLACES,
    }
    if article.kind == Kind.ARTICLE:
        asked = request.GET.get("q", "").replace("\0", "").strip()
        context |= _chosen_and_listed(request, article) | {"asked": asked, "most": MOST}
        context["found"] = _found(asked, article) if asked else None
    return TemplateResponse(request, "admin/recommendations/page.html", context)


def _act(request: HttpRequest, article: Article) -> None:
    """Do what a button says; what cannot be done is told in a sentence."""
    choices.require_right(article, request.user)
    name, _space, number = request.POST.get("act", "").partition(" ")
    is_number = number.isascii() and number.isdecimal() and len(number) < 20
    other = Article.objects.filter(pk=number).first() if is_number else None
    try:
        if name not in _DONE or other is None:
            raise NoChoice(_("There is no such article, or nothing of the kind can be done with it."))
        if name in Choice.Kind.values:
            choices.choose(article, other, name, request.user)
        else:
            act = choices.raise_up if name == "up" else choices.forget
            act(_choice(article, other), request.user)
    except NoChoice as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _DONE[name] % _named([other.pk])[other.pk].title)


def _choice(article: Article, other: Article) -> Choice:
    choice = Choice.objects.filter(article=article, other=other).select_related("article").first()
    if choice is None:
        raise NoChoice(_("Somebody left it to the texts already."))
    return choice


# --- What is shown ------------------------------------------------------------------------------------------


def _chosen_and_listed(request: HttpRequest, article: Article) -> dict:
    chosen = list(Choice.objects.filter(article=article).select_related("by"))
    pinned = [choice for choice in chosen if choice.kind == Choice.Kind.PIN]
    excluded = [choice for choice in chosen if choice.kind == Choice.Kind.EXCLUDE]
    languages = [edition.language for edition in article.editions.order_by("-is_source") if edition.is_visible]
    offered = {
        # What was excluded a moment ago is gone, whether or not the listing was computed since.
        language: [one for one in listed if one.article not in {choice.other_id for choice in excluded}]
        for language, listed in suggested([article.pk], languages).get(article.pk, {}).items()
    }
    listed = [one for by_language in offered.values() for one in by_language]
    topics = {topic for one in listed for topic in one.topics}
    names = _named({*topics, *(one.article for one in listed), *(choice.other_id for choice in chosen)})
    titles = _readable(languages, {one.article for one in listed})
    listings = [
        Listing(
            language,
            name_of(language, request.LANGUAGE_CODE),
            _places(language, offered.get(language, []), titles, names),
        )
        for language in languages
    ]
    return {
        "listings": listings,
        "pinned": [(choice, names[choice.other_id], _standings(listings, choice.other_id)) for choice in pinned],
        "excluded": [(choice, names[choice.other_id]) for choice in excluded],
    }


def _places(
    language: str, offered: list[Suggested], titles: dict[tuple[int, str], str], names: dict[int, Named]
) -> list[Place]:
    """What is offered, each with whether readers see it: the first that can be shown take the places."""
    readable = [one.article for one in considered(offered) if titles.get((one.article, language))]
    shown, places = set(readable[:PLACES]), []
    for one in offered:
        title = titles.get((one.article, language))
        named = Named(one.article, title, language) if title else names[one.article]
        if one.article in shown:
            standing, mark = "shown", badge("published", "●", _("shown"))
        elif title:
            standing, mark = "reserve", badge("draft", "◐", _("in reserve"))
        elif title is None:
            standing, mark = "missing", badge("none", "○", _("not published in this language"))
        else:
            standing, mark = "withheld", badge("withdrawn", "✕", _("its title is withheld"))
        places.append(Place(named, one, standing, mark, _reasons(one, language, names)))
    return places


def _reasons(one: Suggested, language: str, names: dict[int, Named]) -> list[SafeString]:
    """Why the texts say so, as readers are told; all of it."""
    reasons = []
    if one.topics:
        topics = [(in_language(names[topic].title, names[topic].language),) for topic in one.topics]
        joined = format_html_join(", ", "{}", topics)
        reasons.append(format_html(_("Same topic: %s").replace("%s", "{}"), joined))
    if one.terms:
        said = in_language(get(language).format_list(one.terms), language)
        reasons.append(format_html(_("Both are about: %s").replace("%s", "{}"), said))
    if not (reasons or one.pinned):
        reasons.append(format_html("{}", _("They have many words in common, none of which says why by itself.")))
    return reasons


def _standings(listings: list[Listing], other: int) -> list[tuple[str, SafeString]]:
    """(language, badge) of a pinned article in each listing."""
    return [(listing.name, place.badge) for listing in listings for place in listing.places if place.other.pk == other]


def _readable(languages: Iterable[str], articles: Iterable[int]) -> dict[tuple[int, str], str]:
    """(article, language) → the title that readers of the language see; empty where that is withheld."""
    editions = Edition.objects.filter(article__in=articles, article__kind=Kind.ARTICLE, language__in=languages)
    pages = visible(editions.filter(published__isnull=False).select_related("article", "published"))
    return {
        (page.edition.article_id, language): page.title if page.title_language == language else ""
        for page in pages
        for language in [page.edition.language]
    }


def _named(articles: Iterable[int]) -> dict[int, Named]:
    """Articles by their keys in the database."""
    return {one.pk: _name(one) for one in with_titles(Article.objects.filter(pk__in=list(articles)))}


def _name(article: Article) -> Named:
    """One that ``with_titles`` found."""
    return Named(article.pk, article.shown_title or article.key, article.shown_language or "")


# --- Looking for another article ----------------------------------------------------------------------------


def _found(asked: str, article: Article) -> list[tuple[Named, str, list[SafeString]]]:
    """(article, what was chosen of it, its editions' badges) of each that the words fit; one more than are shown."""
    fitting = called(Article.objects.filter(kind=Kind.ARTICLE).exclude(pk=article.pk), asked)
    names = [_name(one) for one in with_titles(fitting).order_by("sort_title", "key")[: MOST + 1]]
    keys = [one.pk for one in names]
    kinds = dict(Choice.objects.filter(article=article, other__in=keys).values_list("other", "kind"))
    editions = {(edition.article_id, edition.language): edition for edition in Edition.objects.filter(article__in=keys)}
    return [
        (
            one,
            kinds.get(one.pk, ""),
            [edition_badge(editions.get((one.pk, code)), code) for code, _n in settings.LANGUAGES],
        )
        for one in names
    ]

"""Articles and topics with all that their pages show of them, many at once in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from django.db.models import Q, QuerySet, Value

from cms.articles.links import same_address
from cms.articles.models import WITH_PAGES, Article, Edition, Kind, Link
from cms.articles.visible import VisibleEdition, visible
from cms.languages import get
from cms.recommendations.shown import PLACES, Suggested, considered, suggested
from cms.website import addresses


@dataclass
class ArticleInContext:
    """An article or topic with all that its pages show."""

    article: Article
    editions: dict[str, Edition] = field(default_factory=dict)
    pages: dict[str, VisibleEdition] = field(default_factory=dict)
    # Language → the shared texts at the end, and the article's topics by title.
    snippets: dict[str, list[VisibleEdition]] = field(default_factory=dict)
    topics: dict[str, list[VisibleEdition]] = field(default_factory=dict)
    # Language → what is recommended under the article, and why; the best first.
    related: dict[str, list[tuple[Suggested, VisibleEdition]]] = field(default_factory=lambda: defaultdict(list))
    # Link target → language → address.
    links: dict[str, dict[str, str]] = field(default_factory=dict)


def in_context(ids: Iterable[int]) -> list[ArticleInContext]:
    """Articles and topics with their editions and all that stands beside their texts; nine queries at most."""
    wanted = Edition.objects.filter(article__in=list(ids), article__kind__in=WITH_PAGES)
    editions = list(wanted.select_related("article", "published"))
    found: dict[int, ArticleInContext] = {}
    for edition in editions:
        one = found.setdefault(edition.article_id, ArticleInContext(edition.article))
        one.editions[edition.language] = edition
    beside = _Beside.of(found)
    shown = {(p.edition.article_id, p.edition.language): p for p in visible([*editions, *beside.editions()])}
    for article, one in found.items():
        one.pages = {code: shown[article, code] for code in one.editions if (article, code) in shown}
        for language in one.pages:
            snippets = (shown[pk, language] for pk in beside.snippets[article] if (pk, language) in shown)
            one.snippets[language] = sorted(snippets, key=lambda page: page.edition.article.key)
            topics = (shown[pk, language] for pk in beside.topics[article] if (pk, language) in shown)
            one.topics[language] = sorted((p for p in topics if p.title_language == language), key=_by_title)
            for suggestion in beside.listed(article, language):
                page = shown.get((suggestion.article, language))
                if page and page.title_language == language and len(one.related[language]) < PLACES:
                    one.related[language].append((suggestion, page))
    _add_links(found)
    return [found[pk] for pk in sorted(found, key=lambda pk: found[pk].article.key)]


@dataclass
class _Beside:
    """What other articles stand beside some articles: shared texts, topics, recommendations."""

    snippets: dict[int, set[int]]
    topics: dict[int, set[int]]
    suggested: dict[int, dict[str, list[Suggested]]]

    @classmethod
    def of(cls, found: dict[int, ArticleInContext]) -> "_Beside":
        languages = {language for one in found.values() for language, e in one.editions.items() if e.is_visible}
        attached, topics = Article.snippets.through.objects, Article.topics.through.objects
        pairs = [
            objects.filter(from_article__in=found).values_list(Value(name), "from_article", "to_article")
            for name, objects in (("snippet", attached), ("topic", topics))
        ]
        related: dict[str, dict[int, set[int]]] = {"snippet": defaultdict(set), "topic": defaultdict(set)}
        for name, article, other in pairs[0].union(pairs[1]):
            related[name][article].add(other)
        return cls(related["snippet"], related["topic"], suggested(found, languages))

    def listed(self, article: int, language: str) -> list[Suggested]:
        return considered(self.suggested.get(article, {}).get(language, []))

    def editions(self) -> QuerySet[Edition]:
        whole = set().union(*self.snippets.values(), *self.topics.values())
        asked = Q(article__in=whole)
        for language in sorted({code for by_language in self.suggested.values() for code in by_language}):
            others = {one.article for article in self.suggested for one in self.listed(article, language)}
            asked |= Q(language=language, article__in=others, article__kind=Kind.ARTICLE)
        return Edition.objects.filter(asked, published__isnull=False).select_related("article", "published")


def _by_title(page: VisibleEdition) -> tuple[Any, int]:
    return get(page.edition.language).sort_key(page.title), page.edition.article_id


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
    known = Edition.objects.filter(article__kind__in=WITH_PAGES)
    ours = known.filter(article__key__in=keys) | known.filter(old_address__in=old)
    where: dict[int, dict[str, str]] = defaultdict(dict)
    names: dict[str, int] = {}
    asked = Edition.objects.filter(article__in=ours.values("article")) if by_target else Edition.objects.none()
    for edition in asked.select_related("article"):
        names[f"article:{edition.article.key}"] = edition.article_id
        names |= {spelling: edition.article_id for spelling in same_address(edition.old_address) if edition.old_address}
        if edition.is_visible:
            where[edition.article_id][edition.language] = addresses.of(edition)
    for target, linking in by_target.items():
        if target in names:
            for article in linking:
                found[article].links[target] = where[names[target]]

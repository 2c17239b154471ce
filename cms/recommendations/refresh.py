"""Bring the stored listings in line: of what changed and of its neighbours, or of everything with new word weights.

One step leaves the same rows as doing all of them again would. Nothing here is public but what ``articles.visible``
says is: a withheld paragraph recommends nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from itertools import batched

from django.db import transaction

from cms.articles.blocks import words
from cms.articles.models import Article, Edition, Kind, Outbox
from cms.articles.visible import visible
from cms.languages.terms import Terms, telling, terms
from cms.recommendations.index import Index, MemoryIndex, StoredIndex, store_postings
from cms.recommendations.models import Choice, Posting, Recommendation, Vector, Weights
from cms.recommendations.vectors import WHOLE, Commonness, joined, shared_terms, weighted

# How many are stored for each language, more than a page shows: what is pinned or withdrawn leaves enough.
STORED = 8
# Articles less alike than two per cent have only some everyday words in common.
FLOOR = WHOLE // 50
_TERMS_OF_A_REASON = 2
_BATCH, _PAIRS = 50, 500


def refresh(touched: Iterable[int]) -> None:
    """Bring in line what is recommended under these articles, and every listing they belong in or no longer do.

    The pages whose listing changed are noted in the outbox, in the transaction that changed it.
    """
    for some in batched(sorted(set(touched)), _BATCH):
        with transaction.atomic():
            weights = Weights.current()
            index = StoredIndex(weights)
            changed = _store_vectors(weights, some)
            listing = Recommendation.objects.filter(other__in=changed).values_list("article", flat=True)
            due = set(some) | set(listing) | _entered(index, changed)
            _note(_relist(weights, index, sorted(due), _languages_of_pages) - set(some))


def renew(progress: Callable[[int], None] = lambda count: None) -> Weights:
    """Weigh all words anew, and with them every article and every listing; nobody may refresh meanwhile."""
    Weights.objects.filter(ready=False).delete()  # what a killed process left
    articles = list(_published_articles().order_by("pk"))
    weights = _weigh_words(articles)
    for some in batched(articles, _BATCH):
        with transaction.atomic():
            _store_vectors(weights, some)
    Weights.objects.filter(pk=weights.pk).update(ready=True)
    finish(progress)
    return weights


def is_unfinished() -> bool:
    """Whether a process was killed while it brought the listings in line with new weights."""
    return Weights.objects.filter(ready=True).count() > 1


def finish(progress: Callable[[int], None] = lambda count: None) -> None:
    """List everything by the weights in use, then forget those before them: that they are gone says it is done."""
    weights = Weights.current()
    index, shown_in = MemoryIndex(), {}
    for one in Vector.objects.filter(weights=weights).order_by("pk").iterator(_PAIRS):
        index.add(one.article_id, joined(one.parts, one.topics))
        shown_in[one.article_id] = set(one.parts)
    done = 0
    for some in batched(sorted(shown_in), _BATCH):
        with transaction.atomic():
            changed = _relist(weights, index, some, lambda ids: {pk: shown_in.get(pk, set()) for pk in ids})
            _note(changed)
        progress(done := done + len(some))
    Recommendation.objects.exclude(article__in=_published_articles()).delete()
    for old in Weights.objects.exclude(pk=weights.pk):
        Posting.objects.filter(weights=old).delete()
        old.delete()


def _note(articles: Iterable[int]) -> None:
    """That the pages of these articles are due."""
    Outbox.objects.bulk_create(Outbox(article_id=article, only_its_page=True) for article in sorted(articles))


def _published():
    """The editions that may be recommended."""
    return Edition.objects.filter(published__isnull=False, article__kind=Kind.ARTICLE)


def _published_articles():
    return _published().order_by().values_list("article", flat=True).distinct()


def _weigh_words(articles: Collection[int]) -> Weights:
    common = Commonness()
    for some in batched(articles, _BATCH):
        for texts in _texts(some).values():
            for language, found in texts.items():
                common.add(found.counts, language)
    return Weights.objects.create(texts=dict(common.texts), counters=common.dump())


def _texts(articles: Iterable[int]) -> dict[int, dict[str, Terms]]:
    """Article → language → terms of the text that readers see."""
    editions = _published().filter(article__in=articles)
    found: dict[int, dict[str, Terms]] = defaultdict(dict)
    for page in visible(editions.select_related("article", "published")):
        text = "\n".join(words(block) for block in page.blocks if block.text)
        found[page.edition.article_id][page.edition.language] = terms(text, page.edition.language)
    return found


# --- Vectors ------------------------------------------------------------------------------------------------


def _store_vectors(weights: Weights, articles: Collection[int]) -> dict[int, dict[int, int]]:
    """Store what the articles are about now; those that changed, with their vectors (empty: not published)."""
    common = _commonness(weights)
    topics = _topics(articles)
    before = {vector.article_id: vector for vector in Vector.objects.filter(weights=weights, article__in=articles)}
    texts, now = _texts(articles), {}
    for article in articles:
        parts = {code: weighted(t, code, common) for code, t in texts.get(article, {}).items()}
        new = Vector(weights=weights, article_id=article, parts=parts, topics=sorted(topics[article]) if parts else [])
        old = before.get(article)
        if (new.parts, new.topics) != ((old.parts, old.topics) if old else ({}, [])):
            now[article] = new
    _forget([before[article] for article in now if article in before])
    Vector.objects.bulk_create(vector for vector in now.values() if vector.parts)
    changed = {article: joined(vector.parts, vector.topics) for article, vector in now.items()}
    store_postings(weights, changed)
    return changed


def _forget(vectors: Collection[Vector]) -> None:
    for vector in vectors:
        terms_before = list(joined(vector.parts, vector.topics))
        Posting.objects.filter(weights=vector.weights_id, term__in=terms_before, article=vector.article_id).delete()
    Vector.objects.filter(pk__in=[vector.pk for vector in vectors]).delete()


_loaded: dict[tuple[int, datetime], Commonness] = {}


def _commonness(weights: Weights) -> Commonness:
    """Unpacked once for each process: a version never changes, but its number comes again after a rollback."""
    version = weights.pk, weights.made_at
    if version not in _loaded:
        _loaded.clear()
        _loaded[version] = Commonness.load(weights.texts, bytes(weights.counters))
    return _loaded[version]


def _topics(articles: Iterable[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    pairs = Article.topics.through.objects.filter(from_article__in=articles)
    for article, topic in pairs.values_list("from_article", "to_article"):
        found[article].append(topic)
    return found


# --- Listings -----------------------------------------------------------------------------------------------


def _entered(index: Index, changed: Mapping[int, Mapping[int, int]]) -> set[int]:
    """The articles in whose listing one of the changed ones now has a place."""
    entered: set[int] = set()
    shown_in = _languages_of_pages(changed)
    for article, vector in changed.items():
        scores = index.scores(vector, FLOOR) if vector else {}
        for some in batched(sorted(scores.keys() - entered - {article}), _PAIRS):
            last = Recommendation.objects.filter(article__in=some, rank=STORED - 1)
            lowest = {(pk, code): score for pk, code, score in last.values_list("article", "language", "score")}
            for other, languages in _languages_of_pages(some).items():
                if any(scores[other] >= lowest.get((other, code), 0) for code in languages & shown_in[article]):
                    entered.add(other)
    return entered


def _languages_of_pages(articles: Iterable[int]) -> dict[int, set[str]]:
    """Article → the languages it is published in."""
    found: dict[int, set[str]] = {article: set() for article in articles}
    for article, language in _published().filter(article__in=list(found)).values_list("article", "language"):
        found[article].add(language)
    return found


type _LanguagesOf = Callable[[Iterable[int]], dict[int, set[str]]]
# (article, score) in the order of the listing.
type _Ranked = list[tuple[int, int]]


def _relist(weights: Weights, index: Index, articles: Collection[int], languages_of: _LanguagesOf) -> set[int]:
    """Compute the listings of these articles; those whose listing is another now."""
    mine = {vector.article_id: vector for vector in Vector.objects.filter(weights=weights, article__in=articles)}
    excluded: dict[int, set[int]] = defaultdict(set)
    for choice in Choice.objects.filter(article__in=articles, kind=Choice.Kind.EXCLUDE):
        excluded[choice.article_id].add(choice.other_id)
    listed = {
        article: _ranked(index, article, vector, excluded[article], languages_of) for article, vector in mine.items()
    }
    chosen = {other for by_language in listed.values() for ranked in by_language.values() for other, _s in ranked}
    others = mine | {v.article_id: v for v in Vector.objects.filter(weights=weights, article__in=chosen - mine.keys())}
    wanted = {article: _rows(mine[article], by_language, others) for article, by_language in listed.items()}
    return _store_listings(articles, wanted)


def _ranked(
    index: Index, article: int, vector: Vector, excluded: set[int], languages_of: _LanguagesOf
) -> dict[str, _Ranked]:
    """Language → the articles most like this one among those published in it."""
    scores = index.scores(joined(vector.parts, vector.topics), FLOOR)
    candidates = sorted(scores.keys() - excluded - {article}, key=lambda other: (-scores[other], other))
    listed: dict[str, _Ranked] = {language: [] for language in vector.parts}
    for some in batched(candidates, 4 * STORED):
        published = languages_of(some)
        for other in some:
            for language in published[other] & listed.keys():
                if len(listed[language]) < STORED:
                    listed[language].append((other, scores[other]))
        if all(len(ranked) == STORED for ranked in listed.values()):
            break
    return listed


def _rows(mine: Vector, by_language: Mapping[str, _Ranked], others: Mapping[int, Vector]) -> list[Recommendation]:
    rows = []
    for language, ranked in by_language.items():
        for rank, (other, score) in enumerate(ranked):
            theirs = others[other]
            both = shared_terms(mine.part(language), theirs.part(language), language)
            shared = telling(both, language, _TERMS_OF_A_REASON)
            row = Recommendation(article_id=mine.article_id, language=language, rank=rank, other_id=other, score=score)
            row.topics = sorted(set(mine.topics) & set(theirs.topics))
            row.terms = shared
            rows.append(row)
    return rows


def _store_listings(articles: Collection[int], wanted: Mapping[int, list[Recommendation]]) -> set[int]:
    """Replace the listings that are others now, and name their articles."""
    before: dict[int, list[Recommendation]] = defaultdict(list)
    for row in Recommendation.objects.filter(article__in=articles).order_by("pk"):
        before[row.article_id].append(row)
    changed = {pk for pk in articles if _facts(before[pk]) != _facts(wanted.get(pk, []))}
    Recommendation.objects.filter(article__in=changed).delete()
    Recommendation.objects.bulk_create(row for article in sorted(changed) for row in wanted.get(article, []))
    return changed


def _facts(rows: Iterable[Recommendation]) -> list[tuple]:
    return sorted((row.language, row.rank, row.other_id, row.score, row.topics, row.terms) for row in rows)

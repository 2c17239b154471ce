"""Whether editors would have recommended the same articles, and what a listing costs in time and memory."""

# ruff: noqa: E402 - Django is set up first, in a folder of its own
import argparse
import gzip
import json
import math
import random
import re
import resource
import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import batched, pairwise
from pathlib import Path
from typing import Any

import common

common.set_up()

import synthetic
from django.conf import settings
from django.db import connection, reset_queries

from cms.articles.blocks import Block
from cms.articles.models import Article, Edition, Outbox, Revision
from cms.languages.text import collapse, digest
from cms.people.models import Person
from cms.recommendations.models import Recommendation
from cms.recommendations.refresh import refresh, renew

settings.PAGE_BUILDER = "builtins.list"  # what is told after a commit does nothing here
LANGUAGES = ("en", "vi")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with related_articles.jsonl.gz: articles and editors' links")
    parser.add_argument("--articles", type=int, nargs="*", default=[], help="sizes to measure time and memory at")
    parser.add_argument("--refreshed", type=int, default=50, help="articles refreshed one by one")
    parser.add_argument("--only-cost", action="store_true", help="leave the quality out")
    given = parser.parse_args()
    documents = list(read(given.data / "related_articles.jsonl.gz")) if given.data else []
    if documents and not given.only_cost:
        with common.database():
            quality(documents)
    for size in given.articles:
        with common.database():
            cost(size, given.refreshed, documents)


def read(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


# --- Quality ------------------------------------------------------------------------------------------------


def quality(documents: list[dict[str, Any]]) -> None:
    """hit@5, recall@5 and MRR of our listings against the editors' own links, beside plain TF-IDF."""
    store((key_of(n), {code: texts_of(d, code) for code in LANGUAGES}) for n, d in enumerate(documents))
    renew()
    number = {document["doc"]: n for n, document in enumerate(documents)}
    links = {
        n: {number[other] for other in document["related"] if other in number} - {n}
        for n, document in enumerate(documents)
        if document["related"]
    }
    links = {n: wanted for n, wanted in links.items() if wanted}
    ours = {code: listings(code) for code in LANGUAGES}
    rows = [[f"our listing, {code}", *judged(ours[code], links)] for code in LANGUAGES]
    for codes in [("en",), ("vi",), LANGUAGES]:
        plain = plain_tf_idf(documents, codes, links)
        rows.append([f"plain TF-IDF (1–2-grams), {' + '.join(codes)}", *judged(plain, links)])
    print(common.table([f"{len(links)} articles with links", "hit@5", "recall@5", "MRR"], rows))


def judged(found: dict[int, list[int]], links: dict[int, set[int]]) -> list[str]:
    hits = [[other in wanted for other in found.get(n, [])[:5]] for n, wanted in links.items()]
    wanted = [len(w) for w in links.values()]
    hit = statistics.mean(any(row) for row in hits)
    recall = statistics.mean(sum(row) / size for row, size in zip(hits, wanted, strict=True))
    rank = statistics.mean(1 / (row.index(True) + 1) if any(row) else 0 for row in hits)
    return [f"{hit:.3f}", f"{recall:.3f}", f"{rank:.3f}"]


def listings(language: str) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    rows = Recommendation.objects.filter(language=language).order_by("article", "rank")
    for key, other in rows.values_list("article__key", "other__key"):
        found.setdefault(int(key.removeprefix("a-")), []).append(int(other.removeprefix("a-")))
    return found


def plain_tf_idf(documents: list[dict[str, Any]], codes: tuple[str, ...], links: Any) -> dict[int, list[int]]:
    """The peer: every word and pair of words, smoothed idf, cosine; languages added."""
    scores: dict[int, dict[int, float]] = {n: defaultdict(float) for n in links}
    for code in codes:
        counted = []
        for document in documents:
            words = re.findall(r"\w\w+", "\n".join(texts_of(document, code)).casefold())
            counted.append(Counter(words) + Counter(map(" ".join, pairwise(words))))
        common_in = Counter(term for counts in counted for term in counts)
        postings = defaultdict(list)
        vectors = []
        for n, counts in enumerate(counted):
            weights = {t: c * (math.log((1 + len(documents)) / (1 + common_in[t])) + 1) for t, c in counts.items()}
            length = math.sqrt(sum(w * w for w in weights.values())) or 1
            vectors.append({term: weight / length for term, weight in weights.items()})
            for term, weight in vectors[n].items():
                postings[term].append((n, weight))
        for n in links:
            for term, weight in vectors[n].items():
                for other, theirs in postings[term]:
                    scores[n][other] += weight * theirs
    return {n: sorted(found.keys() - {n}, key=lambda o: (-found[o], o))[:5] for n, found in scores.items()}


# --- Cost ---------------------------------------------------------------------------------------------------


def cost(size: int, refreshed: int, documents: list[dict[str, Any]]) -> None:
    """Seconds and memory of weighing everything anew, and of refreshing single articles that changed."""
    chance = random.Random(size)
    store((key_of(n), made_up(chance, documents)) for n in range(size))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds, _weights = common.timed(renew)
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    times, statements = [], []
    for article in chance.sample(list(Article.objects.values_list("pk", flat=True)), refreshed):
        store([(Article.objects.get(pk=article).key, made_up(chance, documents))])
        with statements_counted() as count:
            times.append(common.timed(lambda article=article: refresh([article]))[0])
        statements.append(count())
    Outbox.objects.all().delete()
    rows = [
        ["all anew, seconds", f"{seconds:.1f}"],
        ["all anew, MB more", f"{memory:.0f}"],
        ["database, MB", f"{database_size() / 1e6:.0f}"],
        ["one changed article, ms (median)", f"{1000 * statistics.median(times):.0f}"],
        ["one changed article, ms (worst)", f"{1000 * max(times):.0f}"],
        ["one changed article, statements (median)", f"{statistics.median(statements):.0f}"],
    ]
    print("\n" + common.table([f"{size:,} articles in two languages", ""], rows))


@contextmanager
def statements_counted() -> Iterator[Callable[[], int]]:
    reset_queries()
    connection.force_debug_cursor = True
    yield lambda: len(connection.queries)
    connection.force_debug_cursor = False


def database_size() -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
    return Path(str(connection.settings_dict["NAME"])).stat().st_size


def made_up(chance: random.Random, documents: list[dict[str, Any]]) -> dict[str, list[str]]:
    """An article of some 300 words in each language: lines of two documents, the same ones in both."""
    if not documents:
        return {code: synthetic.sentences(code, str(chance.random()), 300).split(". ") for code in LANGUAGES}
    chosen = [chance.choice(documents) for _n in range(2)]
    return {code: [line for d in chosen for line in texts_of(d, code)[:12]] for code in LANGUAGES}


# --- Articles -----------------------------------------------------------------------------------------------


def key_of(number: int) -> str:
    return f"a-{number}"


def texts_of(document: dict[str, Any], language: str) -> list[str]:
    return [document[f"title_{language}"], *document[f"text_{language}"].split("\n")]


def store(articles: Iterable[tuple[str, dict[str, list[str]]]]) -> None:
    """Publish articles, made in bulk: what is measured reads them as it reads any other."""
    by = Person.objects.get_or_create(username="author")[0]
    for some in batched(articles, 500):
        Article.objects.bulk_create([Article(key=key) for key, _texts in some], ignore_conflicts=True)
        ids = dict(Article.objects.filter(key__in=[key for key, _texts in some]).values_list("key", "pk"))
        wanted = [
            Edition(article_id=ids[key], language=code, is_source=code == LANGUAGES[0], slug=key)
            for key, _texts in some
            for code in LANGUAGES
        ]
        Edition.objects.bulk_create(wanted, ignore_conflicts=True)
        editions = {(e.article_id, e.language): e for e in Edition.objects.filter(article__in=ids.values())}
        revisions = []
        for key, texts in some:
            for code in LANGUAGES:
                edition = editions[ids[key], code]
                data = [block.as_json() for block in blocks_of(texts, code)]
                revisions.append(Revision(edition=edition, number=edition.revisions.count() + 1, data=data, by=by))
        Revision.objects.bulk_create(revisions)
        for revision in revisions:
            edition = revision.edition
            edition.newest = edition.published = edition.last_published = revision
            edition.published_on = date(2026, 1, 1)
        fields = ["newest", "published", "last_published", "published_on"]
        Edition.objects.bulk_update([revision.edition for revision in revisions], fields)


def blocks_of(texts: dict[str, list[str]], language: str) -> list[Block]:
    source = [digest(collapse(text)) for text in texts[LANGUAGES[0]]] if language != LANGUAGES[0] else []
    lines = enumerate(map(collapse, texts[language]))
    return [
        Block(f"b{n}", "paragraph" if n else "title", text, made_from=source[n] if n < len(source) else "")
        for n, text in lines
        if text
    ]


if __name__ == "__main__":
    main()

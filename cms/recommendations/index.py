"""Which articles are like a vector, and how much: in the database for one article, in memory for all of them."""

from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import batched
from typing import Protocol

from django.db import connection

from cms.recommendations.models import Posting, Weights

# SQLite binds a limited number of parameters.
_TERMS_PER_STATEMENT = 400


class Index(Protocol):
    def scores(self, vector: Mapping[int, int], floor: int) -> dict[int, int]:
        """Article → likeness, of every article that is at least ``floor`` like the vector."""


class StoredIndex:
    """The postings in the database; the work is done there."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights

    def scores(self, vector: Mapping[int, int], floor: int) -> dict[int, int]:
        found: dict[int, int] = defaultdict(int)
        for some in batched(vector.items(), _TERMS_PER_STATEMENT):
            for article, score in self._sums(some):
                found[article] += score
        return {article: score for article, score in found.items() if score >= floor}

    def _sums(self, terms: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
        table = Posting._meta.db_table
        values = ", ".join(["(%s, %s)"] * len(terms))
        statement = (
            f"WITH mine(term, weight) AS (VALUES {values}) "  # noqa: S608 - only placeholders and our own table's name
            "SELECT p.article_id, SUM(p.weight * mine.weight) "
            f"FROM mine JOIN {table} p ON p.term = mine.term AND p.weights_id = %s GROUP BY p.article_id"
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, [*(number for pair in terms for number in pair), self.weights.pk])
            return [(article, int(score)) for article, score in cursor.fetchall()]


class MemoryIndex:
    """All postings in memory: some hundred bytes for each term of an article, and many times as fast for them all."""

    def __init__(self) -> None:
        self.postings: dict[int, tuple[array[int], array[int]]] = {}

    def add(self, article: int, vector: Mapping[int, int]) -> None:
        for term, weight in vector.items():
            if (found := self.postings.get(term)) is None:
                found = self.postings[term] = (array("q"), array("h"))
            found[0].append(article)
            found[1].append(weight)

    def scores(self, vector: Mapping[int, int], floor: int) -> dict[int, int]:
        found: dict[int, int] = {}
        seen = found.get
        for articles, weights, mine in self._lists(vector):
            for article, weight in zip(articles, weights, strict=True):
                found[article] = seen(article, 0) + mine * weight
        return {article: score for article, score in found.items() if score >= floor}

    def _lists(self, vector: Mapping[int, int]) -> Iterator[tuple["array[int]", "array[int]", int]]:
        for term, mine in vector.items():
            if found := self.postings.get(term):
                yield *found, mine


def store_postings(weights: Weights, vectors: Mapping[int, Mapping[int, int]]) -> None:
    """Write the postings of some articles; as rows, for instances of the model cost four times as much."""
    table = f"{Posting._meta.db_table} (weights_id, term, article_id, weight)"
    rows = [
        (weights.pk, term, article, weight) for article, vector in vectors.items() for term, weight in vector.items()
    ]
    with connection.cursor() as cursor:
        if rows:
            cursor.executemany(f"INSERT INTO {table} VALUES (%s, %s, %s, %s)", rows)  # noqa: S608 - our own names

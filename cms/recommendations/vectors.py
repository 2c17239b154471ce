"""An article as one vector, so that the likeness of two is the cosine between them. Pure.

TF-IDF over words and pairs of words (Salton & Buckley 1988), each language an own unit vector; the languages stand side
by side, and the topics beside them, and the whole has length one. So the likeness of two articles is what they share
in every language both are published in, with a bonus for shared topics. Weights are whole numbers: sums of products
are exact, and every database ranks alike.
"""

import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from math import isqrt, log, sqrt
from typing import Any

from cms.languages.terms import Terms, tells

# Length of a vector; the likeness of an article with itself is its square.
LENGTH = 1000
WHOLE = LENGTH * LENGTH
# Of the terms of a language the heaviest are kept: more made the listing no better, and slower to look up.
_TERMS = 192
# What the topics count for, of an article that has any.
_TOPICS_SHARE = 0.15
# A term in more texts than this tells little, and would be looked up in all of them.
_COMMON_SHARE, _NEVER_COMMON, _ALWAYS_COMMON = 20, 50, 1000
# A shared term is no reason beside one that makes two articles four times as alike.
_WORTH_NAMING = 0.25
# At 100,000 articles in two languages about three terms share a counter: rare ones seem a little less rare.
_COUNTERS = 1 << 22
_BITS = (1 << 63) - 1
_MIX = 0x9E3779B97F4A7C15

# Term in lower case → [as the article writes it, empty where only once; weight], as JSON gives it back.
type Part = dict[str, list[Any]]


@lru_cache(maxsize=1 << 18)
def _hash_of_word(word: str, language: str) -> int:
    return int.from_bytes(blake2b(f"{language}\0{word}".encode(), digest_size=8).digest()) & _BITS


def hash_of(term: str, language: str) -> int:
    """63 bits that stand for a term of a language, the same on every machine."""
    first, _space, second = term.partition(" ")
    if not second:
        return _hash_of_word(first, language)
    return (_hash_of_word(first, language) * _MIX + _hash_of_word(second, language)) & _BITS


def hash_of_topic(article: int) -> int:
    return _hash_of_word(str(article), "topic")


@dataclass
class Commonness:
    """In how many texts each term occurs: a count-min sketch of one row (Cormode & Muthukrishnan 2005).

    Its size is the same for any number of texts; terms that share a counter seem a little commoner than they are.
    """

    texts: Counter[str] = field(default_factory=Counter)
    counters: "array[int]" = field(default_factory=lambda: array("I", bytes(4 * _COUNTERS)))

    def add(self, terms: Iterable[str], language: str) -> None:
        """Count one more text with these different terms."""
        self.texts[language] += 1
        for term in terms:
            self.counters[hash_of(term, language) % _COUNTERS] += 1

    def of(self, term: str, language: str) -> int:
        return self.counters[hash_of(term, language) % _COUNTERS]

    def dump(self) -> bytes:
        return zlib.compress(self.counters.tobytes(), 1)

    @classmethod
    def load(cls, texts: Mapping[str, int], data: bytes) -> "Commonness":
        found = cls(Counter(texts), array("I"))
        found.counters.frombytes(zlib.decompress(data))
        return found


def weighted(found: Terms, language: str, common: Commonness) -> Part:
    """The heaviest terms of a text as a unit vector."""
    texts = common.texts[language]
    too_common = min(max(texts // _COMMON_SHARE, _NEVER_COMMON), _ALWAYS_COMMON)
    weights = {}
    for term, count in found.counts.items():
        in_texts = common.of(term, language)
        if in_texts <= too_common:
            weights[term] = count * (log((1 + max(texts, in_texts)) / (1 + in_texts)) + 1)
    heaviest = sorted(weights, key=lambda term: (-weights[term], term))[:_TERMS]
    length = sqrt(sum(weights[term] ** 2 for term in heaviest)) or 1
    written = found.written(set(heaviest))
    return {term: [written.get(term, ""), round(weights[term] / length, 6)] for term in heaviest}


def joined(parts: Mapping[str, Part], topics: Iterable[int]) -> dict[int, int]:
    """Hash of a term or topic → weight, of an article's languages and topics together."""
    topics, filled = sorted(topics), {language: part for language, part in parts.items() if part}
    for_topics = (_TOPICS_SHARE if filled else 1) if topics else 0
    scale = LENGTH * sqrt((1 - for_topics) / (len(filled) or 1))
    vector = {
        hash_of(term, language): round(weight * scale)
        for language, part in filled.items()
        for term, (_written, weight) in part.items()
    }
    if topics:
        vector |= dict.fromkeys(map(hash_of_topic, topics), isqrt(int(WHOLE * for_topics / len(topics))))
    return {term: weight for term, weight in vector.items() if weight}


def shared_terms(mine: Part, other: Part, language: str) -> list[str]:
    """The terms that both have more than once, as mine writes them; those that make them alike most first."""
    both = {term: mine[term][1] * other[term][1] for term in mine.keys() & other.keys()}
    strong = [term for term in both if mine[term][0] and other[term][0] and tells(term, language)]
    least = _WORTH_NAMING * max((both[term] for term in strong), default=0)
    ranked = sorted((term for term in strong if both[term] >= least), key=lambda term: (-both[term], term))
    return [mine[term][0] for term in ranked]

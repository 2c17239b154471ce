"""Vectors: likeness is a cosine of whole numbers, the same on every machine."""

import os
import subprocess
import sys
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.languages.terms import Terms, terms
from cms.recommendations.vectors import LENGTH, WHOLE, Commonness, hash_of, joined, shared_terms, weighted

# Nothing is counted yet: every term weighs the same.
NOTHING = Commonness()
WORDS = ["iron", "blood", "nerve", "folate", "liver", "kidney", "sleep", "heart", "lung", "skin"]
texts = st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join)
vectors = st.builds(
    lambda en, vi, topics: joined({"en": part(en), "vi": part(vi, "vi")}, topics),
    texts,
    texts,
    st.sets(st.integers(1, 9), max_size=3),
)


def part(text, language="en", common=None):
    return weighted(terms(text, language), language, common or NOTHING)


def likeness(one, other) -> int:
    return sum(weight * other.get(term, 0) for term, weight in one.items())


@settings(deadline=None)
@given(vectors)
def test_a_vector_is_of_whole_numbers_and_of_length_one(vector):
    assert all(isinstance(number, int) for pair in vector.items() for number in pair)
    assert not vector or abs(likeness(vector, vector) - WHOLE) < WHOLE / 50


@settings(deadline=None)
@given(vectors, vectors)
def test_likeness_is_the_same_from_both_sides_and_never_above_the_whole(one, other):
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) < WHOLE * 1.02


@settings(deadline=None)
@given(texts)
def test_the_order_in_which_the_words_were_counted_does_not_matter(text):
    found = terms(text, "en")
    turned = Terms(Counter({term: found.counts[term] for term in sorted(found.counts, reverse=True)}), found.runs[::-1])
    assert weighted(found, "en", NOTHING) == weighted(turned, "en", NOTHING)


def test_both_languages_and_the_topics_share_the_length():
    both = joined({"en": part("iron"), "vi": part("sắt", "vi")}, [7])
    squares = {term: weight**2 / WHOLE for term, weight in both.items()}
    assert squares[hash_of("iron", "en")] == pytest.approx(0.425, abs=0.01)
    assert squares[hash_of("sắt", "vi")] == pytest.approx(0.425, abs=0.01)
    assert sum(squares.values()) == pytest.approx(1, abs=0.01)


def test_an_article_without_words_is_all_topics_and_one_without_either_is_like_nothing():
    assert list(joined({"en": {}}, [7]).values()) == [LENGTH]
    assert joined({"en": {}}, []) == {}


def test_a_word_of_one_language_is_not_that_of_another():
    assert hash_of("am", "en") != hash_of("am", "vi")
    assert hash_of("low iron", "en") != hash_of("iron low", "en")


def test_a_rare_term_weighs_more_than_a_common_one():
    common = Commonness()
    for _n in range(9):
        common.add(["blood"], "en")
    common.add(["folate"], "en")
    found = part("blood folate", common=common)
    assert found["folate"][1] > found["blood"][1]


def test_a_term_that_is_in_every_second_text_is_left_out():
    common = Commonness()
    for n in range(200):
        common.add(["blood"] if n % 2 else ["folate", "blood"][:1] if n == 0 else [f"w{n}"], "en")
    assert set(part("blood. folate", common=common)) == {"folate"}


def test_counted_terms_are_never_fewer_than_they_were_and_come_back_from_the_database():
    common = Commonness()
    for number in range(500):
        common.add([f"word{number % 50}", f"rare{number}"], "en")
    again = Commonness.load(dict(common.texts), common.dump())
    assert again.texts["en"] == 500
    for number in range(500):
        assert again.of(f"word{number % 50}", "en") >= 10
        assert again.of(f"rare{number}", "en") >= 1
    assert again.of("never", "en") <= 1


def test_the_terms_that_both_have_more_than_once_come_with_what_makes_them_alike_first():
    mine = part("folate, folate, folate. Iron, iron. Skin, skin. liver")
    other = part("folate, folate, iron, iron, liver, liver")
    assert shared_terms(mine, other, "en") == ["folate", "iron"]
    assert shared_terms(mine, part("skin"), "en") == []


CODE = """
from cms.languages.terms import terms
from cms.recommendations.vectors import Commonness, joined, weighted
found = terms("Low iron and tired blood, low folate; iron tablets for Iron deficiency", "en")
part = weighted(found, "en", Commonness())
print(part, sorted(joined({"en": part}, [3, 1]).items()))
"""


def test_nothing_depends_on_the_seed_of_the_process():
    said = set()
    for seed in ("1", "2", "77"):
        environment = os.environ | {"PYTHONHASHSEED": seed}
        run = subprocess.run([sys.executable, "-c", CODE], env=environment, capture_output=True, text=True, check=True)
        said.add(run.stdout)
    assert len(said) == 1

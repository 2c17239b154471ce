"""What a text is about: its words and pairs of words."""

from collections import Counter

import pytest

from cms.languages.terms import telling, tells, terms

COUNTED = [
    ("en", "Iron and iron tablets.", {"iron": 2, "tablets": 1, "iron tablets": 1}),
    ("en", "Low iron, tired legs", {"low": 1, "iron": 1, "low iron": 1, "tired": 1, "legs": 1, "tired legs": 1}),
    ("en", "iron (ferrous) sulphate", {"iron": 1, "ferrous": 1, "sulphate": 1}),
    ("en", "Crohn’s disease", {"crohn’s": 1, "disease": 1, "crohn’s disease": 1}),
    ("en", "lack of iron", {"lack": 1, "iron": 1}),
    ("en", "the and of", {}),
    ("en", "COVID-19 vaccine", {"covid": 1, "19": 1, "vaccine": 1, "covid 19": 1, "19 vaccine": 1}),
    ("en", "", {}),
    ("vi", "thiếu máu và thiếu sắt", {"thiếu": 2, "máu": 1, "thiếu máu": 1, "sắt": 1, "thiếu sắt": 1}),
    ("vi", "Không được uống.", {"uống": 1}),
    ("vi", "máu; sắt", {"máu": 1, "sắt": 1}),
    ("vi", "“Vitamin B12” là", {"vitamin": 1, "b12": 1, "vitamin b12": 1}),
    ("fr", "le fer", {"le": 1, "fer": 1, "le fer": 1}),
]


@pytest.mark.parametrize(("language", "text", "counts"), COUNTED)
def test_words_and_pairs_are_counted_without_function_words_or_across_punctuation(language, text, counts):
    assert terms(text, language).counts == Counter(counts)


@pytest.mark.parametrize("pause", [".", ",", ";", ":", "!", "?", " (", ") ", "…", "/", "“", "”", "\n", "|"])
def test_no_pair_reaches_across(pause):
    assert set(terms(f"blood{pause}iron", "en").counts) == {"blood", "iron"}


@pytest.mark.parametrize(
    ("text", "term", "written"),
    [
        ("Iron helps. Take iron.", "iron", "iron"),
        ("Iron, Iron", "iron", "Iron"),
        ("Addison Disease. Addison disease. Addison disease", "addison disease", "Addison disease"),
        ("DNA, Dna", "dna", "DNA"),
        ("HIV. HIV, hiv", "hiv", "hiv"),
        ("low iron, low iron, low iron", "iron", "low iron"),
        ("low iron, Low iron", "iron", "low iron"),
        ("low iron, high iron", "iron", "iron"),
    ],
)
def test_a_term_is_written_in_lower_case_if_it_ever_is_and_with_the_word_that_stands_beside_it(text, term, written):
    assert terms(text, "en").written({term}) == {term: written}


def test_a_term_that_a_text_has_only_once_is_not_named():
    assert terms("Iron and blood", "en").written({"iron", "blood"}) == {}


@pytest.mark.parametrize(
    ("language", "term", "telling"),
    [
        ("en", "iron", True),
        ("en", "leg", False),
        ("en", "b12", True),
        ("en", "12", False),
        ("en", "12 weeks", False),
        ("en", "low iron", True),
        ("vi", "máu", False),
        ("vi", "thuốc", False),
        ("vi", "thiếu máu", True),
        ("vi", "vitamin", True),
        ("vi", "b12", True),
        ("vi", "12", False),
        ("vi", "khuyên", False),
    ],
)
def test_which_terms_tell_a_reader_something_by_themselves(language, term, telling):
    assert tells(term, language) is telling


def test_a_reason_names_the_first_that_tell_as_long_as_they_are_and_no_word_twice():
    shared = ["iron", "low iron", "12", "folate", "red folate", "nerves", "blood"]
    assert telling(shared, "en", 3) == ["low iron", "red folate", "nerves"]
    assert telling(["máu", "thiếu máu", "máu sắt", "sắt"], "vi", 3) == ["thiếu máu"]
    assert telling([], "en", 3) == []

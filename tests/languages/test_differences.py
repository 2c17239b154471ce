"""What differs between two texts, word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.languages.differences import changed_words, word_diff

SIGNS = {"same": "{}", "removed": "[-{}-]", "added": "[+{}+]"}


def shown(old, new) -> str:
    return "".join(SIGNS[piece.change].format(piece.text) for piece in word_diff(old, new))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Take 2.5 mg once a day.", "Take 5 mg once a day.", "Take [-2.5-][+5+] mg once a day."),
        ("Uống 2,5 mg", "Uống 2,25 mg", "Uống [-2,5-][+2,25+] mg"),
        ("Mệt mỏi", "Mệt lả", "Mệt [-mỏi-][+lả+]"),
        ("Pins and needles", "Pins, and needles", "Pins[+,+] and needles"),
        ("You don’t need it", "You need it", "You [-don’t -]need it"),
        ("", "New", "[+New+]"),
        ("Gone", "", "[-Gone-]"),
        ("The same", "The same", "The same"),
        ("", "", ""),
        ("a < b & c", "a > b & c", "a [-<-][+>+] b & c"),
    ],
)
def test_a_change_is_shown_by_whole_words(old, new, expected):
    assert shown(old, new) == expected


def test_texts_that_have_only_small_words_in_common_are_not_cut_to_pieces():
    diff = shown("The heart pumps blood to the lungs", "Kidneys filter the whole of it")
    assert diff.count("[-") == 1 and diff.count("[+") == 1


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [("Take 2.5 mg", "Take 5 mg", 1), ("Same", "Same", 0), ("", "Two words", 2), ("One two three", "One", 2)],
)
def test_changed_words_are_counted(old, new, words):
    assert changed_words(old, new) == words


def test_a_very_long_text_is_shown_whole_instead_of_compared_for_minutes():
    old, new = "a b " * 20_000, "b c " * 20_000
    assert [(p.change, p.text) for p in word_diff(old, new)] == [("removed", old), ("added", new)]


WORDS = st.lists(st.sampled_from(["mg", "2.5", "5", " ", "không", ",", ".", "uống", "\u00a0", "<b>"]), max_size=30)


@given(WORDS.map("".join), WORDS.map("".join))
def test_no_letter_of_either_text_is_lost(old, new):
    pieces = word_diff(old, new)
    assert "".join(p.text for p in pieces if p.change != "added") == old
    assert "".join(p.text for p in pieces if p.change != "removed") == new
    assert all(piece.text for piece in pieces)

"""How grave a change is: careful where the words might mean something else."""

import pytest

from cms.articles.models import Significance
from cms.articles.significance import default_significance, may_be_typo, same_claims

TYPO, MINOR, MAJOR = Significance.TYPO, Significance.MINOR, Significance.MAJOR


@pytest.mark.parametrize(
    ("language", "old", "new", "grade"),
    [
        ("en", "Ask your doctor", "Ask your doctor.", TYPO),
        ("en", "ask your Doctor", "Ask your doctor", TYPO),
        ("vi", "hỏi bác sĩ", "Hỏi bác sĩ!", TYPO),
        ("en", "Ask your doctor", "Ask the doctor", MINOR),
        ("vi", "ma", "má", MINOR),
        ("en", "Ask <em>now</em>", "Ask now", MINOR),
        ("en", 'Ask <a href="https://a.org/b">us</a>', 'Ask <a href="https://a.org/?b">us</a>', MINOR),
        ("en", 'Ask <a href="https://a.org/b">us</a>', "Ask us", MINOR),
        ("en", "Take 2.5 mg", "Take 25 mg", MAJOR),
        ("en", "Take 5 mg", "Take 5 mcg", MAJOR),
        ("en", "Do not take it", "Do take it", MAJOR),
        ("en", "You can take it", "You can't take it", MAJOR),
        ("en", "vitamin B12", "vitamin B6", MAJOR),
        ("en", "for six months", "for six weeks", MAJOR),
        ("en", "Take it once daily", "Take it twice daily", MAJOR),
        ("vi", "Không uống", "Uống", MAJOR),
        ("vi", "trong 6 tháng", "trong 6 tuần", MAJOR),
        ("en", "Anything at all", "", MAJOR),
        ("fr", "Prenez 5 mg", "Prenez 50 mg", MAJOR),
    ],
)
def test_the_default_grade_of_a_change(language, old, new, grade):
    assert default_significance(old, new, language) == grade


@pytest.mark.parametrize(
    ("old", "new", "typo"),
    [
        ("Take teh tablet", "Take the tablet", True),
        ("Take 2.5 mg", "Take 2.50 mg", True),
        ("Take 2.5 mg", "Take 2,5 mg and 1", False),
        ("Do not stop", "Do now stop", False),
        ('<a href="https://a.org/">Ask</a>', '<a href="https://a.org/">ask</a>', True),
        ('<a href="https://a.org/">Ask</a>', '<a href="https://b.org/">Ask</a>', False),
        ('<a href="https://a.org/1">a</a> <a href="https://a.org/2">b</a>', '<a href="https://a.org/2">b</a>', False),
    ],
)
def test_what_an_editor_may_call_a_typo(old, new, typo):
    assert may_be_typo(old, new, "en") is typo is may_be_typo(new, old, "en")


def test_how_often_something_is_said_counts():
    assert not same_claims("1 tablet and 1 more", "1 tablet and more", "en")
    assert same_claims("not 5 mg", "5 mg, not", "en")

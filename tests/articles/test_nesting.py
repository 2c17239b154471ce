"""Texts that read the same, whichever tag stands inside which."""

import pytest

from cms.articles.blocks import Block
from cms.articles.nesting import nested_as_before, runs


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<em>a <strong>b</strong></em>", "<em>a</em> <strong><em>b</em></strong>"),
        ('<strong><a href="x">a</a></strong>', '<a href="x"><strong>a</strong></a>'),
        ("<em>a<br>b</em>", "<em>a</em><br><em>b</em>"),
        ("x<sup>3<sub>i</sub></sup>", "x<sup>3</sup><sub><sup>i</sup></sub>"),
        ('<em>a <a href="x">b c</a></em> d', '<em>a</em> <a href="x"><em>b c</em></a> d'),
    ],
)
def test_other_nesting_reads_the_same(one, other):
    assert runs(one) == runs(other)
    (block,) = nested_as_before([Block("#1", "paragraph", other)], [Block("b1", "paragraph", one)])
    assert block.text == one


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<em>a</em> b", "<em>a b</em>"),
        ("<strong>a</strong>", "<em>a</em>"),
        ('<a href="x">a</a>', '<a href="y">a</a>'),
        ('<a href="x">a</a> <a href="x">b</a>', '<a href="x">a b</a>'),
        ("a<br>b", "a b"),
    ],
)
def test_other_marks_read_otherwise(one, other):
    assert runs(one) != runs(other)


def test_of_two_that_read_the_same_each_keeps_its_own_writing():
    old = ["<em><strong>a</strong></em>", "<strong><em>a</em></strong>"]
    sent = [Block(f"#{n}", "paragraph", old[0]) for n in range(3)]
    kept = nested_as_before(sent, [Block(f"b{n}", "paragraph", text) for n, text in enumerate(old)])
    assert [block.text for block in kept] == [old[0], old[1], old[1]]


def test_a_long_text_is_read_once():
    words = "a " * 400_000 + "a"
    assert runs(f"<strong>{words}</strong>b") == ((words, frozenset({"<strong>"})), ("b", frozenset()))

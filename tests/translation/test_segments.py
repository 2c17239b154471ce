"""How a text travels to a translator and back."""

from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.articles.blocks import Block, inline
from cms.languages.text import digest
from cms.translation.literals import is_literal
from cms.translation.segments import TagsDiffer, assemble, expose, restore, segments

LINKED = 'Ask <a href="https://a.org/?x=1&amp;y=2">a doctor</a> or <a href="article:b12">us</a>.'
CHARACTERS = ["A & B", "<5 mg", "&amp;lt;", "&lt;", "&amp;", "&", "<", ">", "<<", "&#60;", "&nbsp;", "\u00a0", " ", "5"]
TAGS = ["<strong>", "</strong>", "<em>", "</em>", "<sub>2</sub>", "<br>", "</a>", '"', "'", "\\", "%d", "\u2028", "\n"]
LINKS = ['<a href="https://a.org/?x=1&y=2">', '<a href="article:b12">', '<a href="https://a.org/#1">', 'a id="1">']
PIECES = st.sampled_from([*CHARACTERS, *TAGS, *LINKS, "x", "đ", "–"])


@settings(deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join).map(inline))
def test_what_is_shown_to_a_translator_comes_back_as_it_was(text):
    assert restore("paragraph", expose("paragraph", text, text), text) == text


@settings(deadline=None)
@given(st.text(max_size=30).map(inline))
def test_any_text_comes_back_as_it_was(text):
    assert restore("paragraph", expose("paragraph", text, text), text) == text


ADDRESSES = st.sampled_from(["https://a.org/", "https://a.org/?x=1&y=2", "article:b12", "tel:115"])


@settings(deadline=None)
@given(st.lists(ADDRESSES, min_size=1, max_size=5).flatmap(lambda a: st.tuples(st.just(a), st.permutations(a))))
def test_links_come_back_in_whatever_order_the_translation_has_them(both):
    source, target = (inline(" ".join(f'<a href="{escape(one)}">w</a>' for one in order)) for order in both)
    assert restore("item", expose("item", target, source), source) == target


@pytest.mark.parametrize("text", ["A & B", "<5 mg", "&amp;lt;", "x < y > z", "5 % & more", "a&b", '<a id="1">'])
def test_a_plain_text_is_never_escaped(text):
    assert expose("title", text, text) == text == restore("title", text, text)


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("A &amp; B", "A & B"),
        ("&lt;5 mg", "<5 mg"),
        ("&amp;lt;", "&amp;lt;"),
        ("&lt;b&gt;", "&lt;b>"),
        ("5 &gt; 3", "5 > 3"),
        (LINKED, 'Ask <a id="1">a doctor</a> or <a id="2">us</a>.'),
    ],
)
def test_characters_are_shown_as_they_are_read(stored, shown):
    assert expose("paragraph", stored, stored) == shown
    assert restore("paragraph", shown, stored) == stored


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ('Hỏi <a id="2">tôi</a>, <a id="1">bác sĩ</a>', 'Hỏi <a href="article:b12">tôi</a>, '),
        ("Hỏi <a id=1>bác sĩ</a> <a id='2'>tôi</a>", 'Hỏi <a href="https://a.org/?x=1&amp;y=2">'),
        ("Hỏi <A ID=“1”>bác sĩ</A> <a  id = 2 >tôi</a>", 'Hỏi <a href="https://a.org/?x=1&amp;y=2">'),
    ],
)
def test_links_come_back_by_their_number_in_any_order_and_quotes(sent, stored):
    assert restore("paragraph", sent, LINKED).startswith(stored)


def test_two_links_to_one_address_keep_their_numbers():
    text = '<a href="https://a.org/">one</a> and <a href="https://a.org/">two</a>'
    assert expose("item", text, text) == '<a id="1">one</a> and <a id="2">two</a>'


@pytest.mark.parametrize(
    ("sent", "lost", "added"),
    [
        ('Hỏi <a id="1">bác sĩ</a>.', ['<a id="2">'], []),
        ('Hỏi <a id="1">bác sĩ</a> <a id="1">tôi</a>.', ['<a id="2">'], ['<a id="1">']),
        ('<a id="1">a</a> <a id="2">b</a> <a id="3">c</a>', [], ['<a id="3">']),
        ('<a id="1"></a> <a id="2">b</a>', ['<a id="1">'], []),
        ('<a id="1">a</a> <a id="2">b</a> <strong>c</strong>', [], ["<strong>"]),
        ('<a id="1">a</a> <a id="2">b</a> <script>c</script>', [], ["<script>"]),
        ('<a id="1">a</a> <a id="2">b</a><p>c', [], ["<p>"]),
    ],
)
def test_a_lost_or_added_tag_is_named(sent, lost, added):
    with pytest.raises(TagsDiffer) as refusal:
        restore("paragraph", sent, LINKED)
    assert (refusal.value.lost, refusal.value.added) == (lost, added)


def test_a_translator_cannot_put_in_an_address():
    for address in ("https://evil.example/", "javascript:alert(1)"):
        with pytest.raises(TagsDiffer):
            restore("paragraph", f'<a href="{address}">a</a> <a id="2">b</a>', LINKED)


def test_segments_know_their_heading_path_and_leave_out_what_has_no_text():
    blocks = [
        Block("t", "title", "T"),
        Block("h", "heading2", "Signs"),
        Block("i", "heading3", "In <em>adults</em>"),
        Block("l", "list", attrs={"tag": "ul"}),
        Block("p", "item", "Tired", "l"),
        Block("e", "cell", "", "l"),
        Block("j", "heading2", "Treatment"),
    ]
    assert [(s.context, s.position, s.heading) for s in segments(blocks)] == [
        ("t", 1, ""),
        ("h", 2, ""),
        ("i", 3, "Signs"),
        ("p", 4, "Signs › In adults"),
        ("j", 5, ""),
    ]


def test_assembling_keeps_containers_and_leaves_out_what_has_no_target():
    blocks = [Block("l", "list"), Block("a", "item", "One", "l"), Block("b", "item", "Two", "l")]
    made = assemble(blocks, {"a": ("Một", digest("One"))})
    assert [(b.id, b.text, b.parent, b.made_from) for b in made] == [
        ("l", "", "", ""),
        ("a", "Một", "l", digest("One")),
    ]


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ("Vitamin B12", True),
        ("Metformin 500 mg", True),
        ("<strong>HbA1c</strong> 5.7", True),
        ("NHS", True),
        ("COVID-19", True),
        ("—", True),
        ("Tiredness", False),
        ("Take 5 mg", False),
        ("DO NOT STOP", False),
        ("WARNING", False),
        ("Vitamin B12 deficiency", False),
    ],
)
def test_names_numbers_and_codes_may_stay_as_they_are_and_words_may_not(text, literal):
    assert is_literal(text) is literal

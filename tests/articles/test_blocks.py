"""The canonical form of a text, and the way back to HTML."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.articles.blocks import Block, divided, hrefs, inline, link_targets, plain, render


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("A & B", "A &amp; B"),
        ("A &amp; B", "A &amp; B"),
        ("p < 0.05 and x > 3", "p &lt; 0.05 and x &gt; 3"),
        ("<b>a</b> <i>b</i>", "<strong>a</strong> <em>b</em>"),
        ("<b>a <strong>b</strong></b>", "<strong>a b</strong>"),
        ("<strong>a</strong> <strong>b</strong>", "<strong>a b</strong>"),
        ("x<strong> a </strong>y", "x <strong>a</strong> y"),
        ("<strong><br></strong>", ""),
        ("wo<em></em>rd", "word"),
        ("a<strong> </strong>b", "a b"),
        ("<br>a<br><br>", "a"),
        ("<strong>a<br></strong>b", "<strong>a</strong><br>b"),
        ("<a>x</a>", "x"),
        ("<a href='javascript:alert(1)' onclick='x'>y</a>", "y"),
        ("<a href='https://x.vn/?a=1&b=2' class=c target=_blank>y</a>", '<a href="https://x.vn/?a=1&amp;b=2">y</a>'),
        ("<a href='/x'></a>z", "z"),
        ("<script>x</script><span style='color:red' onmouseover=x>y</span><!-- c -->", "y"),
        ("5&nbsp;mg of&nbsp;it", "5\u00a0mg of it"),
        ("zero\u200bwidth so\u00adft\ufeff", "zerowidth soft"),
        ("Đu\u031bo\u031b\u0300ng", "Đường"),
        ("H<sub>2</sub>O 10<sup>9</sup>", "H<sub>2</sub>O 10<sup>9</sup>"),
    ],
)
def test_inline_html_has_one_form(html, text):
    assert inline(html) == text


_PIECES = st.lists(
    st.sampled_from(
        [
            "<b>",
            "</b>",
            "<strong>",
            "</strong>",
            "<i>",
            "</i>",
            "<em>",
            "</em>",
            "<a¤href='/x'>",
            "<a>",
            "</a>",
            "<br>",
            "<sub>",
            "</sub>",
            "<p>",
            "<table><td>",
            "&nbsp;",
            "&lt;",
            "&",
            "<",
            ">",
            "word",
            "¤",
            "́",
            "\u200b",
            "<!--",
            "-->",
            "<a¤href='x:y'>",
            "5¤mg",
        ]
    ),
    max_size=14,
)


@settings(max_examples=500, deadline=None)
@given(_PIECES)
def test_the_form_of_the_form_is_itself(pieces):
    text = inline("".join(pieces).replace("¤", " "))
    assert inline(text) == text


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("a<br>b", ["a<br>b"]),
        ("a<br><br>b<br>c", ["a", "b<br>c"]),
        ("<strong>a<br><br>b</strong> c", ["<strong>a</strong>", "<strong>b</strong> c"]),
        ('<a href="/x">a<br><br>b</a>', ['<a href="/x">a</a>', '<a href="/x">b</a>']),
        ("a<br><em>b</em><br><br>c", ["a<em><br>b</em>", "c"]),
    ],
)
def test_empty_lines_divide_paragraphs(text, parts):
    assert divided(text) == [inline(part) for part in parts]


def test_plain_words_and_links_of_a_text():
    text = '<a href="/a?x=1&amp;y=2">One</a><br>two &lt;3'
    assert (plain(text), hrefs(text)) == ("One two <3", ["/a?x=1&y=2"])
    assert link_targets([Block("b", "paragraph", text)]) == {"/a?x=1&y=2"}


def test_a_table_a_figure_and_a_nested_list_are_rendered_with_their_ids():
    blocks = [
        Block("t", "table"),
        Block("l", "legend", "Doses", "t"),
        Block("r", "row", "", "t"),
        Block("h", "header", "A", "r", {"scope": "col"}),
        Block("c", "cell", "", "r", {"colspan": "2"}),
        Block("f", "figure", "", "", {"src": "/pictures/x.png", "width": "2", "height": "3"}),
        Block("a", "alt", 'An "eye"', "f"),
        Block("u", "list", "", "", {"tag": "ol", "start": "3"}),
        Block("i", "item", "one", "u"),
        Block("v", "list", "", "i", {"tag": "ul"}),
        Block("j", "item", "two", "v"),
    ]
    assert render(blocks) == (
        '<div class="table" tabindex="0" id="t"><table><caption id="l">Doses</caption><tr>'
        '<th id="h" scope="col">A</th><td id="c" colspan="2"></td></tr></table></div>'
        '<figure id="f"><img src="/pictures/x.png" alt="An &quot;eye&quot;" '
        'width="2" height="3" loading="lazy"></figure>'
        '<ol id="u" start="3"><li id="i">one<ul id="v"><li id="j">two</li></ul></li></ol>'
    )


def test_readers_see_the_caption_of_a_missing_picture_and_editors_its_place():
    blocks = [
        Block("f", "figure", "", "", {"missing": "a.png"}),
        Block("a", "alt", "An eye", "f"),
        Block("c", "caption", "Fig. 1", "f"),
    ]
    assert render(blocks) == '<figure id="f"><figcaption id="c">Fig. 1</figcaption></figure>'
    assert '<img alt="An eye" data-missing="a.png">' in render(blocks, with_ids=False)


def test_ten_thousand_line_breaks_are_read():
    """A reader that looks at each run again and again would take minutes."""
    breaks = "<br>" * 10_000
    assert inline(f"a{breaks}b" + " <br> " * 10_000) == f"a{breaks}b"

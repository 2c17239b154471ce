"""HTML into blocks: nothing is lost, nothing comes twice, and the way back leads to the same blocks."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.articles.blocks import Block, inline, render, words
from cms.articles.parse import TooDeep, normalise, parse

_TAGS = [
    "p",
    "p",
    "div",
    "ul",
    "ol",
    "li",
    "li",
    "table",
    "tr",
    "td",
    "th",
    "h1",
    "h2",
    "h3",
    "blockquote",
    "figure",
    "figcaption",
    "b",
    "strong",
    "em",
    "a¤href='/x'",
    "span",
    "font",
    "sup",
    "section",
    "dl",
    "dt",
    "dd",
    "details",
    "summary",
    "pre",
    "caption",
    "center",
    "aside",
    "div¤class=note",
    "q",
    "div¤class=wp-caption",
    "address",
    "legend",
]
_VOID = ["<br>", "<br><br>", "<img src=a.png alt=z>", "<hr>", "&nbsp;", "<!-- c -->", "\u200b", "&lt;b&gt; "]
_WORD = re.compile(r"w\d+w")


@st.composite
def soup(draw) -> str:
    """Tags opened, closed, or forgotten, and numbered words."""
    out, opened = [], []
    for number in range(draw(st.integers(1, 30))):
        act = draw(st.sampled_from(["open", "open", "close", "forget", "void", "word", "word"]))
        if act == "open":
            opened.append(draw(st.sampled_from(_TAGS)))
            out.append(f"<{opened[-1]}>".replace("¤", " "))
        elif act in {"close", "forget"} and opened:
            tag = opened.pop().split("¤")[0]
            out += [f"</{tag}>"] if act == "close" else []
        elif act == "void":
            out.append(draw(st.sampled_from(_VOID)))
        else:
            out.append(draw(st.sampled_from(["w{}w", " w{}w "])).format(number))
    return "".join(out)


def shape(blocks: list[Block]) -> list[tuple]:
    """Blocks by kind, text and place, whatever they are called."""
    places = {block.id: place for place, block in enumerate(blocks)}
    return [(b.kind, b.text, places.get(b.parent), dict(b.attrs)) for b in blocks]


def read(html: str) -> list[Block]:
    return parse(normalise(html))


def short(blocks: list[Block]) -> str:
    """Blocks as one line: kind:text, nested ones in brackets."""

    def line(parent: str) -> str:
        return " ".join(
            f"{b.kind}{':' * bool(b.text)}{b.text}" + (f"[{inner}]" if (inner := line(b.id)) else "")
            for b in blocks
            if b.parent == parent and not (b.kind == "alt" and not b.text)
        )

    return line("")


@settings(max_examples=300, deadline=None)
@given(soup())
def test_every_word_is_in_one_block_once_and_in_order(html):
    tree = normalise(html)
    shown = _WORD.findall(tree.get_text(" "))
    read = [word for block in parse(tree) if block.kind != "alt" for word in _WORD.findall(words(block))]
    assert sorted(read) == sorted(_WORD.findall(html))
    assert read == shown or "caption" in html  # a caption is read beside what it explains


@settings(max_examples=300, deadline=None)
@given(soup())
def test_the_way_back_leads_to_the_same_blocks(html):
    blocks = read(html)
    for with_ids in (True, False):
        again = read(render(blocks, with_ids=with_ids))
        assert shape(again) == shape(blocks)


@settings(max_examples=200, deadline=None)
@given(soup())
def test_blocks_have_one_name_each_and_stand_behind_their_parents(html):
    seen = {""}
    for block in read(html):
        assert block.parent in seen and block.id not in seen
        assert block.kind == "alt" or block.text == inline(block.text)
        seen.add(block.id)


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("<p>One<p>Two", "paragraph:One paragraph:Two"),
        ("text<p>a</p>more", "paragraph:text paragraph:a paragraph:more"),
        ("<p>&nbsp;</p><p><br></p><p>x", "paragraph:x"),
        ("a<br>&nbsp;<br>b", "paragraph:a paragraph:b"),
        ("<b><p>a</p>b</b>", "paragraph:<strong>a</strong> paragraph:<strong>b</strong>"),
        ("<a href=/x><h2>A</h2></a>", 'heading2:<a href="/x">A</a>'),
        ("<span>a<div>b</div>c</span>", "paragraph:a paragraph:b paragraph:c"),
        ("&lt;b&gt; &amp; 😀", "paragraph:&lt;b&gt; &amp; 😀"),
        ("<q>a</q>", "paragraph:“a”"),
        ("<pre>a\n b</pre>", "paragraph:a<br>b"),
        ("<p>a <del>b</del> <s>c</s>d", "paragraph:a d"),
        # Headings begin below the title and skip no level.
        ("<h1>A</h1><h2>B</h2>", "heading2:A heading3:B"),
        ("<h4>A</h4><h6>B</h6><h4>C</h4>", "heading2:A heading3:B heading2:C"),
        ("<h2><strong>A</strong></h2>", "heading2:A"),
        ("<h2>A <b>b</b><br>c</h2>", "heading2:A <strong>b</strong> c"),
        ("<h2><button>A</button></h2><button>Buy</button>", "heading2:A"),
        ("<h2>A<p>b</p>", "heading2:A paragraph:b"),
        ("<h2><p>A</p></h2>", "heading2:A"),
        # Lists.
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", "list[item:a[list[item:b]] item:c]"),
        ("<ul><li>a</li><ol><li>b</ol></ul>", "list[item:a[list[item:b]]]"),
        ("<ul><ul><li>b</ul></ul>", "list[item[list[item:b]]]"),
        ("<ul>x<div><li>a</div><p>b</p></ul>", "list[item:x item:a item:b]"),
        ("<ul><li><p>a</p><p>b</p></ul>", "list[item:a[paragraph:b]]"),
        ("<ul><li><h4>a</h4>b</ul>", "list[item[heading2:a paragraph:b]]"),
        ("<ul><li></li><li> </ul>", ""),
        ("<dl><dt>a<dd>b</dl>", "paragraph:<strong>a</strong> paragraph:b"),
        ("<details><summary>a</summary>b</details>", "paragraph:<strong>a</strong> paragraph:b"),
        # Tables.
        ("<table><tr><th>A<th>B<tr><td>1<td></table>", "table[row[header:A header:B] row[cell:1 cell]]"),
        ("<table><tr><td>a<tr><td>b</table>", "paragraph:a paragraph:b"),
        ("<table><tr><td>a<td><h2>b</h2></table>", "paragraph:a heading2:b"),
        ("<table role=presentation><tr><td>a<td>b</table>", "paragraph:a paragraph:b"),
        ("<table><tr><td>a<td>b<ul><li>c</ul></table>", "table[row[cell:a cell:b[list[item:c]]]]"),
        ("<table><caption>C<tr><td>a<td>b</table>", "table[legend:C row[cell:a cell:b]]"),
        ("<figure><table><tr><td>a<td>b</table><figcaption>C</figure>", "table[legend:C row[cell:a cell:b]]"),
        ("<ul><li>x<table><tr><td>a<td>b</table></ul>", "list[item:x[table[row[cell:a cell:b]]]]"),
        # Quotes, callouts, pictures.
        ("<blockquote>a<footer>b</footer></blockquote>", "quote[paragraph:a paragraph:b]"),
        ("<div class='alert alert-info'>a</div>", "callout[paragraph:a]"),
        ("<div class=foot-note>a</div>", "paragraph:a"),
        ("<p>a<a href=/b><img src=x alt=y></a>c", "paragraph:a figure[alt:y] paragraph:c"),
        ("<figure><figcaption>C</figcaption><img src=x></figure>", "figure[caption:C]"),
        ("<figure><img src=x alt=1><img src=y alt=2><figcaption>C</figure>", "figure[alt:1] figure[alt:2 caption:C]"),
        ("<div class=wp-caption><img src=x><p class=wp-caption-text>C</div>", "figure[caption:C]"),
        ("<figure><figcaption><p>a</p><p>b</figure>", "paragraph:a paragraph:b"),
        ("<p>a <img class=emoji alt=😀 src=x> b <img src=x width=1 height=1>", "paragraph:a 😀 b"),
        ("<video src=x>no video</video><iframe src=y></iframe><svg><text>z</text></svg>a", "paragraph:a"),
    ],
)
def test_html_becomes_blocks(html, blocks):
    assert short(read(html)) == blocks


@pytest.mark.parametrize(
    ("html", "attrs"),
    [
        ("<ol start=3><li>a</ol>", {"tag": "ol", "start": "3"}),
        ("<ol start=1><li>a</ol>", {"tag": "ol"}),
        ("<ol start='² onclick=x'><li>a</ol>", {"tag": "ol"}),
        ("<img src=a.png width=40 height=30%>", {"src": "a.png", "width": "40"}),
        ("<img src=a.gif data-src=b.png>", {"src": "b.png"}),
        ("<picture><source srcset='a.webp 1x, b.webp 2x'><img alt=x></picture>", {"src": "a.webp"}),
        ("<img srcset='a.png 1x' alt=x>", {"src": "a.png"}),
        ("<img src='javascript:x' alt=x>", {}),
        ("<img src='data:text/html,x' alt=x>", {}),
        ("<img alt=x data-missing=a.png>", {"missing": "a.png"}),
    ],
)
def test_attributes_are_kept_only_where_they_are_what_they_should_be(html, attrs):
    assert dict(read(html)[0].attrs) == attrs


def test_links_are_resolved_once():
    asked = []
    parse(
        normalise("<a href=/1><p>a <a href=/2>b</a></p></a><h2><a href=/3>c</a></h2>"), lambda h: asked.append(h) or ""
    )
    assert sorted(set(asked)) == ["/1", "/2", "/3"] and asked.count("/2") == asked.count("/3") == 1


@pytest.mark.parametrize("tag", ["div", "b", "ul><li", "blockquote", "table><tr><td", "x-card"])
def test_a_page_too_deep_for_an_article_is_refused_at_once(tag):
    with pytest.raises(TooDeep):
        read(f"<{tag}>" * 50_000 + "x")


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("<pre>" + "a\n" * 20_000 + "</pre>", 1),
        ("<ul>" + "<ul><li>x</ul>" * 15_000 + "</ul>", 30_002),
        ("<p>" + "<q>a</q> " * 15_000, 1),
        ("<p>a" + "\u0301\u0323" * 100_000, 1),
    ],
    ids=["lines", "lists", "quotes", "marks"],
)
def test_a_long_page_takes_no_longer_than_its_length(html, blocks):
    assert len(read(html)) == blocks

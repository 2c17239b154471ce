"""Pages as they come: four sites' shapes, and what is said of a file that is no page."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.articles import profile
from cms.articles.blocks import words
from cms.articles.page import BadPage, Page, decode, read

PAGES = Path(__file__).parent / "pages"
SITE = profile.load("stellapharm")


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def read_file(name: str) -> Page:
    return read(decode((PAGES / name).read_bytes()), SITE)


def read_body(body: str, head: str = "<title>T</title>") -> Page:
    return read(f"<html><head>{head}</head><body>{body}</body></html>", SITE)


def said(page: Page) -> list[tuple[str, str]]:
    return [(block.kind, words(block)) for block in page.blocks if block.is_text and block.text]


# --- Four shapes --------------------------------------------------------------------------------------------


def test_the_companys_page_gives_its_headings_paragraphs_and_items():
    kinds = Counter(block.kind for block in read_file("company.html").blocks)
    assert (kinds["heading2"], kinds["heading3"], kinds["paragraph"], kinds["item"]) == (5, 10, 32, 14)
    assert kinds["figure"] == kinds["table"] == 0


def test_the_companys_page_says_what_it_is_and_where_it_was():
    page = read_file("company.html")
    assert page.blocks[0].text == "Iron deficiency"
    assert (page.language, page.published_on) == ("en", date(2022, 11, 30))
    assert page.address == "https://www.example.com/en/health-corner/iron-deficiency/"
    assert page.other_addresses == {"vi": "https://www.example.com/vi/goc-suc-khoe/thieu-sat/"}


def test_the_companys_shared_texts_are_no_part_of_the_article():
    page = read_file("company.html")
    assert [words(block) for block in page.shared["about-the-company"]] == [
        "Stellapharm is one of the makers of generic medicines in Vietnam.",
        "The company is checked by several authorities.",
    ]
    (further,) = page.shared["additional-information"]
    assert further.text.endswith("<br>T: 000 000 | F: 000 001")


def test_chrome_scripts_and_word_spans_are_gone():
    text = " ".join(text for _kind, text in said(read_file("company.html")))
    assert not re.search("Share|Print|dataLayer|Home|You May|repairs itself|©|30 Nov", text)
    assert "Meat and fish hold iron" in text


def test_a_paragraph_that_only_begins_like_a_shared_text_stays():
    page = read_body("<h1>T</h1><p>The company is where people catch colds.</p>")
    assert said(page)[1:] == [("paragraph", "The company is where people catch colds.")]


def test_a_page_of_the_block_editor_keeps_figures_tables_and_quotes():
    page = read_file("block-editor.html")
    assert said(page)[0] == ("title", "Tăng huyết áp: đo thế nào cho đúng")
    kinds = Counter(block.kind for block in page.blocks)
    wanted = {"figure": 2, "caption": 1, "table": 1, "legend": 1, "row": 3, "header": 2, "cell": 4, "quote": 1}
    assert {kind: kinds[kind] for kind in wanted} == wanted
    assert said(page)[-1] == ("paragraph", "Ghi lại kết quả và đọc lại phần chuẩn bị.")
    assert (page.published_on, page.embedded) == (date(2023, 4, 5), 1)


def test_a_picture_that_is_loaded_late_is_found():
    sources = [block.attrs["src"] for block in read_file("block-editor.html").blocks if block.kind == "figure"]
    assert sources[0].startswith("data:image/png") and sources[1] == "/anh/may-do.jpg"


def test_an_old_page_laid_out_by_a_table_is_an_article():
    assert said(read_file("old-tables.html"))[:6] == [
        ("title", "Cảm lạnh"),
        ("paragraph", "Cảm lạnh do vi rút gây ra. Bệnh thường tự khỏi."),
        ("paragraph", "Dấu hiệu"),
        ("paragraph", "Người bệnh hắt hơi, sổ mũi và đau họng."),
        ("legend", "Khi nào đi khám"),
        ("cell", "Sốt cao"),
    ]


def test_a_page_saved_by_word_keeps_its_lists_table_and_footnotes():
    page = read_file("word.html")
    names = {block.id: block for block in page.blocks}
    assert [(words(b), words(names[names[b.parent].parent]) if names[b.parent].parent else "")
            for b in page.blocks if b.kind == "item"] == [
        ("Some foods", ""), ("offal", "Some foods"), ("beer", "Some foods"), ("Some medicines", ""),
        ("Rest the joint", ""), ("Cool it", ""),
    ]  # fmt: skip
    assert [dict(b.attrs) for b in page.blocks if b.kind == "cell"][:2] == [{"rowspan": "2"}, {"colspan": "2"}]
    assert said(page)[-1] == ("paragraph", "[1] The word is used loosely.")


# --- Title, date, place -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("", "<main><h1>Vitamin B<sub>12</sub></h1><p>x", "Vitamin B12"),
        ("<title>Zinc - Clinic</title>", "<header><h1>Zinc</h1></header><main><p>x", "Zinc"),
        ("<title>Sleep | Clinic</title>", "<h1>Clinic</h1><article><h2 class=entry-title>Sleep</h2><p>x", "Sleep"),
        ("<title>Viêm gan B – cần biết | Góc</title>", "<p>x</p>", "Viêm gan B – cần biết"),
        ("<meta property=og:title content='Gout – at night'>", "<p>x</p>", "Gout – at night"),
    ],
)
def test_the_title_is_what_the_page_calls_itself(head, body, title):
    page = read_body(body, head)
    assert said(page) == [("title", title), ("paragraph", "x")]


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("<meta name=date content=2022-11-03>", ""),
        ('<script type="application/ld+json">{"datePublished": "2022-11-03T01:00Z"}</script>', ""),
        ("", "<p><time datetime=2022-11-03T09:00>yesterday</time></p>"),
        ("", "<p class=date>3rd November 2022</p>"),
        ("", "<div class=date>Nov. 3, 2022</div>"),
        ("", "<span class=date>03/11/2022</span>"),
        ("", "<p class=date>Ngày 3 tháng 11 năm 2022</p>"),
    ],
)
def test_the_date_is_found_and_is_no_paragraph(head, body):
    page = read_body(f"<h1>T</h1>{body}<p>x</p>", head)
    assert (page.published_on, said(page)) == (date(2022, 11, 3), [("title", "T"), ("paragraph", "x")])


@pytest.mark.parametrize("written", ["31/02/2022", "2022-13-01", "soon", "3 Foo 2022"])
def test_what_is_no_date_is_none(written):
    assert read_body(f"<h1>T</h1><p class=date>{written}</p><p>x</p>").published_on is None


def test_cards_beside_the_article_are_not_the_article():
    page = read_body(
        "<main><div class=entry-content><p>Zinc is a mineral that the body needs for its defences.</p></div>"
        "<article class=card><h3>Other</h3><p>Teaser</p></article></main>"
    )
    assert "Teaser" not in str(said(page))


def test_a_form_around_the_whole_page_is_not_chrome():
    page = read_body("<form><div class=menu><a href=/>x</a></div><h1>Gout</h1><p>Gout hurts at night.</p></form>")
    assert said(page) == [("title", "Gout"), ("paragraph", "Gout hurts at night.")]


def test_the_article_goes_on_after_a_closing_section():
    page = read_body("<h1>T</h1><h3>Related posts</h3><ul><li><a href=/1>x</a></ul><h2>Care</h2><p>Rest.</p>")
    assert said(page)[1:] == [("heading2", "Care"), ("paragraph", "Rest.")]


def test_a_heading_that_begins_like_a_closing_one_stays():
    page = read_body("<h1>T</h1><h2>You may like to know</h2><p>Rest.</p>")
    assert said(page)[1:] == [("heading2", "You may like to know"), ("paragraph", "Rest.")]


@pytest.mark.parametrize(
    ("href", "kept"),
    [
        ("b.html", "https://e.org/a/b.html"),
        ("/c", "https://e.org/c"),
        ("#there", None),
        ("https://e.org/a/#there", None),
        ("javascript:alert(1)", None),
        ("&#106;ava\tscript:alert(1)", None),
        ("data:text/html,x", None),
        ("http://[x", None),
        ("mailto:a@e.org", "mailto:a@e.org"),
    ],
)
def test_links_lead_somewhere_or_are_words(href, kept):
    page = read_body(f"<p>go <a href='{href}'>here</a>", "<title>T</title><link rel=canonical href=https://e.org/a/>")
    assert page.blocks[-1].text == (f'go <a href="{kept}">here</a>' if kept else "go here")


# --- Bad files ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"Just words.", "not an HTML page"),
        (b'{"html": "<p>x</p>"}', "not an HTML page"),
        (b"[" * 100_000, "not an HTML page"),
        (b'<?xml version="1.0"?><rss><p>x</p></rss>', "not an HTML page"),
        (b"<svg><p>x</p></svg>", "not an HTML page"),
        (b"%PDF-1.7 \xe2\xe3", "PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0", "PNG"),
        (b"PK\x03\x04word", "DOCX"),
        (b"MIME-Version: 1.0\n\n<html>=3D", "web archive"),
        (b"<html>\0\0\0", "bytes that no text has"),
        (b"<html><title>T</title><body></body></html>", "empty"),
        (b"<html><h1>T</h1><h2>Only a heading</h2></html>", "empty"),
        (b"<html><p>x</p></html>", "no title"),
        (b"<html><h1>T</h1><p>caf\xe9", "byte 22"),
        (b"<meta charset=klingon><h1>T</h1>", "does not exist"),
        (b"<meta charset=idna><h1>T</h1>", "does not exist"),
        (b"<meta charset=utf-16><h1>caf\xe9", "byte 28"),
        (b"<h1>T</h1>" + b"<div>" * 10_000 + b"<p>x", "deeply"),
        (b"<h1>T</h1>" + b"<ul><li>" * 200 + b"x", "deeply"),
        (b"<h1>T</h1>" + b"<b>" * 100_000 + b"x", "deeply"),
    ],
)
def test_a_file_that_is_no_article_is_refused_with_a_sentence(data, sentence):
    with pytest.raises(BadPage, match=sentence):
        read(decode(data), SITE)


def test_a_name_that_no_encoding_can_have_is_refused():
    with pytest.raises(BadPage, match="does not exist"):
        decode(b"<p>x", "utf\0")


@pytest.mark.parametrize(
    ("data", "given"),
    [
        ("<p>Đường".encode(), ""),
        ("<p>Đường".encode("utf-8-sig"), ""),
        ("<p>Đường".encode("utf-16"), ""),
        ("<p>Đường".encode("utf-16-le"), ""),
        ("<meta charset='iso-8859-1'><p>Đường".encode(), ""),
        ("<meta charset='utf-16'><p>Đường".encode(), ""),
        (b'<?xml version="1.0" encoding="windows-1258"?><p>\xd0\xfd\xf5\xccng', ""),
        (b"<p>\xd0\xfd\xf5\xccng", "windows-1258"),
    ],
)
def test_the_encoding_is_what_the_bytes_say(data, given):
    import unicodedata

    assert unicodedata.normalize("NFC", decode(data, given)).endswith("<p>Đường")


def test_latin_1_is_read_as_browsers_read_it():
    assert decode(b"<meta charset=iso-8859-1><p>\x93caf\xe9\x94").endswith("“café”")


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"", b"<h1>T</h1><p>", b"<meta charset=utf-16><p>"]))
def test_no_bytes_are_too_much(data, beginning):
    try:
        assert read(decode(beginning + data), SITE).blocks
    except BadPage as error:
        assert str(error)


_SCRAPS = [
    *("<table>", "<tr>", "<td>", "<li>", "<ul>", "<dt>", "<svg>", "<h2>", "<select>", "<q>", "<b>", "</p>", "<button>"),
    *("<!--", "<![CDATA[", "<a href='http://[x'>", "<base href='//['>", "<img src='//['>", "<figcaption>", "&#xD800;"),
    *("<p class=date>31/02/2022", "<h3>Related posts</h3>", "<p style='mso-list:l0 level9'>1. x", "\0"),
]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 11_000), st.integers(0, 40), st.sampled_from(_SCRAPS)), max_size=20))
def test_a_page_torn_to_pieces_is_read_or_refused(cuts):
    html = (PAGES / "company.html").read_text()
    for place, length, scrap in cuts:
        html = html[:place] + scrap + html[place + length :]
    try:
        assert read(html, SITE).blocks
    except BadPage as error:
        assert str(error)


def test_two_thousand_paragraphs_are_read():
    page = read_body("<h1>T</h1>" + "<p>Some words <b>of</b> an <a href='/x'>article</a>.</p>" * 2000)
    assert len(page.blocks) == 2001

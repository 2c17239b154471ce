"""What visitors read: built pages, looked at as a browser or a crawler would."""

import json
from itertools import pairwise
from xml.etree import ElementTree

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.utils import translation

from cms.articles.models import Article, BlockChange, Edition, Significance
from cms.translation import workflow
from cms.website import build, listing
from cms.website.context import in_context
from tests.conftest import PAGE, all_graded, approve_all, revise, unit_of

EN, VI = "en/health-corner/vitamin-b12/", "vi/goc-suc-khoe/vitamin-b12-o-nguoi/"


def page(path) -> BeautifulSoup:
    build.drain()
    return BeautifulSoup((build.page_folder().current / path / "index.html").read_bytes(), "html.parser")


def routes() -> dict:
    build.drain()
    return json.loads((build.page_folder().current / "routes.json").read_text())


def republish(published, editor, publisher, old, new, grade):
    """Change the source and publish it, graded so."""
    revise(published.article, editor, old, new)
    workflow.publish(published.article, ["en"], publisher, grades=all_graded(published.article, grade))


def test_an_article_has_one_h1_and_no_heading_skips_a_level(published):
    levels = [int(h.name[1]) for h in page(VI).find_all(["h1", "h2", "h3", "h4"])]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_both_editions_have_the_same_block_ids_in_the_same_order(published):
    ids = [[tag["id"] for tag in page(path).select(".text [id^=b]")] for path in (EN, VI)]
    assert ids[0] == ids[1]
    assert len(ids[0]) > 5


def test_the_switch_marks_the_language_of_the_page_and_leads_to_the_other(published):
    here, there = page(VI).select(".languages li")[1], page(VI).select(".languages li")[0]
    assert (here.span["aria-current"], here.span["lang"], here.text) == ("true", "vi", "Tiếng Việt")
    assert (there.a["href"], there.a["hreflang"], there.a["lang"], there.text) == (f"/{EN}", "en", "en", "English")


def test_alternates_are_the_published_editions_and_x_default(published, settings):
    for path in (EN, VI):
        found = {link["hreflang"]: link["href"] for link in page(path).select("link[rel=alternate]")}
        base = settings.BASE_URL
        assert found == {"en": f"{base}/{EN}", "vi": f"{base}/{VI}", "x-default": f"{base}/{EN}"}


def test_a_page_names_its_own_address_as_canonical(published, settings):
    assert page(VI).select_one("link[rel=canonical]")["href"] == f"{settings.BASE_URL}/{VI}"


def test_dates_are_written_as_the_language_writes_them(published):
    assert "30 November 2022" in page(EN).select_one(".meta").text
    assert page(EN).time["datetime"] == "2022-11-30"
    assert "năm" in page(VI).time.text


def test_a_source_published_alone_has_no_switch_to_what_is_not_there(article, publisher):
    workflow.publish(article, ["en"], publisher)
    missing = page(EN).select(".languages li")[1].span
    assert (missing["lang"], missing.find("small") is not None) == ("vi", True)
    assert routes()["/vi/goc-suc-khoe/vitamin-b12/"] == [404, "_answers/vi/b12.html"]


def test_the_page_of_a_missing_edition_is_in_the_readers_language_and_leads_to_the_other(article, publisher):
    workflow.publish(article, ["en"], publisher)
    build.drain()
    answer = BeautifulSoup((build.page_folder().current / "_answers/vi/b12.html").read_bytes(), "html.parser")
    assert answer.html["lang"] == "vi"
    assert answer.select_one("main li a[lang=en]")["href"] == f"/{EN}"
    assert answer.select_one("meta[name=robots]")["content"] == "noindex"


@pytest.mark.parametrize(
    ("grade", "status", "notice"),
    [
        (Significance.TYPO, None, False),
        (Significance.MINOR, "outdated", False),
        (Significance.MAJOR, "outdated", True),
        (Significance.SAFETY, "withheld", True),
    ],
)
def test_readers_of_a_translation_are_told_how_far_behind_it_is(published, editor, publisher, grade, status, notice):
    republish(published, editor, publisher, "blood and nerves", "Blood and nerves", grade)
    soup = page(VI)
    notes = soup.select(".note")
    assert [note["class"] for note in notes] == ([["note", status]] if status else [])
    assert bool(soup.select(".notice")) is notice
    assert ("khỏe mạnh" in soup.select_one(".text").text) is (status != "withheld")
    if status:
        assert "Blood and nerves" in notes[0].select_one("details [lang=en]").text
    for link in soup.select(".notice a"):
        assert soup.select_one(link["href"]) in notes


@pytest.mark.parametrize("spoken", ["en", "vi"])
def test_a_page_is_in_its_own_language_whatever_the_process_speaks(published, editor, publisher, spoken):
    republish(published, editor, publisher, "Take 2.5 mg", "Take 25 mg", Significance.SAFETY)
    with translation.override(spoken):
        assert "Bản gốc" in page(VI).select_one(".note").text or "bản gốc" in page(VI).select_one(".note").text
    assert "not up to date" not in page(VI).text


def test_the_date_of_a_note_is_the_day_the_source_changed(published, editor, publisher):
    with time_machine.travel("2031-02-03 12:00", tick=False):
        republish(published, editor, publisher, "nerves healthy", "nerves well", Significance.MINOR)
    assert page(VI).select_one(".note time")["datetime"] == "2031-02-03"


def test_withheld_words_are_gone_everywhere(published, editor, publisher):
    republish(published, editor, publisher, "Take 2.5 mg", "Take 25 mg", Significance.SAFETY)
    build.drain()
    for path in build.page_folder().current.rglob("*.html"):
        if "/vi/" in str(path):
            assert "2,5 mg" not in path.read_text()


def test_a_withheld_summary_is_not_told_in_the_lists_either(published, editor, publisher):
    republish(published, editor, publisher, "a lack of vitamin B12 does", "too much does", Significance.SAFETY)
    for path in ("vi/", "vi/goc-suc-khoe/", VI):
        assert "gây ra điều gì" not in str(page(path))


def test_a_note_on_the_summary_stands_above_the_text(published, editor, publisher):
    republish(published, editor, publisher, "a lack of vitamin B12 does", "a lack does", Significance.MAJOR)
    soup = page(VI)
    assert soup.select_one("header.title " + soup.select_one(".notice a")["href"])


def test_a_correction_that_is_translated_and_approved_takes_the_note_away(
    published, editor, publisher, translator, reviewer
):
    republish(published, editor, publisher, "Take 2.5 mg", "Take 25 mg", Significance.SAFETY)
    workflow.update(published, editor)
    unit = unit_of(published, "Take 25")
    workflow.translate(unit, "Uống 25 mg một lần mỗi ngày, tối đa 12 tháng.", translator, base=unit.version)
    approve_all(published, reviewer)
    workflow.publish(published.article, ["vi"], publisher)
    soup = page(VI)
    assert "Uống 25 mg" in soup.text
    assert not soup.select(".note, .notice")


def test_new_paragraphs_that_are_not_translated_have_one_honest_note_at_their_place(published, editor, publisher):
    new = "<p>Eat well.</p><p>Sleep well.</p><h2>Treatment</h2>"
    republish(published, editor, publisher, "<h2>Treatment</h2>", new, Significance.MINOR)
    (note,) = page(VI).select(".note.missing")
    assert [p.text for p in note.select("details p")] == ["Eat well.", "Sleep well."]
    assert note.find_next("h2").text == "Điều trị"


def test_a_paragraph_that_the_source_dropped_says_so_at_its_old_place(published, editor, publisher):
    republish(
        published, editor, publisher, "<p>Vitamin B12 keeps blood and nerves healthy.</p>", "", Significance.MINOR
    )
    (note,) = page(VI).select(".note.outdated")
    assert note.find_previous("p").text.startswith("Vitamin B12 giữ cho")
    assert not note.select("details")


def test_a_regrade_rebuilds_the_page(published, editor, publisher):
    republish(published, editor, publisher, "nerves healthy", "nerves well", Significance.MINOR)
    assert page(VI).select(".note.outdated")
    workflow.regrade(BlockChange.objects.get(), Significance.SAFETY, publisher)
    assert page(VI).select(".note.withheld")


def test_a_withdrawn_edition_answers_410_in_its_language(published, publisher):
    workflow.withdraw(published.article, ["vi"], publisher)
    status, name = routes()[f"/{VI}"]
    assert status == 410
    answer = (build.page_folder().current / name).read_text()
    assert '<html lang="vi">' in answer
    assert not (build.page_folder().current / VI / "index.html").exists()
    assert "vi" not in [link.get("hreflang") for link in page(EN).select("link[rel=alternate]")]


def test_a_new_slug_leaves_a_redirect_and_old_addresses_lead_on_in_one_hop(published, publisher):
    edition = Edition.objects.get(article=published.article, language="vi")
    workflow.move(edition, "thieu-vitamin-b12", publisher)
    now = "/vi/goc-suc-khoe/thieu-vitamin-b12/"
    found = routes()
    assert found[f"/{VI}"] == [301, now]
    assert found["/vi/goc-suc-khoe/b12-vi/"] == [301, now]
    assert found["/en/health-corner/b12/"] == [301, f"/{EN}"]
    assert found["/vi/goc-suc-khoe/vitamin-b12/"] == [301, now]
    assert page("vi/goc-suc-khoe/thieu-vitamin-b12/").h1.text == "Vitamin B12 ở người"


def test_lists_hold_one_language_and_each_article_once(published):
    for path, title in (("vi/goc-suc-khoe/", "Vitamin B12 ở người"), ("en/health-corner/", "Vitamin B12")):
        assert [link.text for link in page(path).select(".items h2 a")] == [title]


def test_the_sitemap_names_every_page_with_its_alternates(published, settings):
    build.drain()
    folder = build.page_folder().current
    names = [loc.text for loc in ElementTree.parse(folder / "sitemap.xml").iter() if loc.tag.endswith("}loc")]
    parts = [(folder / name.removeprefix(settings.BASE_URL).lstrip("/")).read_text() for name in names]
    assert f"<loc>{settings.BASE_URL}/{VI}</loc>" in "".join(parts)
    assert "".join(parts).count(f'hreflang="x-default" href="{settings.BASE_URL}/{EN}"') == 2


def test_shared_texts_stand_under_the_article_in_its_language(published, editor, publisher):
    shared = PAGE.replace("</article>", "<div><p>Stellapharm is a company.</p></div></article>")
    revise(published.article, editor, "Stellapharm", "Stellapharm", shared)
    workflow.publish(Article.objects.get(key="about-the-company"), ["en"], publisher)
    assert "Stellapharm is a company." in page(EN).select_one(".about-the-text").text
    assert "Stellapharm is a company." not in page(VI).text


def test_a_link_to_an_article_leads_to_the_readers_edition_or_is_no_link(published, editor, publisher):
    body = '<html><h1>Other</h1><p>See <a href="https://www.example.com/en/health-corner/b12/">B12</a>.</p></html>'
    from cms.articles.importer import import_page

    other = import_page(body.encode(), key="other", language="en", by=editor).edition.article
    workflow.publish(other, ["en"], publisher)
    assert page("en/health-corner/other/").select_one(".text a")["href"] == f"/{EN}"
    workflow.withdraw(published.article, ["en"], publisher)
    assert page("en/health-corner/other/").select_one(".text a") is None


def test_the_front_page_offers_both_languages_and_chooses_none(published):
    links = [(a["hreflang"], a["href"]) for a in page("").select(".choose a")]
    assert links == [("en", "/en/"), ("vi", "/vi/")]


def test_every_part_in_the_other_language_says_so(published, editor, publisher):
    republish(published, editor, publisher, "nerves healthy", "nerves well", Significance.MAJOR)
    for text in page(VI).find_all(string=lambda s: "nerves well" in s):
        assert text.find_parent(lang=True)["lang"] == "en"


@pytest.mark.parametrize("count", [3, 12])
def test_a_list_takes_the_same_queries_however_long_it_is(editor, publisher, count, django_assert_max_num_queries):
    from cms.articles.importer import import_page

    for n in range(count):
        report = import_page(PAGE.replace("b12/", f"b{n}/").encode(), key=f"k{n}", language="en", by=editor)
        workflow.publish(report.edition.article, ["en"], publisher)
    with django_assert_max_num_queries(9):
        listing.list_page("en")
    with django_assert_max_num_queries(9):
        in_context([report.edition.article_id])


def test_a_summary_is_told_as_it_is_written(article, editor, publisher):
    revise(article, editor, "What a lack of vitamin B12 does.", "Levels &lt;5 are low, levels &gt;9 are high.")
    workflow.publish(article, ["en"], publisher)
    for soup in (page(EN), page("en/")):
        assert "Levels <5 are low, levels >9 are high." in str(soup.select("meta[name=description], .items p")).replace(
            "&lt;", "<"
        ).replace("&gt;", ">")


def test_one_picture_that_is_lost_does_not_hold_up_the_site(article, editor, publisher, settings, caplog):
    pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
    image = f'<img src="data:image/png;base64,{pixel}" alt="A dot">'
    revise(article, editor, "<h2>Signs</h2>", f"<h2>Signs</h2>{image}")
    for path in settings.MEDIA_ROOT.iterdir():
        path.unlink()
    workflow.publish(article, ["en"], publisher)
    assert page(EN).select_one("figure img")["alt"] == "A dot"
    assert "is not in the picture folder" in caplog.text


def test_a_picture_nobody_shows_any_more_is_taken_away(article, editor, publisher):
    pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
    image = f'<img src="data:image/png;base64,{pixel}" alt="A dot">'
    _report, shown = revise(article, editor, "<h2>Signs</h2>", f"<h2>Signs</h2>{image}")
    workflow.publish(article, ["en"], publisher)
    source = page(EN).select_one("figure img")["src"].lstrip("/")
    assert (build.page_folder().current / source).exists()
    revise(article, editor, image, "", shown)
    workflow.publish(article, ["en"], publisher)
    build.drain()
    assert not (build.page_folder().current / source).exists()


def test_a_link_in_a_shared_text_leads_to_the_article(published, editor, publisher):
    link = '<a href="https://www.example.com/en/health-corner/b12/">B12</a>'
    shared = PAGE.replace("</article>", f"<div><p>Stellapharm is a company, see {link}.</p></div></article>")
    revise(published.article, editor, "Stellapharm", "Stellapharm", shared)
    workflow.publish(Article.objects.get(key="about-the-company"), ["en"], publisher)
    assert page(EN).select_one(".about-the-text a")["href"] == f"/{EN}"
    workflow.move(Edition.objects.get(article=published.article, language="en"), "b12-now", publisher)
    moved = page("en/health-corner/b12-now/")
    assert moved.select_one(".about-the-text a")["href"] == "/en/health-corner/b12-now/"


def test_a_withheld_title_of_a_withdrawn_source_is_said_to_be_withheld(published, editor, publisher):
    republish(published, editor, publisher, "<h1>Vitamin B12</h1>", "<h1>Vitamin B9</h1>", Significance.SAFETY)
    workflow.withdraw(published.article, ["en"], publisher)
    title = page(VI).h1
    assert (title.text, title.get("lang")) == ("Tiêu đề đang tạm ẩn", None)

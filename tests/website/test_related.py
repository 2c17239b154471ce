"""“You may like” and the topics, as they stand on built pages; the faults of the company's old page cannot return."""

import json
import re

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.articles import publication
from cms.articles.models import Article, Edition, Kind, Significance
from cms.recommendations import choices
from cms.recommendations.models import Choice
from cms.recommendations.shown import PLACES
from cms.translation import workflow
from cms.website import build
from cms.website.context import in_context
from tests.conftest import all_graded, revise
from tests.recommendations.library import article, take_back, write

SECTION = {"en": "en/health-corner", "vi": "vi/goc-suc-khoe"}


def page(slug, language="en") -> BeautifulSoup:
    build.drain()
    path = build.page_folder().current / SECTION[language] / slug / "index.html"
    return BeautifulSoup(path.read_bytes(), "html.parser")


def is_there(slug, language="en") -> bool:
    build.drain()
    return (build.page_folder().current / SECTION[language] / slug / "index.html").exists()


def items(soup) -> list:
    return soup.select("aside.related li")


def titles(soup) -> list[str]:
    return [item.h3.text for item in items(soup)]


@pytest.fixture
def shelf(editor):
    """Six articles alike in English, three of them in Vietnamese too."""
    with time_machine.travel("2022-11-30 12:00", tick=False):
        for n in range(6):
            more = {"vi": f"Viên sắt {n}. Viên sắt, viên sắt"} if n < 3 else {}
            write(f"a-{n}", editor, en=f"Iron tablets {n}. Iron tablets, iron tablets", **more)
    return article("a-0")


def test_at_most_four_are_recommended_each_with_its_date_its_linked_title_and_its_first_words(shelf):
    found = items(page("iron-tablets-0"))
    assert len(found) == PLACES == 4
    for item in found:
        assert item.select_one("h3 a")["href"].startswith("/en/health-corner/iron-tablets-")
        assert item.time["datetime"] == "2022-11-30"
        assert item.select_one("p:not([class])").text == "Iron tablets, iron tablets"


def test_the_listing_is_headed_in_the_language_of_the_page_and_so_is_the_reason(shelf):
    listing = page("vien-sat-0", "vi").select_one("aside.related")
    assert listing.h2.text == "Có thể bạn quan tâm"
    assert titles(page("vien-sat-0", "vi")) == ["Viên sắt 1", "Viên sắt 2"]
    for item in items(page("vien-sat-0", "vi")):
        assert item.select_one(".reason").text.endswith(": viên sắt")
        assert item.time.text == "30 tháng 11 năm 2022"
    for item in items(page("iron-tablets-0")):
        assert item.select_one(".reason").text == "Both are about: iron tablets"


def test_a_shared_topic_is_the_reason_in_the_words_of_its_title(shelf, editor):
    blood = write("blood", editor, Kind.TOPIC, en="Blood", vi="Máu")
    for key in ("a-0", "a-1"):
        publication.classify(article(key), [blood])
    assert "Same topic: Blood" in [r.text for r in page("iron-tablets-0").select(".related .reason")]
    assert page("vien-sat-0", "vi").select_one(".related .reason").text.endswith(": Máu")
    write("blood", editor, en="Blood and heart")
    assert "Same topic: Blood and heart" in page("iron-tablets-0").text
    take_back("blood", "en")
    assert "Same topic" not in page("iron-tablets-0").text


def test_what_an_editor_pinned_says_so_and_takes_one_of_the_four_places(shelf, editor):
    write("sleep", editor, en="Sleep")
    choices.choose(shelf, article("sleep"), Choice.Kind.PIN, editor)
    found = items(page("iron-tablets-0"))
    assert (found[0].h3.text, found[0].select_one(".reason").text) == ("Sleep", "Chosen by our editors")
    assert len(found) == PLACES


def test_what_is_excluded_is_never_shown_and_another_takes_its_place(shelf, editor):
    first = titles(page("iron-tablets-0"))[0]
    choices.choose(shelf, article(f"a-{first[-1]}"), Choice.Kind.EXCLUDE, editor)
    assert first not in titles(page("iron-tablets-0"))
    assert len(titles(page("iron-tablets-0"))) == PLACES


def test_an_article_like_no_other_has_no_listing(editor):
    write("sleep", editor, en="Sleep")
    assert page("sleep").select_one(".related") is None


# --- The pages of neighbours --------------------------------------------------------------------------------


def test_a_new_title_stands_under_the_neighbours(shelf, editor):
    assert "Iron tablets 1" in titles(page("iron-tablets-0"))
    write("a-1", editor, en="Iron tablets renamed. Iron tablets, iron tablets")
    assert "Iron tablets renamed" in titles(page("iron-tablets-0"))


def test_a_new_address_is_linked_under_the_neighbours(shelf):
    page("iron-tablets-0")
    publication.move(Edition.objects.get(article__key="a-1", language="en"), "moved")
    assert "/en/health-corner/moved/" in str(page("iron-tablets-0").select_one(".related"))


def test_what_is_withdrawn_leaves_the_neighbours_and_what_returns_comes_back(shelf, editor):
    page("iron-tablets-0")
    take_back("a-1", "vi")
    assert titles(page("vien-sat-0", "vi")) == ["Viên sắt 2"]
    assert "Iron tablets 1" in titles(page("iron-tablets-0"))
    write("a-1", editor, vi="Viên sắt 1. Viên sắt, viên sắt")
    assert titles(page("vien-sat-0", "vi")) == ["Viên sắt 1", "Viên sắt 2"]


def test_a_new_date_stands_under_the_neighbours(shelf):
    page("iron-tablets-0")
    Edition.objects.filter(article__key="a-1", language="en").update(published_on="2021-05-06")
    publication.touch(article("a-1"))
    (item,) = [item for item in items(page("iron-tablets-0")) if item.h3.text == "Iron tablets 1"]
    assert item.time["datetime"] == "2021-05-06"


def test_a_pinned_article_that_is_published_later_is_shown_from_then_on(shelf, editor):
    choices.choose(shelf, article("later"), Choice.Kind.PIN, editor)
    assert "Later" not in titles(page("iron-tablets-0"))
    write("later", editor, en="Later")
    assert titles(page("iron-tablets-0"))[0] == "Later"


def test_an_item_whose_title_is_withheld_is_not_shown_in_another_language(published, editor, publisher):
    write("near", editor, vi="Mệt mỏi. Tê hoặc ngứa ran, tê hoặc ngứa ran")
    choices.choose(article("near"), published.article, Choice.Kind.PIN, editor)
    assert titles(page("met-moi", "vi")) == ["Vitamin B12 ở người"]
    revise(published.article, editor, "<h1>Vitamin B12</h1>", "<h1>Vitamin B9</h1>")
    grades = all_graded(published.article, Significance.SAFETY)
    workflow.publish(published.article, ["en"], publisher, grades=grades)
    assert titles(page("met-moi", "vi")) == []


# --- The faults of the old page -----------------------------------------------------------------------------

MANY = "Viên sắt " + "giữ cho máu khỏe mạnh " * 15
LONG = "Iron keeps the blood healthy, and the blood keeps the whole of the body healthy day and night " * 3
KEYS = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta"]
texts = st.fixed_dictionaries(
    {},
    optional={
        "en": st.sampled_from(["Iron. Iron, iron", f"Blood and iron. {LONG}", "Iron tablets. Iron"]),
        "vi": st.sampled_from(["Sắt. Viên sắt, viên sắt", f"Máu và viên sắt. {MANY}"]),
    },
)
sites = st.fixed_dictionaries(dict.fromkeys(KEYS, texts))
chosen = st.lists(st.tuples(*[st.sampled_from(KEYS)] * 2, st.sampled_from(Choice.Kind.values)), max_size=6)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
@given(site=sites, chosen=chosen, gone=st.sets(st.tuples(st.sampled_from(KEYS), st.sampled_from(["en", "vi"]))))
@pytest.mark.django_db
def test_no_page_of_any_site_has_a_fault_of_the_old_one(editor, folders, site, chosen, gone):
    with transaction.atomic():
        for key, written in site.items():
            write(key, editor, **written)
        for key, other, kind in chosen:
            if key != other:
                choices.choose(article(key), article(other), kind, editor)
        for key, language in gone:
            take_back(key, language)
        build.build_site()
        pages = list(build.page_folder().current.glob("*/*/*/index.html"))
        for path in pages:
            assert_faultless(path)
        assert len(pages) >= Edition.objects.filter(published__isnull=False).count()
        transaction.set_rollback(True)


def assert_faultless(path):
    soup = BeautifulSoup(path.read_bytes(), "html.parser")
    language, here = soup.html["lang"], "/" + str(path.relative_to(build.page_folder().current).parent) + "/"
    addresses = [item.select_one("h3 a")["href"] for item in items(soup)]
    assert len(addresses) == len(set(addresses)) <= PLACES  # the old page had one article twice
    assert here not in addresses
    for item in items(soup):
        edition = Edition.objects.get(language=language, slug=item.a["href"].split("/")[-2])
        assert edition.is_visible and item.h3.text == edition.published.title != ""  # of its own language, named
        assert item.time["datetime"] == edition.published_on.isoformat()
        assert not item.select("[lang]")
        excerpt, whole = item.select_one("p:not([class])").text, edition.published.blocks[-1].text
        assert excerpt == whole or (excerpt.endswith("…") and re.match(re.escape(excerpt[:-1]) + r"\W", whole))
        assert item.select_one(".reason").text


# --- Topics -------------------------------------------------------------------------------------------------


@pytest.fixture
def topic(shelf, editor):
    """A topic of three of the articles, in both languages."""
    blood = write("blood", editor, Kind.TOPIC, en="Blood. What the blood does", vi="Máu. Máu làm gì")
    for key in ("a-0", "a-1", "a-4"):
        publication.classify(article(key), [blood])
    return blood


def in_list(soup) -> list[str]:
    return [link.text for link in soup.select(".items h2 a")]


def test_a_topic_tells_what_it_is_and_lists_its_articles_in_each_language(topic):
    english = page("blood")
    assert (english.h1.text, english.select_one(".text").text.strip()) == ("Blood", "What the blood does")
    assert in_list(english) == ["Iron tablets 0", "Iron tablets 1", "Iron tablets 4"]
    assert in_list(page("mau", "vi")) == ["Viên sắt 0", "Viên sắt 1"]


def test_the_switch_of_a_topic_leads_to_the_same_topic(topic):
    assert page("blood").select_one(".languages a[hreflang=vi]")["href"] == "/vi/goc-suc-khoe/mau/"
    assert page("mau", "vi").select_one(".languages a[hreflang=en]")["href"] == "/en/health-corner/blood/"


def test_an_article_names_its_topics_and_so_do_the_home_page_and_the_list(topic):
    for path in ("iron-tablets-0", "", "../"):
        links = {link.text: link["href"] for link in page(path).select("nav.topics a")}
        assert links == {"Blood": "/en/health-corner/blood/"}, path
    assert not page("iron-tablets-2").select("nav.topics")


def test_an_article_that_leaves_a_topic_leaves_its_list(topic):
    page("blood")
    publication.classify(article("a-1"), [])
    assert in_list(page("blood")) == ["Iron tablets 0", "Iron tablets 4"]
    assert in_list(page("mau", "vi")) == ["Viên sắt 0"]
    assert not page("iron-tablets-1").select("nav.topics")


def test_an_article_that_changes_or_is_withdrawn_does_so_in_the_list_of_its_topic(topic, editor):
    page("blood")
    write("a-1", editor, en="Renamed. Iron tablets, iron tablets")
    take_back("a-4", "en")
    assert in_list(page("blood")) == ["Iron tablets 0", "Renamed"]


def test_a_topic_has_a_list_for_each_year(topic, editor, monkeypatch):
    monkeypatch.setattr("cms.website.pages.NEWEST_IN_LIST", 1)
    with time_machine.travel("2024-02-03 12:00", tick=False):
        publication.classify(write("new", editor, en="New"), [topic])
    years = {link.text: link["href"] for link in page("blood").select("nav.months a")}
    assert years == {"2024": "/en/health-corner/blood/2024/", "2022": "/en/health-corner/blood/2022/"}
    assert in_list(page("blood/2024")) == ["New"]
    assert in_list(page("blood/2022")) == ["Iron tablets 0", "Iron tablets 1", "Iron tablets 4"]
    take_back("new", "en")
    assert not is_there("blood/2024")


def test_a_topic_that_is_withdrawn_is_gone_with_its_lists_and_named_nowhere(topic):
    assert is_there("blood/2022")
    take_back("blood", "en")
    assert not is_there("blood") and not is_there("blood/2022")
    assert is_there("mau", "vi") and is_there("mau/2022", "vi")
    for path in ("iron-tablets-0", ""):
        assert not page(path).select("nav.topics")


def test_a_topic_that_moves_leaves_no_page_behind(topic):
    page("blood")
    publication.move(Edition.objects.get(article=topic, language="en"), "the-blood")
    assert in_list(page("the-blood")) and is_there("the-blood/2022")
    assert not is_there("blood") and not is_there("blood/2022")
    assert page("iron-tablets-0").select_one("nav.topics a")["href"] == "/en/health-corner/the-blood/"
    routes = json.loads(build.page_folder().read("routes.json"))
    assert routes["/en/health-corner/blood/"] == [301, "/en/health-corner/the-blood/"]


def test_a_topic_named_as_a_year_takes_no_months_away(shelf, editor):
    write("2022", editor, Kind.TOPIC, en="2022")
    assert is_there("2022/11")
    publication.touch(article("2022"))
    assert is_there("2022/11")


def test_a_link_to_a_topic_leads_to_it(topic, editor):
    write("linking", editor, en='Linking. See <a href="article:blood">blood</a>')
    assert page("linking").select_one(".text a")["href"] == "/en/health-corner/blood/"
    publication.move(Edition.objects.get(article=topic, language="en"), "the-blood")
    assert page("linking").select_one(".text a")["href"] == "/en/health-corner/the-blood/"


def test_the_sitemap_has_the_topics_with_their_languages(topic, settings):
    build.drain()
    sitemap = (build.page_folder().current / "sitemap-pages.xml").read_text()
    for path in ("/en/health-corner/blood/", "/vi/goc-suc-khoe/mau/"):
        assert f"<loc>{settings.BASE_URL}{path}</loc>" in sitemap
    assert f'hreflang="vi" href="{settings.BASE_URL}/vi/goc-suc-khoe/mau/"' in sitemap


def test_a_topic_stands_in_no_list_of_articles(topic):
    for path in ("", "../", "2022/11"):
        assert "Blood" not in in_list(page(path))


# --- Cost ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [2, 20])
def test_everything_that_stands_beside_articles_takes_nine_queries(editor, count, django_assert_max_num_queries):
    about = write("about", editor, Kind.SNIPPET, en='About. See <a href="article:a-0">us</a>')
    topics = [write(f"topic-{n}", editor, Kind.TOPIC, en=f"Topic {n}", vi=f"Chủ đề {n}") for n in range(count)]
    for n in range(count):
        text = 'Iron tablets. Iron tablets and <a href="article:topic-0">iron</a> tablets'
        one = write(f"a-{n}", editor, en=text, vi="Viên sắt. Viên sắt")
        publication.classify(one, topics)
        publication.attach(one, [about])
        if n:
            choices.choose(one, article("a-0"), Choice.Kind.PIN, editor)
    build.drain()
    everything = list(Article.objects.values_list("pk", flat=True))
    with django_assert_max_num_queries(9):
        found = in_context(everything)
    assert len(found) == 2 * count
    assert next(one for one in found if one.article.key == "a-1").related["en"]

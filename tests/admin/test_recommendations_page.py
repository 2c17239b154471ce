"""The editors' page of one article's listing: what is shown and why, what they pin, what they never show."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from cms.articles import publication
from cms.articles.models import Kind
from cms.people.roles import EDITOR, MEDICAL_REVIEWER, PUBLISHER, TRANSLATOR
from cms.recommendations import choices
from cms.recommendations.models import Choice
from cms.recommendations.shown import PLACES
from cms.website import build
from tests.browsing.visits import Walk
from tests.conftest import make_person
from tests.recommendations.library import article, listed, take_back, write


@pytest.fixture
def shelf(editor):
    """Seven articles alike in English, four of them in Vietnamese too, and one that is like nothing."""
    for n in range(7):
        more = {"vi": f"Viên sắt {n}. Viên sắt"} if n < 4 else {}
        write(f"a-{n}", editor, en=f"Iron tablets {n}. Iron tablets", **more)
    write("sleep", editor, en="Sleep well", vi="Giấc ngủ ngon")
    publication.classify(article("a-0"), [write("blood", editor, Kind.TOPIC, en="Blood", vi="Máu")])
    publication.classify(article("a-4"), [article("blood")])
    build.drain()
    return article("a-0")


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def address(key="a-0") -> str:
    return reverse("admin:article_recommendations", args=[article(key).pk])


def page(client, query="", key="a-0") -> BeautifulSoup:
    return BeautifulSoup(client.get(address(key) + query).content, "html.parser")


def press(client, act: str, other, key="a-0") -> str:
    """Press a button; what is told then."""
    number = other if isinstance(other, str) and not other.startswith("a-") else article(other).pk
    answer = client.post(address(key), {"act": f"{act} {number}"}, follow=True)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser").select_one(".messagelist").text.strip()


def titles(soup, language="en", kind="shown") -> list[str]:
    return [link.text for link in soup.select(f"section[aria-labelledby=in-{language}] li.{kind} h3 a")]


def chosen(kind) -> list[str]:
    return list(Choice.objects.filter(article__key="a-0", kind=kind).values_list("other__key", flat=True))


def readers_see(language="en") -> list[str]:
    build.drain()
    path = {"en": "en/health-corner/iron-tablets-0", "vi": "vi/goc-suc-khoe/vien-sat-0"}[language]
    html = (build.page_folder().current / path / "index.html").read_bytes()
    return [link.text for link in BeautifulSoup(html, "html.parser").select(".related h3 a")]


def test_what_is_marked_as_shown_is_what_readers_see_whatever_was_chosen(shelf, desk):
    for act, other in [("", ""), ("pin", "a-6"), ("pin", "a-5"), ("exclude", "a-1"), ("up", "a-5"), ("pin", "a-2")]:
        if act:
            press(desk, act, other)
        for language in ("en", "vi"):
            assert titles(page(desk), language) == readers_see(language) != []
    take_back("a-5", "en")
    build.drain()
    assert titles(page(desk)) == readers_see()
    assert titles(page(desk), kind="missing") == ["Iron tablets 5"]


def test_each_says_how_alike_it_is_and_why(shelf, desk):
    places = page(desk).select("section[aria-labelledby=in-en] li")
    assert places[0].h3.text.split() == ["1", "Iron", "tablets", "1"]
    assert float(places[0].meter["value"]) > 50
    assert " % alike" in places[0].text
    (same,) = [place for place in places if "Iron tablets 4" in place.h3.text]
    assert [reason.text for reason in same.select(".reason")] == ["Same topic: Blood", "Both are about: Iron tablets"]
    assert same.select(".reason span")[1]["lang"] == "en"


def test_what_is_not_shown_is_in_reserve(shelf, desk):
    soup = page(desk)
    assert len(titles(soup)) == PLACES
    assert len(titles(soup, kind="reserve")) == 2
    assert "2 more that are not shown" in soup.summary.text


def test_pinned_ones_are_in_their_order_with_how_they_fare_in_each_language(shelf, desk):
    for key in ("a-6", "a-3"):
        assert "is pinned" in press(desk, "pin", key)
    section = page(desk).select_one("section[aria-labelledby=pinned]")
    assert [link.text for link in section.select("h3 a")] == ["Iron tablets 6", "Iron tablets 3"]
    assert [" ".join(span.text.split()) for span in section.li.select(".facts > span")] == [
        "English: ● shown",
        "Vietnamese: ○ not published in this language",
    ]
    assert [button["value"].split()[0] for button in section.select("button")] == ["forget", "up", "forget"]
    assert "one place higher" in press(desk, "up", "a-3")
    assert chosen("pin") == ["a-3", "a-6"]


def test_what_is_excluded_is_gone_and_can_be_allowed_again(shelf, desk):
    assert "is never shown here" in press(desk, "exclude", "a-4")
    soup = page(desk)
    assert "Iron tablets 4" not in str(soup.select("section[aria-labelledby^=in-]"))
    assert soup.select_one("section[aria-labelledby=excluded] button").text.startswith("Allow again")
    assert "left to the texts again" in press(desk, "forget", "a-4")
    assert "Iron tablets 4" in titles(page(desk))


@pytest.mark.parametrize("words", ["giac ngu", "Giấc", "sleep", "SLEEP well"])
def test_any_other_article_is_found_without_diacritics_or_by_its_key_and_pinned(shelf, desk, words):
    found = page(desk, f"?q={words}").select(".found li")
    assert [link.text for link in found[0].select("h3 a")] == ["Sleep well"]
    assert len(found) == 1
    press(desk, *found[0].button["value"].split())
    assert readers_see()[0] == "Sleep well"
    assert "pinned" in page(desk, f"?q={words}").select_one(".found .acts").text


def test_neither_itself_nor_a_topic_is_found_and_nothing_is_said_to_be_nothing(shelf, desk):
    keys = page(desk, "?q=tablets").select(".found li")
    assert len(keys) == 6
    for words in ("blood", "nowhere", "'", "%", "\x00x"):
        soup = page(desk, f"?q={words}")
        assert not soup.select(".found")
        assert soup.select_one("[role=status]")


def test_the_search_is_kept_when_something_is_pinned_from_it(shelf, desk):
    answer = desk.post(address() + "?q=sleep", {"act": f"pin {article('sleep').pk}"})
    assert answer["Location"] == address() + "?q=sleep"


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("pin {itself}", "not itself"),
        ("exclude {topic}", "a topic"),
        ("up {never}", "Somebody left it"),
        ("forget {never}", "Somebody left it"),
        ("pin 999999", "no such article"),
        ("pin 99999999999999999999999999", "no such article"),
        (f"pin {'9' * 5000}", "no such article"),
        ("pin -1", "no such article"),
        ("pin ٣", "no such article"),
        ("up", "no such article"),
        ("delete {never}", "nothing of the kind"),
        ("", "no such article"),
    ],
)
def test_what_is_guessed_is_answered_with_a_sentence(shelf, desk, act, said):
    ids = {"itself": shelf.pk, "topic": article("blood").pk, "never": article("a-3").pk}
    answer = desk.post(address(), {"act": act.format(**ids)}, follow=True)
    assert said in BeautifulSoup(answer.content, "html.parser").select_one(".messagelist .error").text
    assert not Choice.objects.exists()


def test_what_is_excluded_cannot_go_up(shelf, desk):
    press(desk, "exclude", "a-4")
    assert "Only what is pinned" in press(desk, "up", "a-4")


@pytest.mark.parametrize("role", [EDITOR, TRANSLATOR, MEDICAL_REVIEWER, PUBLISHER, None])
def test_everybody_with_a_role_looks_and_editors_choose(shelf, client, editor, role):
    choices.choose(shelf, article("a-6"), Choice.Kind.PIN, editor)
    client.force_login(make_person("somebody", role))
    answer = client.get(address())
    assert answer.status_code == (200 if role else 403)
    buttons = BeautifulSoup(answer.content, "html.parser").select("button[name=act], input[name=q]")
    assert bool(buttons) is (role == EDITOR)
    for act, other in (("pin", "a-5"), ("exclude", "a-5"), ("up", "a-6"), ("forget", "a-6")):
        answer = client.post(address(), {"act": f"{act} {article(other).pk}"})
        assert answer.status_code == (302 if role == EDITOR else 403)
    assert chosen("pin") == ([] if role == EDITOR else ["a-6"])


def test_who_has_no_grant_for_the_articles_own_language_only_looks(shelf, client):
    client.force_login(make_person("half", EDITOR, languages=["vi"]))
    assert 'name="act"' not in client.get(address()).content.decode()
    assert client.post(address(), {"act": f"pin {article('a-5').pk}"}).status_code == 403
    assert not Choice.objects.exists()


def test_a_form_without_its_token_is_refused(shelf, editor):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    assert client.post(address(), {"act": f"pin {article('a-5').pk}"}).status_code == 403


def test_an_article_that_is_not_there_is_not_found(desk):
    assert desk.get(reverse("admin:article_recommendations", args=[4711])).status_code == 404


@pytest.mark.parametrize("key", ["blood", "draft"])
def test_what_has_no_listing_says_so(shelf, desk, key):
    soup = page(desk, key=key)
    said = {"blood": "Only articles recommend", "draft": "is not published"}[key]
    assert said in soup.select_one("#content-main").text


def test_the_articles_page_and_its_editions_lead_here_and_a_topics_do_not(shelf, desk):
    for key, leads in (("a-0", True), ("blood", False)):
        pages = [reverse("admin:articles_article_change", args=[article(key).pk])]
        pages += [reverse("admin:articles_edition_change", args=[e.pk]) for e in article(key).editions.all()]
        for path in pages:
            assert (address(key) in desk.get(path).content.decode()) is leads


def test_the_page_takes_as_many_queries_for_many_as_for_few(shelf, desk, editor, django_assert_max_num_queries):
    for key in ("a-2", "a-3", "a-5", "a-6"):
        choices.choose(shelf, article(key), Choice.Kind.PIN, editor)
    for n in range(10, 40):
        choices.choose(shelf, write(f"a-{n}", editor, en=f"Iron tablets {n}"), Choice.Kind.EXCLUDE, editor)
    build.drain()
    with django_assert_max_num_queries(24):
        desk.get(address() + "?q=tablets")
    assert listed("a-0", "en")


@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_page_with_everything_on_it_has_no_fault(site, shelf, editor, visit, language):
    for key, kind in (("a-6", "pin"), ("a-3", "pin"), ("sleep", "exclude")):
        choices.choose(shelf, article(key), kind, editor)
    build.drain()
    editor.public_name = "Lan"  # not the role's name, which is to be translated
    editor.save()
    walk = Walk(visit(editor, language=language), language)
    for query in ("", "?q=tablets", "?q=nowhere"):
        walk.visit(address() + query, thoroughly=True)
    walk.open(address())
    walk.page.locator("summary").first.focus()
    walk.page.keyboard.press("Enter")
    walk.inspect("with its reserve open", thoroughly=True)
    button = walk.page.locator("section[aria-labelledby=pinned] button[value^=up]")
    button.focus()
    with walk.page.expect_navigation():
        walk.page.keyboard.press("Enter")
    assert chosen("pin") == ["a-3", "a-6"]
    walk.assert_faultless()

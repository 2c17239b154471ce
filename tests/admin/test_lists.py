"""The lists: found, filtered and sorted as editors think, in few queries however long they are."""

import unicodedata

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.articles.blocks import Block
from cms.articles.models import Article, Edition, Kind, Significance
from cms.people.models import Person
from cms.translation import workflow
from cms.translation.models import Stage, Translation, Unit
from tests.admin.shelf import article as one_article
from tests.admin.shelf import shelf
from tests.conftest import make_person, revise, unit_of

LISTS = ["articles_article", "articles_edition", "translation_translation", "translation_unit"]


@pytest.fixture
def cast(editor, translator, reviewer, publisher):
    return {"editor": editor, "translator": translator, "reviewer": reviewer, "publisher": publisher}


@pytest.fixture
def ask(client, boss):
    """Ask a list of the admin, in a language; the rows it shows."""

    def rows(page, interface="en", **filters):
        Person.objects.filter(pk=boss.pk).update(interface_language=interface)
        client.force_login(boss)
        answer = client.get(reverse(f"admin:{page}_changelist"), filters)
        assert answer.status_code == 200, answer["Location"]
        rows.html = answer.content.decode()
        return list(answer.context["cl"].result_list)

    return rows


@pytest.fixture
def anaemia(editor):
    """An article written in Vietnamese."""
    made = Article.objects.create(key="iron-deficiency-anaemia")
    edition = Edition.objects.create(article=made, language="vi", is_source=True)
    edition.add_revision([Block("t", "title", "Thiếu máu thiếu sắt"), Block("p", "paragraph", "Mệt.")], editor)
    return made


@pytest.mark.parametrize(
    "words",
    [
        "thieu mau",
        "Thiếu máu",
        "THIẾU MÁU",
        unicodedata.normalize("NFD", "thiếu máu"),
        "sat thieu",
        "iron",
        '"mau thieu"',
    ],
)
@pytest.mark.parametrize("page", ["articles_article", "articles_edition"])
def test_an_article_is_found_by_its_title_without_diacritics_and_by_its_key(anaemia, article, ask, page, words):
    assert len(ask(page, q=words)) == 1
    assert len(ask(page, q=f"{words} gan")) == 0


def test_a_translation_is_found_by_the_title_in_either_language(published, anaemia, ask):
    assert len(ask("translation_translation", q="o nguoi")) == 1
    assert len(ask("translation_translation", q="vitamin")) == 1
    assert len(ask("translation_translation", q="thieu mau")) == 0


@pytest.mark.parametrize("words", ["than kinh khoe", "Thần kinh", "nerves healthy", "NERVES", "mệt", "met moi"])
def test_a_unit_is_found_by_source_and_target_without_diacritics(translated, ask, words):
    assert ask("translation_unit", q=words)
    assert not ask("translation_unit", q=f"{words} unheard")


def test_a_unit_is_not_found_by_the_tags_in_it(translated, ask):
    assert not Unit.objects.filter(folded__contains="strong").exists()
    assert not Unit.objects.filter(folded__contains="href").exists()


def test_what_is_written_later_is_found_and_what_it_replaced_is_not(translated, translator, editor, ask):
    unit = unit_of(translated, "Tiredness")
    workflow.translate(unit, "Kiệt sức", translator, base=unit.version)
    assert [found.pk for found in ask("translation_unit", q="kiet suc")] == [unit.pk]
    assert not ask("translation_unit", q="met moi")
    revise(translated.article, editor, "<li>Tiredness", "<li>Exhaustion")
    workflow.update(translated, editor)
    assert len(ask("translation_unit", q="exhaustion")) == 1


def test_every_way_of_writing_keeps_the_folded_words(approved):
    """Typed, imported, brought in line: what is stored is what would be computed now."""
    for unit in Unit.objects.select_related("translation"):
        stored = unit.folded
        unit.fold()
        assert unit.folded == stored != ""


def test_titles_are_in_the_language_of_the_interface_else_in_the_sources(published, anaemia, ask):
    assert [row.shown_title for row in ask("articles_article", "vi")] == ["Thiếu máu thiếu sắt", "Vitamin B12 ở người"]
    assert [row.shown_title for row in ask("articles_article", "en")] == ["Thiếu máu thiếu sắt", "Vitamin B12"]


def test_lists_are_sorted_by_title_whatever_the_key(editor, ask):
    for key, title in [("a", "Đái tháo đường"), ("b", "Ăn uống"), ("c", "Gan"), ("d", "Đau đầu")]:
        made = Article.objects.create(key=key)
        edition = Edition.objects.create(article=made, language="vi", is_source=True)
        edition.add_revision([Block("t", "title", title)], editor)
    titles = ["Ăn uống", "Đái tháo đường", "Đau đầu", "Gan"]
    assert [row.shown_title for row in ask("articles_article")] == titles
    assert [row.shown_title for row in ask("articles_edition")] == titles
    assert [row.key for row in ask("articles_article", o="-5")] == ["d", "c", "b", "a"]


def test_each_language_has_a_column_that_says_the_state_in_words(cast, ask):
    shelf(5, cast)
    ask("articles_article")
    text = " ".join(ask.html.split())
    for words in ("missing", "in review", "ready to publish", "published", "stale (safety)", "not published"):
        assert f"</span> {words}</span>" in text
    assert "English" in text and "Vietnamese" in text


@pytest.mark.parametrize(
    ("filters", "keys"),
    [
        ({"language": "vi", "state": "missing"}, {"shelf-0"}),
        ({"language": "vi", "state": "in work"}, {"shelf-1", "shelf-2"}),
        ({"language": "vi", "state": "published"}, {"shelf-3"}),
        ({"language": "vi", "state": "stale"}, {"shelf-4"}),
        ({"state": "stale"}, {"shelf-4"}),
        ({"severity": "40"}, {"shelf-4"}),
        ({"severity": "20"}, set()),
        ({"language": "vi"}, {"shelf-1", "shelf-2", "shelf-3", "shelf-4"}),
        ({"language": "en", "state": "waits"}, {"shelf-0", "shelf-1", "shelf-2"}),
        ({"state": "nonsense", "language": "xx"}, {"shelf-0", "shelf-1", "shelf-2", "shelf-3", "shelf-4"}),
        ({"kind__exact": "topic"}, set()),
    ],
)
def test_articles_are_filtered_by_what_they_are_in_a_language(cast, ask, filters, keys):
    shelf(5, cast)
    assert {row.key for row in ask("articles_article", **filters)} == keys


@pytest.mark.parametrize(
    ("filters", "keys"),
    [
        ({"stage": Stage.IN_REVIEW}, {"shelf-1"}),
        ({"stage": Stage.READY}, {"shelf-2"}),
        ({"stage": Stage.PUBLISHED}, {"shelf-3", "shelf-4"}),
        ({"behind": "yes"}, {"shelf-4"}),
        ({"behind": "no", "language": "vi"}, {"shelf-1", "shelf-2", "shelf-3"}),
        ({"severity": str(Significance.SAFETY.value)}, {"shelf-4"}),
        ({"language": "en"}, set()),
    ],
)
def test_translations_are_filtered_by_stage_and_by_how_far_they_are_behind(cast, ask, filters, keys):
    shelf(5, cast)
    assert {row.article.key for row in ask("translation_translation", **filters)} == keys


def test_editions_are_filtered_by_state_and_topic(cast, ask):
    *_others, last = shelf(5, cast)
    topic = Article.objects.create(key="blood", kind="topic")
    last.topics.add(topic)
    assert [str(row) for row in ask("articles_edition", state="stale")] == ["shelf-4 (vi)"]
    assert {row.language for row in ask("articles_edition", topic=topic.pk)} == {"en", "vi"}
    assert ask("translation_unit", topic=topic.pk, language="vi")


def test_units_are_filtered_by_who_is_to_do_something(cast, ask, client, reviewer):
    shelf(5, cast)
    workflow.update(Translation.objects.get(article__key="shelf-4"), cast["editor"])
    assert len(ask("translation_unit", standing="work")) == 1
    assert len(ask("translation_unit", stale="yes")) == 1
    assert len(ask("translation_unit", standing="mine")) == 2
    assert len(ask("translation_unit", standing="open")) == 3
    client.force_login(make_person("french", "Medical reviewer", languages=["fr"]))
    answer = client.get(reverse("admin:translation_unit_changelist"), {"standing": "mine"})
    assert answer.context["cl"].result_count == 0


@pytest.mark.parametrize("page", LISTS)
@pytest.mark.parametrize("filters", [{}, {"language": "vi", "severity": "40", "q": "thieu mau"}])
def test_a_list_takes_as_many_queries_for_thirty_rows_as_for_few(cast, ask, page, filters):
    shelf(5, cast)
    few = count(ask, page, filters)
    for number in range(5, 30):
        one_article(number, cast)
    assert count(ask, page, filters) == few <= 30


def count(ask, page, filters) -> int:
    ask(page, **filters)  # logs in
    with CaptureQueriesContext(connection) as queries:
        ask(page, **filters)
    return len(queries)


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("page", [*LISTS, "translation_suggestion", "translation_change", "articles_blockchange"])
def test_every_list_says_what_it_is_for(published, ask, page, language):
    ask(page, language)
    assert '<p class="purpose">' in ask.html


def test_dates_are_written_day_first(published, ask):
    Edition.objects.filter(article=published.article).update(published_on="2022-12-05")
    ask("articles_edition", "vi")
    assert "05/12/2022" in ask.html
    ask("articles_edition", "en")
    assert "5 December 2022" in ask.html


@pytest.mark.parametrize("page", LISTS)
def test_a_search_longer_than_any_title_is_answered(published, ask, page):
    assert ask(page, q="vitamin " * 2500)
    assert ask(page, q="a" * 60_000) == []


@pytest.mark.parametrize("page", LISTS)
@pytest.mark.parametrize("digits", [20, 5000])
def test_a_topic_that_cannot_be_filters_nothing(published, ask, page, digits):
    Article.objects.create(key="blood", kind=Kind.TOPIC)
    assert ask(page, topic="9" * digits) == ask(page)


@pytest.mark.parametrize("asked", [{"id__in": 10**20}, {"id__exact": 10**20}])
def test_a_row_with_an_impossible_number_is_not_there(published, boss, client, asked):
    client.force_login(boss)
    answer = client.get(reverse("admin:articles_article_changelist"), asked)
    assert answer.status_code == 404 or not answer.context["cl"].result_list


def test_an_act_on_a_row_with_an_impossible_number_is_not_done(published, boss, client):
    client.force_login(boss)
    form = {"action": "withdraw", "_selected_action": [10**20], "index": 0}
    # SQLite cannot hold such a number, PostgreSQL finds no row that has it.
    assert client.post(reverse("admin:articles_edition_changelist"), form).status_code in (200, 404)
    assert not Edition.objects.filter(withdrawn=True).exists()

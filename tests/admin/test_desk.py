"""The first desk: what waits for whom, and how far everything is."""

from datetime import date

import pytest
from django.urls import reverse

from cms.articles.models import Article, Edition, Significance
from cms.people.models import Person
from cms.people.roles import ROLES, TRANSLATOR
from cms.translation import workflow
from cms.translation.desk import desk
from cms.translation.models import Change, Stage, Suggestion
from cms.translation.overview import Status, overview
from tests.admin.shelf import article as one_article
from tests.admin.shelf import shelf
from tests.conftest import all_graded, approve_all, make_person, revise, unit_of


@pytest.fixture
def cast(editor, translator, reviewer, publisher):
    return {"editor": editor, "translator": translator, "reviewer": reviewer, "publisher": publisher}


def titles(person) -> list[str]:
    return [group.title for group in desk(Person.objects.get(pk=person.pk)).queue]


def group(person, title):
    return next(one for one in desk(Person.objects.get(pk=person.pk)).queue if one.title == title)


def go_stale(translation, editor, publisher, grade=Significance.SAFETY):
    revise(translation.article, editor, "2.5 mg", "5 mg")
    article = Article.objects.get(pk=translation.article_id)
    workflow.publish(article, ["en"], publisher, grades=all_graded(article, grade))
    return article


def test_a_translator_sees_what_is_to_translate_and_the_link_shows_exactly_that(translation, translator, client):
    (line,) = group(translator, "To translate").lines
    assert (line.title, line.language, line.note) == ("Vitamin B12", "Vietnamese", "10 units to translate or edit")
    client.force_login(translator)
    assert client.get(line.href).context["cl"].result_count == 10


def test_a_reviewer_is_not_asked_to_approve_their_own_words(translated, reviewer, client):
    unit = unit_of(translated, "Tiredness")
    workflow.translate(unit, "Mỏi", reviewer, base=unit.version)
    (line,) = group(reviewer, "Waiting for your review").lines
    assert line.note == "9 units to read"
    client.force_login(reviewer)
    assert client.get(line.href).context["cl"].result_count == 9


def test_whoever_accepted_a_suggestion_is_not_asked_to_approve_it(translated, reviewer, translator):
    unit = unit_of(translated, "Tiredness")
    suggestion = Suggestion.objects.create(unit=unit, text="Mỏi mệt", made_from=unit.source, by=translator)
    workflow.accept(suggestion, reviewer)
    approve_all(translated, reviewer)
    assert "Waiting for your review" not in titles(reviewer)


def test_words_approved_by_another_since_are_no_longer_ones_own(approved, translator, reviewer):
    unit = unit_of(approved, "Tiredness")
    workflow.translate(unit, "Mỏi", reviewer, base=unit.version)
    other = make_person("second", "Medical reviewer")
    workflow.approve([unit], other, read={unit.pk: unit.read_digest})
    unit.refresh_from_db()
    workflow.translate(unit, "Mệt lắm", translator, base=unit.version)
    assert group(reviewer, "Waiting for your review").lines[0].note == "1 unit to read"


def test_a_publisher_sees_what_is_ready_and_which_sources_wait(approved, publisher, client):
    client.force_login(publisher)
    ready = group(publisher, "Ready to publish")
    source = group(publisher, "Sources with a text that readers do not see")
    assert (ready.lines[0].note, source.lines[0].note) == ("all is approved", "English · never published")
    assert client.get(ready.lines[0].href).status_code == 200
    workflow.publish(approved.article, ["en", "vi"], publisher)
    assert titles(publisher) == []


def test_an_editor_sees_what_fell_behind_and_what_was_never_handed_over(published, editor, publisher, client):
    go_stale(published, editor, publisher)
    (line,) = group(editor, "To bring in line with their source").lines
    assert (line.severity, line.severity_label) == (Significance.SAFETY, "safety")
    client.force_login(editor)
    assert client.get(line.href).context["cl"].result_count == 1


def test_what_was_not_handed_over_is_counted_by_language_in_words(article, editor, client):
    (line,) = group(editor, "Not handed over for translation").lines
    assert (line.title, line.note) == ("1 text into Vietnamese", "46 words")
    client.force_login(editor)
    assert client.get(line.href).context["cl"].result_count == 1


def test_nobody_is_asked_to_work_in_a_language_they_have_no_grant_for(translated, publisher):
    outsider = make_person("outsider", TRANSLATOR, languages=["fr"])
    assert titles(outsider) == []


def test_a_superuser_sees_the_work_of_every_role(published, boss, editor, publisher, translator):
    go_stale(published, editor, publisher)
    workflow.update(published, editor)
    unit = unit_of(published, "Tiredness")
    Suggestion.objects.create(unit=unit, text="Mỏi mệt", made_from=unit.source, by=translator)
    assert titles(boss) == ["To translate", "Suggestions to look at"]
    unit = unit_of(published, "Take 5 mg")
    workflow.translate(unit, "Uống 5 mg một lần mỗi ngày, tối đa 12 tháng.", translator, base=unit.version)
    assert "Waiting for your review" in titles(boss)


def test_who_has_nothing_to_do_is_led_on(published, translator, client):
    client.force_login(translator)
    assert "Nothing waits for you." in client.get(reverse("admin:index")).content.decode()


def test_who_has_no_role_is_told_so_and_sees_nothing(published, client):
    client.force_login(make_person("nobody"))
    html = client.get(reverse("admin:index")).content.decode()
    assert "You have no role here yet." in html
    assert "Vitamin B12" not in html


def test_an_empty_house_says_how_the_work_begins(db, editor, client):
    client.force_login(editor)
    assert "There is no article yet." in client.get(reverse("admin:index")).content.decode()


def test_coverage_counts_articles_and_words_by_language(cast, boss):
    shelf(10, cast)
    english, vietnamese = desk(boss).coverage
    assert (english.published.articles, english.in_work.articles, english.total.articles) == (4, 6, 10)
    assert (vietnamese.published.articles, vietnamese.stale[Significance.SAFETY].articles) == (2, 2)
    assert (vietnamese.in_work.articles, vietnamese.missing.articles) == (4, 2)
    assert (vietnamese.published.words, vietnamese.total.words) == (14, 70)
    assert vietnamese.percent == 20


def test_the_stale_list_has_the_gravest_first_and_says_since_when(cast, boss, time_machine):
    time_machine.move_to("2026-03-05T12:00:00+07:00")
    shelf(5, cast)
    time_machine.move_to("2026-03-09T12:00:00+07:00")
    one = Article.objects.get(key="shelf-3")
    edition = Edition.objects.get(article=one, is_source=True)
    blocks = edition.newest.blocks
    edition.add_revision([*blocks[:1], type(blocks[1])("p", "paragraph", "Take it once a day, always.")], boss)
    workflow.publish(one, ["en"], boss, grades={"p": Significance.MINOR})
    behind = desk(boss).behind
    assert [(row.stale.severity, row.stale.paragraphs, row.stale.since) for row in behind] == [
        (Significance.SAFETY, 1, date(2026, 3, 5)),
        (Significance.MINOR, 1, date(2026, 3, 9)),
    ]
    assert behind[0].title == "Article 4"


def test_a_new_paragraph_that_was_not_translated_makes_an_edition_stale(published, editor, publisher):
    revise(published.article, editor, "<li>Tiredness</li>", "<li>Tiredness</li><li>A sore tongue</li>")
    workflow.publish(published.article, ["en"], publisher)
    cell = overview().cells[published.article_id, "vi"]
    assert (cell.status, cell.stale.paragraphs, cell.stale.severity) == (Status.STALE, 1, Significance.MINOR)


def test_a_typo_makes_nothing_stale(published, editor, publisher):
    revise(published.article, editor, "Signs come on", "Signs, come on")
    article = Article.objects.get(pk=published.article_id)
    workflow.publish(article, ["en"], publisher, grades=all_graded(article, Significance.TYPO))
    assert overview().cells[published.article_id, "vi"].status == Status.PUBLISHED


def test_a_source_that_was_not_published_yet_makes_nothing_stale(published, editor):
    revise(published.article, editor, "2.5 mg", "5 mg")
    cells = overview().cells
    assert cells[published.article_id, "vi"].status == Status.PUBLISHED
    assert cells[published.article_id, "en"].waits


def test_the_overview_knows_the_stage_of_every_translation(cast):
    shelf(5, cast)
    rows = {cell.article.key: cell.row.stage for cell in overview() if cell.row}
    assert rows == {
        "shelf-1": Stage.IN_REVIEW,
        "shelf-2": Stage.READY,
        "shelf-3": Stage.PUBLISHED,
        "shelf-4": Stage.PUBLISHED,
    }


def test_what_was_done_in_a_row_is_one_line(approved, boss, client):
    first = desk(boss).deeds[0]
    assert (first.change.act, first.times, first.title) == ("approved", 10, "Vitamin B12")
    assert Change.objects.count() > 20
    assert len(desk(boss).deeds) <= 10


@pytest.mark.parametrize("role", [*ROLES, "all roles", "superuser"])
def test_the_desk_takes_at_most_fifteen_queries_however_many_articles(cast, client, role, django_assert_num_queries):
    person = make_person("somebody", None if role in ("all roles", "superuser") else role)
    if role == "all roles":
        for known in ROLES:
            person.groups.add(*person.groups.model.objects.filter(name=known))
    person.is_superuser = role == "superuser"
    person.save()
    client.force_login(person)
    shelf(5, cast)
    with django_assert_num_queries(15, exact=False) as few:
        assert client.get(reverse("admin:index")).status_code == 200
    for number in range(5, 60):
        one_article(number, cast)
    with django_assert_num_queries(len(few)):
        client.get(reverse("admin:index"))


@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_desk_speaks_the_language_of_the_interface(published, editor, publisher, boss, client, language):
    go_stale(published, editor, publisher)
    boss.interface_language = language
    boss.save()
    client.force_login(boss)
    html = client.get(reverse("admin:index")).content.decode()
    assert f'<html lang="{language}"' in html
    assert {"en": "Vitamin B12", "vi": "Vitamin B12 ở người"}[language] in html


def test_each_finds_only_the_lists_of_their_role_in_the_order_of_the_work(published, translator, boss, client):
    client.force_login(translator)
    rooms = client.get(reverse("admin:index")).context["app_list"]
    names = [model["object_name"] for room in rooms for model in room["models"]]
    assert names[:6] == ["Article", "Edition", "BlockChange", "Translation", "Unit", "Suggestion"]
    assert "Person" not in names
    assert all(model["purpose"] for room in rooms for model in room["models"] if room["app_label"] == "translation")

"""Acts on many rows: look before, then a report of what was done and what was not, each by name and why."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from cms.articles.models import Article, BlockChange, Edition, Outbox, Significance
from cms.translation import workflow
from cms.translation.models import Act, Change, State, Translation
from tests.admin.shelf import shelf
from tests.conftest import approve_all, make_person

ARTICLES, EDITIONS = "admin:articles_article_changelist", "admin:articles_edition_changelist"
TRANSLATIONS, UNITS = "admin:translation_translation_changelist", "admin:translation_unit_changelist"


@pytest.fixture
def cast(editor, translator, reviewer, publisher):
    return {"editor": editor, "translator": translator, "reviewer": reviewer, "publisher": publisher}


@pytest.fixture
def act(client):
    """Choose rows of a list and run an action; follows to where it leads."""

    def run(person, page, action, rows, **more):
        client.force_login(person)
        form = {"action": action, "_selected_action": [row.pk for row in rows], "index": 0}
        return client.post(reverse(page), form | more, follow=True)

    return run


def told(answer) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request)) + answer.content.decode()


def test_a_few_that_were_left_out_are_told_above_the_list_by_name_and_link(cast, act):
    made = shelf(5, cast)
    answer = act(cast["editor"], ARTICLES, "start_vi", made)
    html = told(answer)
    assert "Started: 1" in html
    assert html.count("This translation was started before; update it instead.") >= 4
    assert reverse("admin:articles_article_change", args=[made[1].pk]) in html


def test_many_that_were_left_out_get_a_report_of_their_own(cast, act):
    made = shelf(10, cast)
    answer = act(cast["editor"], ARTICLES, "start_vi", made)
    assert answer.redirect_chain[-1][0] == reverse("admin:report")
    assert [len(answer.context[name]) for name in ("done", "skipped")] == [2, 8]
    first = answer.context["skipped"][0]
    assert (first.name, first.reasons) == (
        "Article 1",
        ["This translation was started before; update it instead."],
    )
    assert reverse("admin:articles_article_change", args=[made[1].pk]) == first.href
    assert answer.context["back"] == reverse(ARTICLES)


def test_a_report_is_of_ones_own_act(cast, act, client):
    act(cast["editor"], ARTICLES, "start_vi", shelf(10, cast))
    client.force_login(cast["publisher"])
    answer = client.get(reverse("admin:report"))
    assert (answer.context["done"], answer.context["skipped"]) == ([], [])
    assert "There is no report." in answer.content.decode()


def test_before_anything_is_withdrawn_each_row_is_named_and_nothing_changes(cast, act, client):
    shelf(5, cast)
    Outbox.objects.all().delete()
    before = Change.objects.count()
    answer = act(cast["publisher"], EDITIONS, "withdraw", Edition.objects.all())
    assert [one.name for one in answer.context["done"]] == [
        "Article 3 (en)",
        "Article 4 (en)",
        "Thiếu máu 3 (vi)",
        "Thiếu máu 4 (vi)",
    ]
    assert {reason for one in answer.context["skipped"] for reason in one.reasons} == {
        "The edition in “en” is not published.",
        "The edition in “vi” is not published.",
    }
    assert Edition.objects.filter(withdrawn=True).count() == Outbox.objects.count() == 0
    assert Change.objects.count() == before


def test_what_was_confirmed_is_withdrawn_with_its_reason(cast, act):
    shelf(4, cast)
    chosen = Edition.objects.filter(published__isnull=False)
    act(cast["publisher"], EDITIONS, "withdraw", chosen, confirmed="yes", reason="Out of date.")
    assert Edition.objects.filter(withdrawn=True).count() == 2
    assert set(Change.objects.filter(act=Act.WITHDRAWN).values_list("note", flat=True)) == {"Out of date."}


def test_rows_in_a_language_without_a_grant_are_left_out_one_by_one(cast, act):
    shelf(4, cast)
    half = make_person("half", "Publisher", languages=["vi"])
    answer = act(half, EDITIONS, "withdraw", Edition.objects.filter(published__isnull=False))
    assert [one.name for one in answer.context["done"]] == ["Thiếu máu 3 (vi)"]
    assert "no grant for the language “en”" in answer.context["skipped"][0].reasons[0]


def test_where_nothing_can_be_done_there_is_no_button(cast, act):
    shelf(1, cast)
    html = act(cast["publisher"], EDITIONS, "withdraw", Edition.objects.all()).content.decode()
    assert "There is nothing that it can be done to." in html
    assert 'name="confirmed"' not in html


def test_translations_are_brought_in_line_and_those_that_may_not_are_named(cast, act):
    shelf(5, cast)
    half = make_person("half", "Editor", languages=["en"])
    html = told(act(half, TRANSLATIONS, "update_from_source", Translation.objects.all()))
    assert html.count("no grant for the language “vi”") >= 4
    assert "Brought in line: 4" in told(
        act(cast["editor"], TRANSLATIONS, "update_from_source", Translation.objects.all())
    )


def test_of_units_each_is_approved_by_itself(translated, translator, reviewer, act):
    units = list(translated.units.all())
    mine = units[3]
    workflow.translate(mine, "Khác", reviewer, base=mine.version)
    mine.refresh_from_db()
    read = [f"{unit.pk}:{unit.read_digest}" for unit in [*units[:3], mine, *units[4:]]]
    html = told(act(reviewer, UNITS, "approve", units, read=read))
    assert "Nobody approves their own words." in html
    assert "Approved: 9" in html
    assert translated.units.filter(state=State.APPROVED).count() == 9


def test_units_in_a_language_without_a_grant_do_not_stop_the_others(
    published, editor, translator, reviewer, act, settings
):
    settings.LANGUAGES = [*settings.LANGUAGES, ("fr", "French")]
    french = workflow.start(published.article, "fr", editor)
    for unit in french.units.all():
        workflow.translate(
            unit, unit.source.replace(' href="https://www.nhs.uk/"', ' id="1"'), translator, base=unit.version
        )
    half = make_person("half", "Medical reviewer", languages=["vi"])
    units = [*published.units.all(), *french.units.all()]
    answer = act(half, UNITS, "approve", units, read=[f"{unit.pk}:{unit.read_digest}" for unit in units])
    assert answer.redirect_chain[-1][0] == reverse("admin:report")
    assert {reason for one in answer.context["skipped"] for reason in one.reasons} == {
        "half has no grant for the language “fr”."
    }
    assert not french.units.filter(state=State.APPROVED).exists()


def test_changes_are_regraded_and_what_is_no_typo_is_named(cast, act):
    shelf(10, cast)
    changes = BlockChange.objects.all()
    html = told(act(cast["publisher"], "admin:articles_blockchange_changelist", "regrade_20", changes))
    assert "Regraded: 2" in html
    regraded = BlockChange.objects.filter(regrades__isnull=False)
    assert set(regraded.values_list("significance", flat=True)) == {Significance.MINOR}


def test_publishing_several_at_once_leaves_out_what_is_not_ready(cast, act):
    shelf(5, cast)
    answer = act(
        cast["publisher"], TRANSLATIONS, "publish", Translation.objects.filter(article__key__in=["shelf-1", "shelf-2"])
    )
    assert answer.status_code == 200
    assert not Edition.objects.filter(article__key="shelf-1", published__isnull=False).exists()


def test_everything_selected_takes_as_many_as_there_are(cast, act):
    shelf(5, cast)
    for translation in Translation.objects.all():
        approve_all(translation, cast["reviewer"])
    half = Article.objects.filter(key="shelf-0")
    assert "Started: 1" in told(act(cast["editor"], ARTICLES, "start_vi", half, select_across=1))

"""Stage and progress: derived from units and editions, never stored."""

from cms.articles.importer import import_page
from cms.translation import workflow
from cms.translation.models import Stage, State, Translation, Unit
from cms.translation.status import progress
from tests.conftest import PAGE, approve_all, revise, unit_of


def of(translation):
    (row,) = progress([Translation.objects.select_related("article").get(pk=translation.pk)])
    return row


def retyped(translation, words, text, person):
    unit = unit_of(translation, words)
    return workflow.translate(unit, text, person, base=unit.version)


def test_a_translation_is_not_started_until_somebody_writes(translation):
    row = of(translation)
    assert (row.stage, row.percent, row.total, row.counts) == (Stage.NOT_STARTED, 0, 10, {State.UNTRANSLATED: 10})


def test_one_text_written_puts_it_in_translation(translation, translator):
    retyped(translation, "Tiredness", "Mệt mỏi", translator)
    assert of(translation).stage == Stage.IN_TRANSLATION


def test_all_texts_written_put_it_in_review(translated):
    assert (of(translated).stage, of(translated).percent) == (Stage.IN_REVIEW, 0)


def test_one_text_sent_back_puts_it_in_translation_again(approved, reviewer):
    unit = unit_of(approved, "Tiredness")
    workflow.send_back(unit, "Why?", reviewer, base=unit.version)
    assert (of(approved).stage, of(approved).percent) == (Stage.IN_TRANSLATION, 90)


def test_all_texts_approved_make_it_ready_and_then_published(approved, publisher):
    assert (of(approved).stage, of(approved).percent) == (Stage.READY, 100)
    workflow.publish(approved.article, ["en", "vi"], publisher)
    assert of(approved).stage == Stage.PUBLISHED


def test_a_text_approved_since_makes_it_ready_again_until_it_is_out(published, translator, reviewer, publisher):
    retyped(published, "Tiredness", "Mỏi", translator)
    assert of(published).stage == Stage.IN_REVIEW
    approve_all(published, reviewer)
    assert of(published).stage == Stage.READY
    workflow.publish(published.article, ["vi"], publisher)
    assert of(published).stage == Stage.PUBLISHED


def test_a_withdrawn_translation_is_ready_not_published(published, publisher):
    workflow.withdraw(published.article, ["vi"], publisher)
    assert of(published).stage == Stage.READY


def test_a_new_source_is_told_before_and_after_the_update(published, editor):
    revise(published.article, editor, "<li>Tiredness", "<li>Great tiredness")
    assert (of(published).is_behind, of(published).stale, of(published).stage) == (True, 0, Stage.PUBLISHED)
    workflow.update(published, editor)
    row = of(published)
    assert (row.is_behind, row.stale, row.stage, row.percent) == (False, 1, Stage.IN_TRANSLATION, 90)


def test_texts_that_have_gone_do_not_count(approved, editor):
    revise(approved.article, editor, "<li>Tiredness</li>", "")
    workflow.update(approved, editor)
    assert (of(approved).total, of(approved).percent) == (9, 100)


def test_the_database_and_the_property_judge_alike(mixed, editor, translator):
    retyped(mixed, "Great", "Rất mệt", translator)
    revise(mixed.article, editor, "<li>Tiredness", "<li>Little tiredness", PAGE)
    workflow.update(mixed, editor)
    units = list(Unit.objects.with_standing())
    assert {unit.standing for unit in units} == set(State)
    assert [unit.db_standing for unit in units] == [unit.standing for unit in units]


def test_progress_of_many_takes_as_many_queries_as_of_one(
    published, editor, publisher, settings, django_assert_max_num_queries
):
    settings.LANGUAGES = [*settings.LANGUAGES, ("fr", "French")]
    workflow.start(published.article, "fr", editor)
    for key in ("one", "two"):
        page = PAGE.replace("/b12", f"/{key}")
        workflow.start(import_page(page.encode(), key=key, language="en", by=editor).edition.article, "vi", editor)
    translations = list(Translation.objects.select_related("article"))
    with django_assert_max_num_queries(5):
        stages = [row.stage for row in progress(translations)]
    assert stages == [Stage.NOT_STARTED, Stage.PUBLISHED, Stage.NOT_STARTED, Stage.NOT_STARTED]

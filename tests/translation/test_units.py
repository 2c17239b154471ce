"""What people do to one unit: translate it, two at once, send it back, accept a suggestion."""

import pytest
from django.db import IntegrityError, transaction

from cms.translation import workflow
from cms.translation.models import Change, Draft, State, Suggestion, Unit
from cms.translation.workflow import Conflict, Refused
from tests.conftest import revise, unit_of
from tests.translation.catalogs import edited, send

DRAFTED = "Your words are kept as a draft"


def test_a_text_waits_for_review_and_its_author_is_on_record(translation, translator):
    unit = workflow.translate(unit_of(translation, "Treatment"), "  Điều   trị ", translator, base=1)
    assert (unit.target, unit.state, unit.target_by, unit.version) == ("Điều trị", State.TRANSLATED, translator, 2)
    change = unit.changes.get()
    assert (change.act, change.by, change.source, change.target) == ("translated", translator, "Treatment", "Điều trị")


def test_an_unfinished_text_needs_editing(translation, translator):
    unit = workflow.translate(unit_of(translation, "Treatment"), "Dấu", translator, base=1, finished=False)
    assert unit.state == State.NEEDS_EDITING


def test_a_text_taken_away_leaves_the_unit_untranslated(translated, translator):
    for nothing in ("", " ", "\u200b"):
        unit = unit_of(translated, "Treatment")
        unit = workflow.translate(unit, nothing, translator, base=unit.version)
        assert (unit.state, unit.target, unit.made_from, unit.target_by) == (State.UNTRANSLATED, "", "", None)


def test_saving_the_same_text_again_is_no_change(approved, translator):
    unit, before = unit_of(approved, "Treatment"), Change.objects.count()
    for finished in (True, False):
        workflow.translate(unit, "Điều trị", translator, base=unit.version, finished=finished)
    assert unit_of(approved, "Treatment").state == State.APPROVED
    assert Change.objects.count() == before


def test_the_second_of_two_people_is_told_and_their_words_are_kept(translation, translator, colleague):
    mine, theirs = unit_of(translation, "Treatment"), unit_of(translation, "Treatment")
    workflow.translate(mine, "Điều trị", translator, base=1)
    with pytest.raises(Conflict, match=f"Translator changed this unit meanwhile to “Điều trị”. {DRAFTED}") as told:
        workflow.translate(theirs, "Triệu chứng", colleague, base=1)
    assert told.value.unit.target == unit_of(translation, "Treatment").target == "Điều trị"
    draft = Draft.objects.get()
    assert (draft.person, draft.text, draft.base_version) == (colleague, "Triệu chứng", 1)
    workflow.translate(unit_of(translation, "Treatment"), "Triệu chứng", colleague, base=2)
    assert not Draft.objects.exists()


def test_two_people_with_the_same_words_do_not_disagree(translation, translator, colleague):
    workflow.translate(unit_of(translation, "Treatment"), "Điều trị", translator, base=1)
    workflow.translate(unit_of(translation, "Treatment"), "Điều trị", colleague, base=1)
    assert unit_of(translation, "Treatment").target_by == translator
    assert not Draft.objects.exists()


def test_nobody_confirms_a_text_for_a_source_they_have_not_seen(translated, translator, editor):
    seen = unit_of(translated, "Tiredness")
    revise(translated.article, editor, "<li>Tiredness", "<li>Great tiredness")
    workflow.update(translated, editor)
    with pytest.raises(Conflict):
        workflow.translate(unit_of(translated, "Great"), seen.target, translator, base=seen.version)
    assert unit_of(translated, "Great").standing == State.NEEDS_EDITING


def test_words_for_tags_that_have_gone_meanwhile_are_kept(translated, translator, editor):
    seen = unit_of(translated, "Do not stop")
    revise(translated.article, editor, '<a href="https://www.nhs.uk/">without asking</a>', "without asking")
    workflow.update(translated, editor)
    text = 'Đừng ngừng <a id="1">khi chưa hỏi</a> bác sĩ nhé.'
    with pytest.raises(Conflict):
        workflow.translate(unit_of(translated, "Do not stop"), text, translator, base=seen.version)
    assert Draft.objects.get().text == text


def test_a_lost_or_added_tag_is_refused_with_a_sentence_for_each(translation, translator):
    unit = unit_of(translation, "Do not stop")
    with pytest.raises(Refused) as refusal:
        workflow.translate(unit, "Đừng <strong>ngừng</strong>.", translator, base=1)
    assert list(refusal.value.reasons) == [
        'The tag <a id="1"> of the source is missing.',
        "The tag <strong> is not in the source.",
    ]
    assert unit_of(translation, "Do not stop").version == 1


def test_the_same_words_for_a_new_source_confirm_them(approved, editor, translator):
    revise(approved.article, editor, "<li>Tiredness", "<li>Great tiredness")
    workflow.update(approved, editor)
    unit = unit_of(approved, "Great")
    unit = workflow.translate(unit, "Mệt mỏi", translator, base=unit.version)
    assert (unit.standing, unit.made_from) == (State.TRANSLATED, "Great tiredness")
    assert unit.changes.first().act == "confirmed"


def test_sending_back_needs_a_reason_and_the_version_that_was_read(translated, reviewer):
    unit = unit_of(translated, "Treatment")
    with pytest.raises(Refused, match="Say what"):
        workflow.send_back(unit, " ", reviewer, base=unit.version)
    with pytest.raises(Conflict):
        workflow.send_back(unit, "Why?", reviewer, base=unit.version - 1)
    workflow.send_back(unit, "Why?", reviewer, base=unit.version)
    with pytest.raises(Refused, match="already"):
        workflow.send_back(unit, "Why?", reviewer, base=unit.version)
    assert unit_of(translated, "Treatment").state == State.NEEDS_EDITING
    assert unit.changes.first().note == "Why?"


@pytest.fixture
def suggestion(translated, translator, colleague, reviewer):
    """Words of the colleague, uploaded by the reviewer after the unit had moved on."""
    file = edited(translated, "Treatment", "Triệu chứng")
    unit = unit_of(translated, "Treatment")
    workflow.translate(unit, "Biểu hiện", translator, base=unit.version)
    send(file, reviewer, author=colleague)
    return Suggestion.objects.select_related("unit__translation").get()


def test_an_accepted_suggestion_becomes_the_target(suggestion, translator):
    unit = workflow.accept(suggestion, translator)
    assert (unit.target, unit.state, unit.target_by) == ("Triệu chứng", State.TRANSLATED, translator)
    assert not Suggestion.objects.exists()


def test_whoever_wrote_uploaded_or_accepted_a_suggestion_may_not_approve_it(
    suggestion, boss, colleague, reviewer, doctor
):
    unit = workflow.accept(suggestion, boss)
    colleague.is_superuser = True
    for person in (boss, colleague, reviewer):
        (refused,) = workflow.approve([unit], person, read={unit.pk: unit.read_digest}).refused
        assert refused[1] == "Nobody approves their own words."
    assert workflow.approve([unit], doctor, read={unit.pk: unit.read_digest}).approved


def test_a_suggestion_for_an_earlier_source_needs_editing_when_accepted(suggestion, editor, translator):
    revise(suggestion.unit.translation.article, editor, "<h2>Treatment", "<h2>First treatment")
    workflow.update(suggestion.unit.translation, editor)
    unit = workflow.accept(Suggestion.objects.get(), translator)
    assert (unit.state, unit.made_from) == (State.NEEDS_EDITING, "Treatment")


def test_accepting_what_is_there_already_leaves_its_approval(suggestion, translator, doctor):
    unit = unit_of(suggestion.unit.translation, "Treatment")
    unit = workflow.translate(unit, "Triệu chứng", translator, base=unit.version)
    workflow.approve([unit], doctor, read={unit.pk: unit.read_digest})
    workflow.accept(Suggestion.objects.get(), translator)
    assert unit_of(unit.translation, "Treatment").state == State.APPROVED
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize(
    ("fields", "invariant"),
    [
        ({"approved_by_id": "target_by"}, "nobody_approves_their_own_words"),
        ({"approved_by_id": None}, "approved_by_somebody"),
        ({"target": ""}, "untranslated_means_no_target"),
    ],
)
def test_the_database_holds_the_invariants_of_a_unit(approved, fields, invariant):
    unit = unit_of(approved, "Treatment")
    fields = {name: unit.target_by_id if value == "target_by" else value for name, value in fields.items()}
    with pytest.raises(IntegrityError, match=invariant), transaction.atomic():
        Unit.objects.filter(pk=unit.pk).update(**fields)

"""An approval is by somebody else, of the exact text that was read, and never of a number that differs."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from cms.translation import workflow
from cms.translation.models import Change, State, Waiver
from cms.translation.workflow import Conflict, Refused
from tests.conftest import approve_all, command, revise, unit_of
from tests.translation.catalogs import edited, send

OWN = "Nobody approves their own words."


def why_not(unit, person, read=None) -> str:
    """Why the approval is refused; empty where it is not."""
    result = workflow.approve([unit], person, read={unit.pk: unit.read_digest if read is None else read})
    return " ".join(reason for _unit, reason in result.refused)


def retyped(translation, words, text, person):
    unit = unit_of(translation, words)
    return workflow.translate(unit, text, person, base=unit.version)


def test_an_approval_is_recorded_with_author_and_approver(translated, translator, reviewer):
    unit = unit_of(translated, "Treatment")
    assert why_not(unit, reviewer) == ""
    unit = unit_of(translated, "Treatment")
    assert (unit.state, unit.approved_by, unit.target_by) == (State.APPROVED, reviewer, translator)
    change = unit.changes.first()
    assert (change.act, change.by, change.author, change.target) == ("approved", reviewer, translator, "Điều trị")


def test_nobody_approves_what_they_typed_superusers_included(translation, reviewer, boss):
    for person in (reviewer, boss):
        assert why_not(retyped(translation, "Treatment", f"Điều trị {person}", person), person) == OWN


def test_nobody_approves_what_they_wrote_at_since_the_last_approval(translated, reviewer, doctor, translator):
    retyped(translated, "Treatment", "Biểu hiện", reviewer)
    unit = retyped(translated, "Treatment", "Triệu chứng", translator)
    assert why_not(unit, reviewer) == OWN
    assert why_not(unit, doctor) == ""
    assert why_not(retyped(translated, "Treatment", "Các triệu chứng", doctor), reviewer) == ""


def test_whoever_confirms_a_text_is_its_author(approved, editor, reviewer, doctor):
    revise(approved.article, editor, "<li>Tiredness", "<li>Great tiredness")
    workflow.update(approved, editor)
    unit = retyped(approved, "Great", "Mệt mỏi", reviewer)
    assert why_not(unit, reviewer) == OWN
    assert why_not(unit, doctor) == ""


def test_approving_many_at_once_asks_the_same_of_each(translated, reviewer):
    retyped(translated, "Treatment", "Biểu hiện", reviewer)
    result = approve_all(translated, reviewer)
    assert [(unit.source, reason) for unit, reason in result.refused] == [("Treatment", OWN)]
    assert len(result.approved) == translated.units.count() - 1


def test_the_command_asks_the_same_of_each(translated, reviewer):
    retyped(translated, "Treatment", "Biểu hiện", reviewer)
    said = command("approve_units", "b12", language="vi", user="reviewer")
    assert "9 units approved" in said
    assert f"Treatment: {OWN}" in said
    assert unit_of(translated, "Treatment").state == State.TRANSLATED


def test_the_uploader_may_not_approve_by_command_either(translation, boss, tmp_path):
    (tmp_path / "b12.vi.po").write_text(edited(translation, "Treatment", "Điều trị"))
    call_command("import_catalogs", str(tmp_path), user="boss", verbosity=0)
    assert OWN in command("approve_units", "b12", language="vi", user="boss")
    assert unit_of(translation, "Treatment").state == State.TRANSLATED


def test_an_approval_is_of_the_text_that_was_read(translated, translator, reviewer):
    read = unit_of(translated, "Treatment").read_digest
    unit = retyped(translated, "Treatment", "Biểu hiện", translator)
    assert why_not(unit, reviewer, read) == "The text was changed after you read it."
    assert why_not(unit, reviewer, "") == "The text was changed after you read it."


def test_an_approval_is_of_the_source_that_was_read(translated, editor, reviewer, translator):
    read = unit_of(translated, "Tiredness").read_digest
    revise(translated.article, editor, "<li>Tiredness", "<li>Great tiredness")
    workflow.update(translated, editor)
    unit = retyped(translated, "Great", "Mệt mỏi", translator)
    assert why_not(unit, reviewer, read) == "The text was changed after you read it."


def test_a_later_edit_voids_the_approval_of_that_unit_alone(approved, translator):
    retyped(approved, "Treatment", "Biểu hiện", translator)
    waiting = approved.units.exclude(state=State.APPROVED)
    assert [(unit.source, unit.approved_by) for unit in waiting] == [("Treatment", None)]


def test_only_a_finished_text_that_is_in_the_source_is_approved(mixed, doctor):
    result = approve_all(mixed, doctor)
    reasons = {unit.source: reason for unit, reason in result.refused}
    assert reasons == {
        "Signs come on over <strong>weeks or months</strong>.": "It needs editing first.",
        "Great tiredness": "It needs editing first.",
        "Pins and needles": "The source no longer has this text.",
        "Treatment": "It is not translated.",
    }


def test_a_person_may_be_an_author_of_one_text_and_approve_another(translation, reviewer, doctor):
    first, second = retyped(translation, "Treatment", "Dấu", reviewer), retyped(translation, "Tiredness", "Trị", doctor)
    assert (why_not(first, doctor), why_not(second, reviewer)) == ("", "")


# --- A number that differs -------------------------------------------------------------------------------------


@pytest.fixture
def wrong(translated, translator):
    """A dose that is ten times too high."""
    return retyped(translated, "Take 2.5", "Uống 25 mg một lần mỗi ngày, tối đa 12 tháng.", translator)


def test_a_number_that_differs_is_saved_and_blocks_approval(wrong, reviewer, boss):
    assert wrong.state == State.TRANSLATED
    for person in (reviewer, boss):
        assert "The number 2.5 of the source has no equal" in why_not(wrong, person)
    assert not Change.objects.filter(act="approved").exists()


def test_a_medical_reviewer_waives_it_with_a_reason_and_then_it_is_approved(wrong, reviewer):
    waivers = workflow.waive_all(wrong, "As in the leaflet.", reviewer, read=wrong.read_digest)
    assert {waiver.check_id for waiver in waivers} == {"N1", "N2"}
    assert why_not(wrong, reviewer) == ""
    assert wrong.changes.filter(act="waived").last().note == "N1: As in the leaflet."


def test_one_finding_waived_leaves_the_other(wrong, reviewer):
    workflow.waive(wrong, "N1", "As in the leaflet.", reviewer, read=wrong.read_digest)
    assert why_not(wrong, reviewer) == "The number 25 of the translation has no equal in the source."


def test_a_waiver_lapses_with_any_edit_of_the_target(wrong, reviewer, translator):
    workflow.waive_all(wrong, "As in the leaflet.", reviewer, read=wrong.read_digest)
    unit = retyped(wrong.translation, "Take 2.5", wrong.target + " Nhé.", translator)
    assert "2.5" in why_not(unit, reviewer)


def test_a_waiver_lapses_with_any_edit_of_the_source(wrong, reviewer, editor, translator):
    workflow.waive_all(wrong, "As in the leaflet.", reviewer, read=wrong.read_digest)
    revise(wrong.translation.article, editor, "up to 12 months", "for up to 12 months")
    workflow.update(wrong.translation, editor)
    unit = retyped(wrong.translation, "Take 2.5", wrong.target, translator)
    assert unit.standing == State.TRANSLATED
    assert "2.5" in why_not(unit, reviewer)


def test_a_waiver_needs_a_reason_a_finding_and_the_text_that_was_read(wrong, reviewer):
    with pytest.raises(Refused, match="reason"):
        workflow.waive_all(wrong, "  ", reviewer, read=wrong.read_digest)
    with pytest.raises(Conflict):
        workflow.waive_all(wrong, "Fine.", reviewer, read="something else")
    with pytest.raises(Refused, match="nothing to waive"):
        workflow.waive(wrong, "A1", "Fine.", reviewer, read=wrong.read_digest)
    right = unit_of(wrong.translation, "Treatment")
    with pytest.raises(Refused, match="nothing to waive"):
        workflow.waive_all(right, "Fine.", reviewer, read=right.read_digest)
    assert not Waiver.objects.exists()


def test_nobody_waives_a_finding_on_their_own_words(translated, reviewer, boss):
    for person in (reviewer, boss):
        unit = retyped(translated, "Take 2.5", f"Uống 25 mg ({person}), tối đa 12 tháng.", person)
        with pytest.raises(PermissionDenied, match="own words"):
            workflow.waive_all(unit, "Fine.", person, read=unit.read_digest)
    assert not Waiver.objects.exists()


def test_the_uploader_of_a_wrong_number_does_not_waive_it(translation, reviewer, translator):
    send(edited(translation, "Take 2.5", "Uống 25 mg, tối đa 12 tháng."), reviewer, author=translator)
    unit = unit_of(translation, "Take 2.5")
    with pytest.raises(PermissionDenied):
        workflow.waive_all(unit, "Fine.", reviewer, read=unit.read_digest)

"""The fail-safe import, row by row of its table; each row for a unit unchanged since the export and one moved on."""

import pytest

from cms.translation import workflow
from cms.translation.models import Change, State, Suggestion
from tests.conftest import approve_all, revise, unit_of
from tests.translation.catalogs import edited, entry, exported, fates, send

both_columns = pytest.mark.parametrize("moved_on", [False, True], ids=["unchanged since export", "moved on"])
IN_REVIEW = ("Mệt mỏi", State.TRANSLATED)
NEWER = ("Mỏi mệt", State.TRANSLATED)


@pytest.fixture
def later(translated, colleague, moved_on):
    """Does to "Tiredness" what happened after the export, and tells what it is then."""

    def act():
        if moved_on:
            unit = unit_of(translated, "Tiredness")
            workflow.translate(unit, NEWER[0], colleague, base=unit.version)
        return NEWER if moved_on else IN_REVIEW

    return act


def tiredness(translation) -> tuple[str, State]:
    unit = unit_of(translation, "Tiredness")
    return unit.target, unit.standing


def suggested() -> list[str]:
    return list(Suggestion.objects.values_list("text", flat=True))


@both_columns
def test_a_text_for_an_earlier_source_is_kept_as_a_suggestion(translated, translator, editor, moved_on, colleague):
    file = edited(translated, "Tiredness", "Sự mệt mỏi")
    revise(translated.article, editor, "<li>Tiredness", "<li>Great tiredness")
    workflow.update(translated, editor)
    if moved_on:
        unit = unit_of(translated, "Great tiredness")
        workflow.translate(unit, "Rất mệt", colleague, base=unit.version)
    before = unit_of(translated, "Great tiredness")
    assert fates(send(file, translator), "Tiredness") == ["suggestion"]
    after = unit_of(translated, "Great tiredness")
    assert (after.target, after.state, after.version) == (before.target, before.state, before.version)
    (suggestion,) = Suggestion.objects.all()
    assert (suggestion.text, suggestion.made_from) == ("Sự mệt mỏi", "Tiredness")


@pytest.mark.parametrize("fuzzy", [False, True])
def test_a_text_for_an_earlier_source_fills_an_empty_unit_that_then_needs_editing(
    translation, translator, editor, fuzzy
):
    file = edited(translation, "Tiredness", "Mệt mỏi", fuzzy=fuzzy)
    revise(translation.article, editor, "<li>Tiredness", "<li>Great tiredness")
    workflow.update(translation, editor)
    assert fates(send(file, translator), "Tiredness") == ["needs editing"]
    unit = unit_of(translation, "Great tiredness")
    assert (unit.target, unit.made_from, unit.standing) == ("Mệt mỏi", "Tiredness", State.NEEDS_EDITING)
    assert unit.state == (State.NEEDS_EDITING if fuzzy else State.TRANSLATED)  # if the source returns


@both_columns
def test_a_text_for_a_source_that_never_was_is_kept_as_a_suggestion(translated, translator, later):
    catalog = exported(translated)
    entry(catalog, "Tiredness").msgstr = "Sốt"
    entry(catalog, "Tiredness").msgid = "Fever"
    now = later()
    assert fates(send(str(catalog), translator), "Fever") == ["suggestion"]
    assert tiredness(translated) == now
    assert Suggestion.objects.get().made_from == "Fever"


@both_columns
@pytest.mark.parametrize("nothing", ["", " ", "\n", "\u200b", "<b></b>"])
def test_an_empty_text_changes_nothing(translated, translator, later, nothing):
    file = edited(translated, "Tiredness", nothing)
    now = later()
    assert fates(send(file, translator), "Tiredness") == ["empty"]
    assert tiredness(translated) == now


@both_columns
@pytest.mark.parametrize("copy", ["Tiredness", " Tiredness ", "Tiredness\u200b"])
def test_a_copy_of_the_source_is_ignored_and_reported(translated, translator, later, copy):
    file = edited(translated, "Tiredness", copy)
    now = later()
    report = send(file, translator)
    assert fates(report, "Tiredness") == ["copy of the source"]
    assert [message for _fate, _entry, message in report.to_tell()] != []
    assert tiredness(translated) == now


def test_names_and_doses_may_be_their_own_translation(translation, translator):
    send(edited(translation, "Vitamin B12", "Vitamin B12"), translator)
    assert translation.units.get(kind="title").target == "Vitamin B12"


@both_columns
@pytest.mark.parametrize("fuzzy", [False, True])
def test_the_same_text_changes_nothing_whatever_its_flag(translated, translator, later, fuzzy):
    file = edited(translated, "Tiredness", fuzzy=fuzzy)
    now = later()
    fate = "same" if now == IN_REVIEW else "suggestion" if fuzzy else "conflict"
    assert fates(send(file, translator), "Tiredness") == [fate]
    assert tiredness(translated) == now


@pytest.mark.parametrize("trust_flags", [False, True])
def test_an_untouched_text_with_the_tags_of_an_earlier_source_changes_nothing(
    translated, translator, editor, trust_flags
):
    revise(translated.article, editor, '<a href="https://www.nhs.uk/">without asking</a>', "without asking")
    workflow.update(translated, editor)
    for fuzzy in (True, False):
        file = edited(translated, "Do not stop", fuzzy=fuzzy)
        assert fates(send(file, translator, trust_flags=trust_flags), "Do not stop") == ["same"]
    assert unit_of(translated, "Do not stop").standing == State.NEEDS_EDITING


@both_columns
def test_a_flag_that_is_gone_confirms_nothing(translated, translator, reviewer, colleague, moved_on):
    unit = workflow.send_back(unit_of(translated, "Tiredness"), "Which?", reviewer, base=2)
    file = edited(translated, "Tiredness", fuzzy=False)
    if moved_on:
        workflow.translate(unit, "Mỏi", colleague, base=unit.version, finished=False)
    send(file, translator)
    assert unit_of(translated, "Tiredness").state == State.NEEDS_EDITING


@both_columns
def test_a_flag_that_is_gone_confirms_what_was_exported_if_flags_are_trusted(
    translated, translator, reviewer, colleague, moved_on
):
    unit = workflow.send_back(unit_of(translated, "Tiredness"), "Which?", reviewer, base=2)
    file = edited(translated, "Tiredness", fuzzy=False)
    if moved_on:
        workflow.translate(unit, "Mỏi", colleague, base=unit.version, finished=False)
    send(file, translator, trust_flags=True)
    expected = State.NEEDS_EDITING if moved_on else State.TRANSLATED
    assert unit_of(translated, "Tiredness").state == expected


def test_a_stale_text_is_confirmed_by_a_trusted_flag_as_well(translated, translator, editor):
    revise(translated.article, editor, "<li>Tiredness", "<li>Great tiredness")
    workflow.update(translated, editor)
    send(edited(translated, "Great tiredness", fuzzy=False), translator, trust_flags=True)
    unit = unit_of(translated, "Great tiredness")
    assert (unit.standing, unit.made_from) == (State.TRANSLATED, "Great tiredness")


@both_columns
def test_a_changed_text_that_is_fuzzy_needs_editing_or_is_a_suggestion(translated, translator, later, moved_on):
    file = edited(translated, "Tiredness", "Sự mệt mỏi", fuzzy=True)
    now = later()
    fate = "suggestion" if moved_on else "needs editing"
    assert fates(send(file, translator), "Tiredness") == [fate]
    assert tiredness(translated) == (now if moved_on else ("Sự mệt mỏi", State.NEEDS_EDITING))
    assert suggested() == (["Sự mệt mỏi"] if moved_on else [])


@both_columns
def test_a_changed_text_waits_for_review_or_is_a_conflict(translated, translator, later, moved_on):
    file = edited(translated, "Tiredness", "Sự mệt mỏi")
    now = later()
    report = send(file, translator)
    assert fates(report, "Tiredness") == ["conflict" if moved_on else "translated"]
    assert tiredness(translated) == (now if moved_on else ("Sự mệt mỏi", State.TRANSLATED))
    assert suggested() == (["Sự mệt mỏi"] if moved_on else [])
    assert len(report.to_tell()) == (1 if moved_on else 0)


def test_a_changed_text_of_an_approved_unit_waits_for_review_again(approved, translator):
    send(edited(approved, "Tiredness", "Sự mệt mỏi"), translator)
    unit = unit_of(approved, "Tiredness")
    assert (unit.state, unit.approved_by) == (State.TRANSLATED, None)


@both_columns
def test_an_unknown_context_is_refused_by_name(translated, translator, later):
    catalog = exported(translated)
    entry(catalog, "Tiredness").msgctxt = "bnosuchone"
    now = later()
    report = send(str(catalog), translator)
    assert fates(report, "Tiredness") == ["unknown"]
    assert "bnosuchone" in report.to_tell()[0][2]
    assert tiredness(translated) == now


def test_without_an_export_mark_a_different_text_is_a_suggestion(translated, translator):
    report = send(edited(translated, "Tiredness", "Sự mệt mỏi", mark=False), translator)
    assert fates(report, "Tiredness") == ["suggestion"]
    assert tiredness(translated) == IN_REVIEW
    assert suggested() == ["Sự mệt mỏi"]


def test_without_an_export_mark_an_untranslated_unit_is_filled(translation, translator):
    send(edited(translation, "Tiredness", "Mệt mỏi", mark=False), translator)
    assert tiredness(translation) == IN_REVIEW


@pytest.mark.parametrize("trust_flags", [False, True])
def test_a_file_never_approves_and_never_lowers_what_is_approved(approved, translator, trust_flags):
    for fuzzy in (False, True):
        send(edited(approved, "Tiredness", fuzzy=fuzzy), translator, trust_flags=trust_flags)
        assert set(approved.units.values_list("state", flat=True)) == {State.APPROVED}
    send(edited(approved, "Tiredness", "Sự mệt mỏi"), translator, trust_flags=trust_flags)
    assert tiredness(approved) == ("Sự mệt mỏi", State.TRANSLATED)


def test_a_dry_run_tells_the_same_and_keeps_nothing(translated, translator, django_assert_num_queries):
    file = edited(translated, "Tiredness", "Sự mệt mỏi")
    before = Change.objects.count()
    tried = send(file, translator, dry_run=True)
    assert tiredness(translated) == IN_REVIEW
    assert Change.objects.count() == before
    assert tried.rows == send(file, translator).rows


def test_uploader_and_author_are_both_recorded_and_neither_may_approve(translated, translator, reviewer, doctor):
    send(edited(translated, "Tiredness", "Sự mệt mỏi"), reviewer, author=translator)
    change = Change.objects.first()
    assert (change.act, change.by, change.author) == ("imported", reviewer, translator)
    result = approve_all(translated, reviewer)
    assert [unit.source for unit, _why in result.refused] == ["Tiredness"]
    assert [unit.source for unit in approve_all(translated, doctor).approved] == ["Tiredness"]

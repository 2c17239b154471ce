"""Starting a translation, and what an edit of the source does to it."""

import pytest

from cms.articles.importer import import_page
from cms.articles.models import Significance
from cms.articles.page import BadPage
from cms.translation import workflow
from cms.translation.models import Change, State, Translation
from cms.translation.workflow import Refused
from tests.conftest import PAGE, revise, unit_of


def updated(translation, editor, old, new, page=PAGE) -> str:
    """Edit the source and bring the units in line with it; the page as it is then."""
    _report, page = revise(translation.article, editor, old, new, page)
    workflow.update(translation, editor)
    return page


def retyped(translation, words, text, person):
    unit = unit_of(translation, words)
    return workflow.translate(unit, text, person, base=unit.version)


def approve(unit, person):
    return workflow.approve([unit], person, read={unit.pk: unit.read_digest})


def test_a_start_makes_a_unit_of_each_text_and_is_on_record(translation, article):
    assert translation.units.count() == 10
    assert set(translation.units.values_list("state", flat=True)) == {State.UNTRANSLATED}
    assert article.editions.filter(language="vi").exists()
    assert "10" in Change.objects.get(act="started").note


@pytest.mark.parametrize(
    ("language", "error", "words"),
    [("en", Refused, "written in this language"), ("vi", Refused, "started before"), ("tlh", BadPage, "not one of")],
)
def test_a_start_is_refused_where_there_is_nothing_to_start(translation, boss, language, error, words):
    with pytest.raises(error, match=words):
        workflow.start(translation.article, language, boss)
    assert Translation.objects.count() == 1


def test_an_update_without_a_new_source_changes_and_records_nothing(translated, editor):
    before = Change.objects.count()
    result = workflow.update(translated, editor)
    assert (result.unchanged, result.is_nothing, Change.objects.count()) == (10, True, before)


def test_a_changed_text_keeps_its_target_and_needs_editing(approved, editor):
    updated(approved, editor, "<li>Tiredness", "<li>Great tiredness")
    unit = unit_of(approved, "Great tiredness")
    assert (unit.target, unit.made_from, unit.standing) == ("Mệt mỏi", "Tiredness", State.NEEDS_EDITING)
    others = approved.units.exclude(pk=unit.pk)
    assert {other.standing for other in others} == {State.APPROVED}


def test_a_moved_text_stays_approved(approved, editor):
    items = ["<li>Tiredness</li>", "<li>Pins and needles</li>"]
    updated(approved, editor, "".join(items), "".join(reversed(items)))
    moved = approved.units.filter(kind="item").order_by("position")
    assert [unit.source for unit in moved] == ["Pins and needles", "Tiredness"]
    assert {unit.standing for unit in approved.units.all()} == {State.APPROVED}


def test_a_new_text_is_untranslated_and_a_text_that_has_gone_is_kept(approved, editor):
    page = updated(approved, editor, "<li>Tiredness</li>", "<li>A sore, red tongue</li>")
    assert unit_of(approved, "A sore").state == State.UNTRANSLATED
    gone = unit_of(approved, "Tiredness")
    assert (gone.obsolete, gone.target) == (True, "Mệt mỏi")
    updated(approved, editor, "<li>A sore, red tongue</li>", "<li>Tiredness</li>", page)
    assert approved.units.filter(source="Tiredness", obsolete=False).exists()


def test_a_block_that_returns_brings_its_approved_text_back(approved, editor):
    blocks = approved.article.source.newest.blocks
    approved.article.source.add_revision([b for b in blocks if b.text != "Tiredness"], editor)
    assert workflow.update(approved, editor).gone == 1
    type(approved.article.source).objects.get(is_source=True).add_revision(blocks, editor)
    assert workflow.update(approved, editor).returned == 1
    unit = unit_of(approved, "Tiredness")
    assert (unit.obsolete, unit.standing) == (False, State.APPROVED)


def test_a_source_that_returns_makes_its_translation_current_again(approved, editor):
    page = updated(approved, editor, "<li>Tiredness", "<li>Great tiredness")
    updated(approved, editor, "<li>Great tiredness", "<li>Tiredness", page)
    assert unit_of(approved, "Tiredness").standing == State.APPROVED


def test_a_source_that_returns_brings_back_text_state_and_people(approved, editor, colleague, translator, reviewer):
    page = updated(approved, editor, "<li>Tiredness", "<li>Great tiredness")
    retyped(approved, "Great", "Rất mệt", colleague)
    updated(approved, editor, "<li>Great tiredness", "<li>Tiredness", page)
    unit = unit_of(approved, "Tiredness")
    assert (unit.target, unit.standing) == ("Mệt mỏi", State.APPROVED)
    assert (unit.target_by, unit.approved_by) == (translator, reviewer)


def test_a_text_that_was_never_approved_comes_back_in_its_own_state(translated, editor, colleague, translator):
    page = updated(translated, editor, "<li>Tiredness", "<li>Great tiredness")
    retyped(translated, "Great", "Rất mệt", colleague)
    updated(translated, editor, "<li>Great tiredness", "<li>Tiredness", page)
    unit = unit_of(translated, "Tiredness")
    assert (unit.target, unit.standing) == ("Mệt mỏi", State.TRANSLATED)
    assert (unit.target_by, unit.approved_by) == (translator, None)


def test_a_text_that_was_sent_back_does_not_come_back_as_approved(approved, editor, colleague, reviewer, translator):
    unit = unit_of(approved, "Tiredness")
    workflow.send_back(unit, "It is wrong.", reviewer, base=unit.version)
    page = updated(approved, editor, "<li>Tiredness", "<li>Great tiredness")
    retyped(approved, "Great", "Rất mệt", colleague)
    updated(approved, editor, "<li>Great tiredness", "<li>Tiredness", page)
    unit = unit_of(approved, "Tiredness")
    assert (unit.target, unit.standing, unit.target_by) == ("Mệt mỏi", State.NEEDS_EDITING, translator)


# --- Typos -------------------------------------------------------------------------------------------------------


def released(published, editor, publisher, old, new, grade, page=PAGE):
    """Edit the source, publish it with a grade for the edited text, and update the translation."""
    before = {block.text: block.id for block in published.article.source.newest.blocks}
    _report, page = revise(published.article, editor, old, new, page)
    after = type(published.article.source).objects.get(article=published.article, is_source=True).newest.blocks
    changed = {block.id for block in after if block.is_text and block.text not in before}
    workflow.publish(published.article, ["en"], publisher, grades=dict.fromkeys(changed, grade))
    workflow.update(published, editor)
    return page


def test_a_typo_leaves_the_translation_approved(published, editor, publisher):
    released(published, editor, publisher, "Pins and needles", "Pins, and needles", Significance.TYPO)
    unit = unit_of(published, "Pins, and")
    assert (unit.standing, unit.made_from) == (State.APPROVED, "Pins, and needles")


@pytest.mark.parametrize("grade", [Significance.MINOR, Significance.MAJOR, Significance.SAFETY])
def test_any_graver_change_makes_it_need_editing(published, editor, publisher, grade):
    released(published, editor, publisher, "Pins and needles", "Pins, and needles", grade)
    assert unit_of(published, "Pins, and").standing == State.NEEDS_EDITING


def test_a_typo_behind_a_graver_change_does_not_carry_the_text_over_both(published, editor, publisher):
    page = released(published, editor, publisher, "<li>Pins", "<li>Painful pins", Significance.MINOR)
    released(published, editor, publisher, "<li>Painful pins", "<li>Painful, pins", Significance.TYPO, page)
    assert unit_of(published, "Painful,").standing == State.NEEDS_EDITING


def test_two_typos_in_a_row_carry_it_over_both(published, editor, publisher):
    page = released(published, editor, publisher, "Pins and needles", "Pins, and needles", Significance.TYPO)
    released(published, editor, publisher, "Pins, and", "“Pins”, and", Significance.TYPO, page)
    assert unit_of(published, "“Pins”").standing == State.APPROVED


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Take 2.5 mg", "Take 25 mg"),
        ("Take 2.5 mg", "Take 2.5 mcg"),
        ("Do not stop", "Do stop"),
        ("up to 12 months", "up to 12 weeks"),
        ("What a lack of vitamin B12", "What a lack of vitamin B6"),
        ('<a href="https://www.nhs.uk/">', '<a href="https://www.nh-s.uk/">'),
        ("<li>Tiredness</li>", ""),
    ],
)
def test_a_false_claim_of_a_typo_is_refused_at_publication(published, editor, publisher, old, new):
    before = {block.id: block.text for block in published.article.source.newest.blocks}
    _report, _page = revise(published.article, editor, old, new)
    source = type(published.article.source).objects.get(article=published.article, is_source=True)
    (changed,) = [
        one for one, text in before.items() if getattr(source.newest.blocks_by_id.get(one), "text", "") != text
    ]
    with pytest.raises(Refused, match="is no typo"):
        workflow.publish(published.article, ["en"], publisher, grades={changed: Significance.TYPO})
    assert source.published.number == 1


def test_either_language_may_be_the_source(editor, translator, reviewer, publisher):
    page = PAGE.replace('lang="en"', 'lang="vi"').replace("Tiredness", "Mệt mỏi")
    article = import_page(page.encode(), key="met", language="vi", by=editor).edition.article
    translation = workflow.start(article, "en", editor)
    unit = retyped(translation, "Mệt mỏi", "Tiredness", translator)
    assert approve(unit, reviewer).approved == [unit]

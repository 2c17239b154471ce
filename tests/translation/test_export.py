"""One PO catalog per article and language, as translators' tools expect it."""

import pytest
from django.utils import translation as interface

from cms.translation import po, workflow
from cms.translation.models import State
from tests.conftest import PAGE, approve_all, revise, unit_of
from tests.translation.catalogs import entry, exported


def test_each_unit_is_an_entry_with_its_block_as_context_in_reading_order(translation):
    catalog = exported(translation)
    units = list(translation.units.order_by("position"))
    assert [one.msgctxt for one in catalog] == [unit.context for unit in units]
    assert [one.occurrences for one in catalog] == [[("article/b12", str(unit.position))] for unit in units]


@pytest.mark.parametrize(
    ("words", "note"),
    [
        ("Vitamin B12", "title\nat most 65 characters\nunit-version: 1"),
        ("What a lack", "summary\nat most 160 characters\nunit-version: 1"),
        ("Signs", "heading\nunit-version: 1"),
        ("Tiredness", "list item · Signs\nunit-version: 1"),
        ("Take 2.5 mg", "paragraph · Treatment\nunit-version: 1"),
    ],
)
def test_a_note_names_kind_heading_path_limit_and_version(translation, words, note):
    assert entry(exported(translation), words).comment == note


def test_notes_are_in_the_language_of_whoever_exports(translation):
    with interface.override("vi"):
        assert not entry(exported(translation), "Signs").comment.startswith("heading")


def test_the_header_has_the_standard_fields(translated, translator):
    header = exported(translated).metadata
    assert header["Project-Id-Version"] == "b12"
    assert header["Language"] == "vi"
    assert header["Plural-Forms"] == "nplurals=1; plural=0;"
    assert header["Content-Type"] == "text/plain; charset=UTF-8"
    assert header["Last-Translator"] == "Translator"
    assert header["PO-Revision-Date"].endswith("+0000")
    assert header["X-Generator"] == "Stellapharm"
    assert po.file_name(translated) == "b12.vi.po"


def test_an_entry_is_fuzzy_if_and_only_if_its_unit_needs_editing(mixed):
    by_context = {one.msgctxt: one for one in exported(mixed) if not one.obsolete}
    units = [unit for unit in mixed.units.all() if not unit.obsolete]
    assert {unit.standing for unit in units} == set(State)
    for unit in units:
        assert by_context[unit.context].fuzzy == (unit.standing == State.NEEDS_EDITING), unit.source


def test_a_stale_entry_carries_the_source_its_text_was_made_from(mixed):
    stale = [one for one in exported(mixed) if one.previous_msgid]
    assert [(one.msgid, one.previous_msgid) for one in stale] == [("Great tiredness", "Tiredness")]


def test_an_entry_that_was_sent_back_is_fuzzy_without_a_previous_source(mixed):
    sent_back = entry(exported(mixed), "Signs come on")
    assert (sent_back.fuzzy, sent_back.previous_msgid) == (True, None)


def test_a_text_that_has_gone_is_obsolete_and_one_that_never_was_is_left_out(mixed, editor):
    without = PAGE.replace("<li>Pins and needles</li>", "")
    revise(mixed.article, editor, "<h2>Treatment</h2>", "", page=without)  # it was emptied before
    workflow.update(mixed, editor)
    assert mixed.units.filter(obsolete=True).count() == 2
    obsolete = exported(mixed).obsolete_entries()
    assert [(one.msgid, one.msgstr) for one in obsolete] == [("Pins and needles", "Tê hoặc ngứa ran")]
    assert all(line.startswith("#~") for line in str(obsolete[0]).strip().splitlines())


def test_links_are_numbered_and_no_address_leaves_the_house(translated):
    catalog = exported(translated)
    assert entry(catalog, "Do not stop").msgid == 'Do not stop <a id="1">without asking</a> your doctor.'
    assert entry(catalog, "Do not stop").msgstr == 'Đừng ngừng <a id="1">khi chưa hỏi</a> bác sĩ.'
    assert "nhs.uk" not in po.export(translated)


def test_the_same_state_is_always_the_same_bytes(mixed):
    first = po.export(mixed)
    assert first == po.export(type(mixed).objects.get(pk=mixed.pk))
    assert first.endswith("\n") and not first.endswith("\n\n") and "\r" not in first


def test_every_change_of_a_unit_changes_its_export_mark(translated, reviewer, editor, translator):
    marks = {entry(exported(translated), "Signs").comment}
    unit = unit_of(translated, "Tiredness")
    seen = {unit.version}
    workflow.send_back(unit, "Which?", reviewer, base=unit.version)
    seen.add(unit_of(translated, "Tiredness").version)
    workflow.translate(unit, "Mỏi", translator, base=unit.version)
    seen.add(unit_of(translated, "Tiredness").version)
    approve_all(translated, reviewer)
    seen.add(unit_of(translated, "Tiredness").version)
    revise(translated.article, editor, "<li>Tiredness", "<li>Great tiredness")
    workflow.update(translated, editor)
    seen.add(unit_of(translated, "Great tiredness").version)
    assert len(seen) == 5
    assert {entry(exported(translated), "Signs").comment} != marks  # it was approved


def test_moving_a_unit_alone_does_not_change_its_mark(translated, editor):
    before = unit_of(translated, "Treatment").version
    revise(translated.article, editor, "<li>Tiredness</li>", "<li>Tiredness</li><li>Weakness of legs</li>")
    workflow.update(translated, editor)
    after = unit_of(translated, "Treatment")
    assert (after.version, after.position) == (before, 9)

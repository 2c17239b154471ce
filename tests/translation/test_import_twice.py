"""Whatever a file holds: the second import changes nothing, and no import approves or loses anything."""

import polib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.translation import workflow
from cms.translation.models import Change, State, Suggestion
from tests.conftest import approve_all
from tests.translation.catalogs import everything, exported, send, undone

WORDS = [
    "Mệt",
    "Mệt mỏi",
    "Tiredness",
    "Vitamin B12",
    "5 mg",
    "A & B",
    '<a id="1">khi chưa hỏi</a>',
    "<b>x</b>",
    "",
    " ",
]
EDITS = st.fixed_dictionaries(
    {
        "place": st.integers(0, 9),
        "msgid": st.sampled_from([None, None, None, "Tiredness", "Fever", "Great tiredness", "x & y"]),
        "msgstr": st.sampled_from([None, *WORDS]),
        "fuzzy": st.sampled_from([None, True, False]),
        "mark": st.sampled_from([None, "", "unit-version: 1", "unit-version: 2", "unit-version: 99"]),
        "twice": st.booleans(),
    }
)


def apply(catalog: polib.POFile, edit: dict) -> None:
    one = catalog[edit["place"] % len(catalog)]
    one.msgid = one.msgid if edit["msgid"] is None else edit["msgid"]
    one.msgstr = one.msgstr if edit["msgstr"] is None else edit["msgstr"]
    one.flags = one.flags if edit["fuzzy"] is None else ["fuzzy"] * edit["fuzzy"]
    one.comment = one.comment if edit["mark"] is None else edit["mark"]
    if edit["twice"]:
        catalog.append(one)


def approved_texts(translation) -> dict:
    units = translation.units.filter(state=State.APPROVED)
    return {unit.context: (unit.source, unit.target, unit.made_from, unit.approved_by) for unit in units}


@given(edits=st.lists(EDITS, max_size=8), trust_flags=st.booleans())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_second_import_of_any_file_changes_nothing(mixed, translator, edits, trust_flags):
    catalog = exported(mixed)
    for edit in edits:
        apply(catalog, edit)
    before = approved_texts(mixed)
    with undone():
        first = send(str(catalog), translator, trust_flags=trust_flags)
        after = everything()
        again = send(str(catalog), translator, trust_flags=trust_flags)
        assert (everything(), again.changed) == (after, 0)
        assert len(first.rows) == len(catalog) - len(catalog.obsolete_entries())
        assert approved_texts(mixed).items() <= before.items()  # nothing is approved by a file


@given(place=st.integers(0, 9), fuzzy=st.sampled_from([None, True, False]), trust_flags=st.booleans())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_file_with_the_same_texts_neither_raises_nor_lowers_what_is_approved(
    approved, translator, place, fuzzy, trust_flags
):
    before = everything()
    catalog = exported(approved)
    catalog[place].flags = ["fuzzy"] * bool(fuzzy)
    send(str(catalog), translator, trust_flags=trust_flags)
    assert everything() == before


def test_the_words_of_two_files_are_both_kept_and_the_first_one_counts(translated, translator, colleague):
    mine, theirs = exported(translated), exported(translated)
    mine[5].msgstr, theirs[5].msgstr = "Mỏi", "Mỏi mệt"
    send(str(mine), translator)
    report = send(str(theirs), colleague)
    assert report.changed == 1
    assert translated.units.get(position=6).target == "Mỏi"
    assert [(s.text, s.by) for s in Suggestion.objects.all()] == [("Mỏi mệt", colleague)]


def test_an_accepted_suggestion_is_not_suggested_again(translated, translator, colleague, reviewer):
    theirs = exported(translated)
    theirs[5].msgstr = "Mỏi mệt"
    unit = translated.units.get(position=6)
    workflow.translate(unit, "Mỏi", translator, base=unit.version)
    send(str(theirs), colleague)
    workflow.accept(Suggestion.objects.get(), translator)
    before = everything()
    assert send(str(theirs), colleague).changed == 0
    assert everything() == before
    assert approve_all(translated, reviewer).refused == []
    assert Change.objects.filter(act="accepted").count() == 1

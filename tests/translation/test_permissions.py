"""Who may do what: every role against every act, in a language they were granted and in one they were not."""

import pytest
from django.core.exceptions import PermissionDenied

from cms.articles.models import BlockChange, Significance
from cms.people.models import Person
from cms.people.roles import EDITOR, MEDICAL_REVIEWER, PUBLISHER, TRANSLATOR
from cms.translation import workflow
from cms.translation.models import Suggestion, Translation
from tests.conftest import approve_all, make_person, revise, unit_of
from tests.translation.catalogs import edited, send, undone

WRONG = "Uống 25 mg một lần mỗi ngày, tối đa 12 tháng."
NOBODY, BOSS = "nobody", "superuser"


def start(world, by):
    Translation.objects.filter(article=world.article).delete()
    workflow.start(world.article, "vi", by)


def send_back(world, by):
    unit = unit_of(world, "Tiredness")
    workflow.send_back(unit, "Why?", by, base=unit.version)


def translate(world, by):
    unit = unit_of(world, "Tiredness")
    workflow.translate(unit, "Mỏi", by, base=unit.version)


def waive(world, by):
    unit = unit_of(world, "Take 2.5")
    workflow.waive_all(unit, "As in the leaflet.", by, read=unit.read_digest)


def move(world, by):
    workflow.move(world.edition, "b12-moi", by)


def upload(world, by):
    translator = Person.objects.get(username="translator")
    send(edited(world, "Tiredness", "Mỏi"), by, author=translator)


def regrade_in_source(world, by):
    workflow.regrade(BlockChange.objects.get(), Significance.SAFETY, by)


ACTS = {
    start: {EDITOR, PUBLISHER},
    lambda world, by: workflow.update(world, by): {EDITOR, PUBLISHER},
    translate: {TRANSLATOR, MEDICAL_REVIEWER},
    lambda world, by: workflow.accept(Suggestion.objects.get(), by): {TRANSLATOR, MEDICAL_REVIEWER},
    upload: {EDITOR, TRANSLATOR, MEDICAL_REVIEWER},
    lambda world, by: approve_all(world, by): {MEDICAL_REVIEWER},
    send_back: {MEDICAL_REVIEWER},
    waive: {MEDICAL_REVIEWER},
    lambda world, by: workflow.publish(world.article, ["vi"], by): {PUBLISHER},
    lambda world, by: workflow.withdraw(world.article, ["vi"], by): {PUBLISHER},
    move: {PUBLISHER},
    regrade_in_source: {PUBLISHER},
}
NAMES = [
    "start",
    "update",
    "translate",
    "accept",
    "upload",
    "approve",
    "send back",
    "waive",
    "publish",
    "withdraw",
    "move",
]
NAMES += ["regrade"]


@pytest.fixture
def world(published, translator, editor, publisher):
    """B12 where every act there is has something to act on."""
    revise(published.article, editor, "<li>Pins", "<li>Painful pins")
    workflow.publish(published.article, ["en"], publisher)
    unit = unit_of(published, "Take 2.5")
    workflow.translate(unit, WRONG, translator, base=unit.version)
    unit = unit_of(published, "Tiredness")
    Suggestion.objects.create(unit=unit, text="Mỏi mệt", made_from=unit.source, by=translator)
    return published


def attempt(act, world, person) -> bool:
    """Whether a person may do it; what it did is undone."""
    with undone():
        try:
            act(world, person)
        except PermissionDenied as refusal:
            assert str(refusal)
            return False
        return True


@pytest.mark.parametrize(("act", "roles"), ACTS.items(), ids=NAMES)
def test_an_act_is_for_its_roles_in_their_languages(world, act, roles):
    language = "en" if act is regrade_in_source else "vi"
    other = "vi" if act is regrade_in_source else "en"
    for role in (EDITOR, TRANSLATOR, MEDICAL_REVIEWER, PUBLISHER, NOBODY):
        known = None if role == NOBODY else role
        granted = make_person(f"{role} granted", known, languages=[language])
        assert attempt(act, world, granted) is (role in roles), role
        assert attempt(act, world, make_person(f"{role} other", known, languages=[other])) is False, role
        granted.is_active = False
        assert attempt(act, world, granted) is False, role
    assert attempt(act, world, make_person(BOSS, languages=[], is_superuser=True)) is True


def test_publishing_needs_a_grant_for_each_language(world):
    half = make_person("half", PUBLISHER, languages=["vi"])
    for act in (workflow.publish, workflow.withdraw):
        with pytest.raises(PermissionDenied, match="no grant for the language “en”"):
            act(world.article, ["vi", "en"], half)


def test_uploader_and_author_both_need_their_own_permission(translation, editor, publisher, translator):
    file = edited(translation, "Tiredness", "Mỏi")
    with pytest.raises(PermissionDenied, match=r"editor may not do this.*Medical reviewer, Translator"):
        send(file, editor)
    with pytest.raises(PermissionDenied, match="publisher may not"):
        send(file, publisher, author=translator)
    assert send(file, editor, author=translator).changed == 1

"""Whatever several people do in whatever order, nobody has approved their own words at the end."""

import random
from contextlib import suppress

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from cms.articles.importer import import_page
from cms.people.models import Person
from cms.translation import workflow
from cms.translation.models import Change, State, Suggestion, Unit
from cms.translation.workflow import Refused
from tests.conftest import PAGE, make_person
from tests.translation.catalogs import exported, send
from tests.translation.four_eyes import own_approvals, own_waivers, unread_approvals

STEPS = 60
ITEMS = ["Tiredness", "Great tiredness", "Tiredness after 5 days", ""]
TEXTS = ["Mệt mỏi", "Mỏi", "Mệt sau 5 ngày", ""]


class Walk:
    """Acts of several people, drawn by chance, on a few units of one translation."""

    def __init__(self, translation, people: list[Person], seed: int):
        self.translation, self.people, self.chance = translation, people, random.Random(seed)
        self.files: list[str] = [str(exported(translation))]
        self.seen: dict[int, str] = {}

    def step(self) -> None:
        act = self.chance.choice([self.type, self.type, self.approve, self.approve, self.approve_all, self.send_back])
        act = self.chance.choice(
            [act, act, self.upload, self.accept, self.edit_source, self.export, self.waive, self.read]
        )
        # A refusal undoes the act, as a request or a command does.
        with suppress(Refused, PermissionDenied), transaction.atomic():
            act(self.chance.choice(self.people))

    def unit(self) -> Unit:
        units = self.translation.units.select_related("translation").filter(kind="item").order_by("pk")
        return self.chance.choice(list(units))

    def type(self, person):
        unit = self.unit()
        base = unit.version - (self.chance.random() < 0.1)
        text = self.chance.choice([*TEXTS, unit.target])
        workflow.translate(unit, text, person, base=base, finished=self.chance.random() < 0.9)

    def read(self, _person):
        unit = self.unit()
        self.seen[unit.pk] = unit.read_digest

    def approve(self, person):
        unit = self.unit()
        workflow.approve([unit], person, read={unit.pk: unit.read_digest} | self.seen)

    def approve_all(self, person):
        units = list(self.translation.units.all())
        workflow.approve(units, person, read={unit.pk: unit.read_digest for unit in units})

    def send_back(self, person):
        unit = self.unit()
        workflow.send_back(unit, "Why?", person, base=unit.version)

    def waive(self, person):
        unit = self.unit()
        workflow.waive_all(unit, "Fine.", person, read=unit.read_digest)

    def export(self, _person):
        catalog = exported(self.translation)
        for one in catalog:
            if self.chance.random() < 0.3:
                one.msgstr, one.flags = self.chance.choice(TEXTS), self.chance.choice([[], ["fuzzy"]])
        self.files.append(str(catalog))

    def upload(self, person):
        author, trust = self.chance.choice(self.people), self.chance.random() < 0.3
        send(self.chance.choice(self.files), person, author=author, trust_flags=trust)

    def accept(self, person):
        suggestions = list(Suggestion.objects.select_related("unit__translation").order_by("pk"))
        if suggestions:
            workflow.accept(self.chance.choice(suggestions), person)

    def edit_source(self, person):
        words = self.chance.choice(ITEMS)
        page = PAGE.replace("<li>Tiredness</li>", f"<li>{words}</li>" if words else "")
        import_page(page.encode(), key="b12", language="en", by=Person.objects.get(username="editor"))
        workflow.update(self.translation, person)


@pytest.fixture
def people(translator, reviewer, colleague, doctor, boss):
    return [translator, reviewer, colleague, doctor, boss, make_person("second boss", is_superuser=True)]


@pytest.mark.parametrize("seed", range(12))
def test_nobody_has_approved_their_own_words_after_a_walk(translation, people, seed):
    walk = Walk(translation, people, seed)
    for _ in range(STEPS):
        walk.step()
    assert own_approvals() == []
    assert unread_approvals() == []
    assert own_waivers() == []


def test_the_walks_go_where_it_matters(translation, people):
    walk = Walk(translation, people, 0)
    for _ in range(STEPS * 4):
        walk.step()
    acts = set(Change.objects.filter(unit__isnull=False).values_list("act", flat=True))
    assert acts >= {"translated", "imported", "accepted", "confirmed", "approved", "sent back"}
    assert own_approvals() == []


def test_the_audit_finds_an_approval_of_own_words(translated, translator, reviewer):
    unit = translated.units.get(source="Tiredness")
    fields = {"article": translated.article, "language": "vi", "unit": unit, "target": unit.target}
    Change.objects.create(act="approved", by=reviewer, author=translator, **fields)
    assert own_approvals() == []
    Change.objects.create(act="imported", by=reviewer, author=translator, **fields)
    broken = Change.objects.create(act="approved", by=reviewer, author=translator, **fields)
    assert own_approvals() == [broken]
    Unit.objects.filter(pk=unit.pk).update(state=State.APPROVED, approved_by=reviewer, target="Mỏi")
    assert [one.pk for one in unread_approvals()] == [unit.pk]

"""What editors decide of a listing: who may, in what order, and what makes no sense."""

import pytest
from django.core.exceptions import PermissionDenied

from cms.articles.models import Kind, Outbox
from cms.people.roles import EDITOR, MEDICAL_REVIEWER, PUBLISHER, TRANSLATOR
from cms.recommendations import choices
from cms.recommendations.choices import NoChoice
from cms.recommendations.models import Choice
from tests.conftest import make_person
from tests.recommendations.library import article

PIN, EXCLUDE = Choice.Kind.PIN, Choice.Kind.EXCLUDE


def pinned(key="b12") -> list[str]:
    return list(Choice.objects.filter(article__key=key, kind=PIN).values_list("other__key", flat=True))


def choice(key) -> Choice:
    return Choice.objects.get(article__key="b12", other__key=key)


@pytest.fixture
def three(editor):
    for key in ("one", "two", "three"):
        choices.choose(article("b12"), article(key), PIN, editor)
    Outbox.objects.all().delete()


@pytest.mark.parametrize("role", [EDITOR, TRANSLATOR, MEDICAL_REVIEWER, PUBLISHER, None])
def test_only_editors_choose(db, editor, role):
    person = make_person("somebody", role)
    choices.choose(article("b12"), article("one"), PIN, editor)
    acts = [
        lambda: choices.choose(article("b12"), article("two"), PIN, person),
        lambda: choices.raise_up(choice("one"), person),
        lambda: choices.forget(choice("one"), person),
    ]
    for act in acts:
        if role == EDITOR:
            act()
        else:
            with pytest.raises(PermissionDenied):
                act()
    assert pinned() == (["two"] if role == EDITOR else ["one"])


def test_who_is_pinned_later_comes_behind_and_each_choice_tells_the_builder(editor):
    for key in ("two", "one"):
        choices.choose(article("b12"), article(key), PIN, editor)
    assert pinned() == ["two", "one"]
    assert Outbox.objects.filter(article__key="b12", only_its_page=False).count() == 2


def test_pinning_what_is_pinned_changes_nothing(three, editor):
    choices.choose(article("b12"), article("one"), PIN, editor)
    assert pinned() == ["one", "two", "three"]
    assert not Outbox.objects.exists()


def test_the_last_word_counts(three, editor, boss):
    choices.choose(article("b12"), article("one"), EXCLUDE, boss)
    assert (choice("one").kind, choice("one").by) == (EXCLUDE, boss)
    assert pinned() == ["two", "three"]
    choices.choose(article("b12"), article("one"), PIN, editor)
    assert pinned() == ["two", "three", "one"]


def test_up_is_one_place_and_the_first_stays_the_first(three, editor):
    choices.raise_up(choice("three"), editor)
    assert pinned() == ["one", "three", "two"]
    choices.raise_up(choice("three"), editor)
    choices.raise_up(choice("three"), editor)
    assert pinned() == ["three", "one", "two"]


def test_what_is_excluded_has_no_place_to_go_up_from(three, editor):
    choices.choose(article("b12"), article("one"), EXCLUDE, editor)
    with pytest.raises(NoChoice, match="pinned"):
        choices.raise_up(choice("one"), editor)


def test_what_is_forgotten_is_left_to_the_texts(three, editor):
    choices.forget(choice("two"), editor)
    assert pinned() == ["one", "three"]
    assert Outbox.objects.get().article == article("b12")


@pytest.mark.parametrize("kind", [PIN, EXCLUDE])
def test_neither_itself_nor_a_topic_nor_a_shared_text_is_chosen(editor, kind):
    for other in (article("b12"), article("blood", Kind.TOPIC), article("about", Kind.SNIPPET)):
        with pytest.raises(NoChoice, match="not itself"):
            choices.choose(article("b12"), other, kind, editor)
    with pytest.raises(NoChoice):
        choices.choose(article("blood", Kind.TOPIC), article("b12"), kind, editor)
    assert not Choice.objects.exists()

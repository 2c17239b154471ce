"""Two transactions at once: nothing saved is lost, nothing is approved unread, and neither waits for ever."""

import threading
import time
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from cms.translation import workflow
from cms.translation.models import State, Unit
from tests.conftest import approve_all, revise, unit_of
from tests.translation.catalogs import edited, send

pytestmark = pytest.mark.django_db(transaction=True)


def while_running(slow: Callable, meanwhile: Callable):
    """Do an act while another transaction has acted, but has not committed yet."""
    acted = threading.Event()

    def run() -> None:
        with transaction.atomic():
            slow()
            acted.set()
            time.sleep(0.3)
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    assert acted.wait(10)
    try:
        return meanwhile()
    finally:
        thread.join()


@pytest.mark.parametrize("act", ["approve", "update", "import"])
def test_words_saved_while_another_act_runs_are_neither_lost_nor_approved_unread(
    translated, translator, reviewer, editor, act
):
    unit = unit_of(translated, "Tiredness")
    file = edited(translated, "Treatment", "Chữa trị")
    revise(translated.article, editor, "<li>Tiredness", "<li>Great tiredness")
    acts = {
        "approve": lambda: workflow.approve([unit], reviewer, read={unit.pk: unit.read_digest}),
        "update": lambda: workflow.update(translated, editor),
        "import": lambda: send(file, reviewer),
    }

    def save() -> None:
        workflow.translate(unit_of(translated, "Tiredness"), "Mỏi", translator, base=unit.version)

    while_running(save, acts[act])
    after = Unit.objects.get(pk=unit.pk)
    assert (after.target, after.target_by, after.approved_by) == ("Mỏi", translator, None)


def test_a_publication_waits_for_an_approval_and_then_has_it(translated, reviewer, publisher):
    result = while_running(
        lambda: approve_all(translated, reviewer),
        lambda: workflow.publish(translated.article, ["en", "vi"], publisher),
    )
    assert result.published == ["en", "vi"]
    assert not translated.units.exclude(state=State.APPROVED)


def test_an_address_given_while_the_edition_is_published_is_kept(published, publisher, editor):
    edition = published.edition
    revise(published.article, editor, "<li>Tiredness", "<li>Great tiredness")
    while_running(
        lambda: workflow.move(edition, "vitamin-b12-moi", publisher),
        lambda: workflow.publish(published.article, ["en", "vi"], publisher),
    )
    assert published.edition.slug == "vitamin-b12-moi"

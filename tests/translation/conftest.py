"""More people than the standing cast: whoever comes second."""

import pytest
from django.utils import translation as interface

from cms.people.roles import MEDICAL_REVIEWER, TRANSLATOR
from cms.translation import workflow
from tests.conftest import make_person, revise


@pytest.fixture(autouse=True)
def english():
    """Sentences are matched in English, whatever another test has left active."""
    with interface.override("en"):
        yield


@pytest.fixture
def colleague(db):
    """A second translator."""
    return make_person("colleague", TRANSLATOR)


@pytest.fixture
def doctor(db):
    """A second medical reviewer."""
    return make_person("doctor", MEDICAL_REVIEWER)


@pytest.fixture
def mixed(translated, reviewer, editor, translator):
    """B12 with units approved, in review, sent back, stale, obsolete and untranslated."""
    units = list(translated.units.all())
    workflow.approve(units[:4], reviewer, read={unit.pk: unit.read_digest for unit in units})
    workflow.send_back(units[4], "Too short.", reviewer, base=units[4].version)
    workflow.translate(units[7], "", translator, base=units[7].version)
    _report, page = revise(translated.article, editor, "<li>Tiredness", "<li>Great tiredness")
    revise(translated.article, editor, "<li>Pins and needles</li>", "", page=page)
    workflow.update(translated, editor)
    return translated

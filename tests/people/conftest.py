"""The interface of these tests."""

import pytest
from django.utils import translation as interface


@pytest.fixture(autouse=True)
def english():
    """Sentences are matched in English, whatever another test has left active."""
    with interface.override("en"):
        yield

"""Word weights: a version that never changes, replaced whole by the next, whatever happens on the way."""

import pytest
from django.db import connection

from cms.articles.models import Article, Outbox
from cms.recommendations import refresh
from cms.recommendations.models import Posting, Recommendation, Vector, Weights
from cms.website import build
from tests.conftest import command
from tests.recommendations.library import article, listed, row, stored, stored_anew, write
from tests.website.test_killed import STRIDE, child

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")


def publish(editor, number=4) -> None:
    for n in range(number):
        write(f"a-{n}", editor, en=f"Iron. Iron tablets {n}. Word{n}", vi=f"Sắt. Viên sắt {n}")


def test_before_the_first_renewal_every_term_weighs_the_same(editor):
    publish(editor)
    refresh.refresh(Article.objects.values_list("pk", flat=True))
    assert Weights.objects.get().texts == {}
    assert len(listed("a-0", "en")) == 3


def test_a_renewal_makes_a_new_version_and_removes_the_one_before_with_all_that_was_made_by_it(editor):
    publish(editor)
    before = refresh.renew()
    write("a-9", editor, en="Folate")
    now = refresh.renew()
    assert now.pk > before.pk
    assert list(Weights.objects.values_list("pk", "ready")) == [(now.pk, True)]
    assert now.texts == {"en": 5, "vi": 4}
    for model in (Vector, Posting):
        assert set(model.objects.values_list("weights", flat=True)) == {now.pk}


def test_what_is_new_is_weighed_by_the_version_in_use(editor):
    publish(editor)
    weights = refresh.renew()
    write("a-9", editor, en="Iron. Iron tablets")
    refresh.refresh([article("a-9").pk])
    assert Weights.objects.get() == weights
    assert "a-9" in listed("a-0", "en")


def test_words_that_became_common_count_less_after_a_renewal(editor):
    write("a", editor, en="Folate iron")
    write("b", editor, en="Folate liver")
    refresh.renew()
    before = row("a", "b").score
    for n in range(9):
        write(f"more-{n}", editor, en=f"Folate word{n}")
    refresh.renew()
    assert row("a", "b").score < before


def test_a_renewal_names_the_pages_whose_listing_changed_and_no_other(editor):
    publish(editor)
    refresh.renew()
    told = set(Outbox.objects.filter(only_its_page=True).values_list("article__key", flat=True))
    assert told == {"a-0", "a-1", "a-2", "a-3"}
    Outbox.objects.all().delete()
    refresh.renew()
    assert not Outbox.objects.exists()


def test_a_renewal_forgets_the_listings_of_what_is_no_longer_published(editor):
    publish(editor)
    refresh.renew()
    ghost = article("ghost")
    Recommendation.objects.create(article=ghost, language="en", rank=0, other=article("a-0"), score=1)
    refresh.renew()
    assert not Recommendation.objects.filter(article=ghost).exists()


@pytest.mark.django_db(transaction=True)
def test_a_renewal_that_is_killed_leaves_the_old_weights_in_use_or_is_finished_by_the_next_builder(editor):
    publish(editor)
    build.drain()
    refresh.renew()
    steps, kept, finished = 0, 0, False
    while not finished:
        write("a-0", editor, en=f"Iron. Iron tablets {steps}")
        build.drain()
        old, before = Weights.current(), stored()
        finished = child(steps, build.renew_recommendations)
        connection.ensure_connection()
        if Weights.current() == old:
            kept += 1
            assert {"listings": stored()["listings"]} == {"listings": before["listings"]}
        build.drain()
        assert not build.is_due(build.page_folder())
        ready = Weights.objects.get(ready=True)
        Weights.objects.filter(ready=False).delete()
        stepwise = stored()
        assert set(Vector.objects.values_list("weights", flat=True)) == {ready.pk}
        assert stepwise == stored_anew()
        Outbox.objects.all().delete()
        steps += 3 * STRIDE
    assert 3 / STRIDE < kept < steps / 3 / STRIDE


# --- The command --------------------------------------------------------------------------------------------


def page_of(key) -> str:
    return (build.page_folder().current / f"en/health-corner/{key}/index.html").read_text()


def test_the_command_brings_what_is_due_in_line_and_says_so(editor):
    publish(editor)
    assert "The recommendations are in line" in command("refresh_recommendations")
    assert "You may like" in page_of("iron")
    assert not build.is_due(build.page_folder())


def test_the_command_weighs_all_words_anew_and_rebuilds_the_pages(editor):
    publish(editor)
    command("refresh_recommendations")
    before = Weights.current()
    Recommendation.objects.all().delete()
    command("refresh_recommendations", all=True)
    assert Weights.current() != before
    assert "You may like" in page_of("iron")


def test_the_command_can_be_quiet(editor):
    assert command("refresh_recommendations", all=True, verbosity=0) == ""

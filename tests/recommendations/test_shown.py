"""What may be listed under articles: the editors' choices first, then what the texts say."""

import pytest

from cms.articles.models import Article
from cms.recommendations import choices
from cms.recommendations.models import Choice
from cms.recommendations.refresh import refresh
from cms.recommendations.shown import PLACES, Suggested, considered, listing, suggested
from tests.recommendations.library import article, listed, write


@pytest.fixture
def shelf(editor):
    """Seven articles alike in both languages."""
    for n in range(7):
        write(f"a-{n}", editor, en=f"Iron {n}. Iron tablets", vi=f"Sắt {n}. Viên sắt")
    refresh(Article.objects.values_list("pk", flat=True))
    return article("a-0")


def offered(key, language="en") -> list[str]:
    keys = dict(Article.objects.values_list("pk", "key"))
    pk = article(key).pk
    return [keys[one.article] for one in suggested([pk], ["en", "vi"])[pk][language]]


def test_the_computed_listing_is_offered_in_its_order(shelf):
    assert offered("a-0") == listed("a-0", "en")
    assert len(offered("a-0")) == 6


def test_what_is_pinned_comes_first_in_the_editors_order_in_every_language_and_only_once(shelf, editor):
    for key in ("a-5", "a-3"):
        choices.choose(shelf, article(key), Choice.Kind.PIN, editor)
    for language in ("en", "vi"):
        assert offered("a-0", language)[:2] == ["a-5", "a-3"]
        assert len(offered("a-0", language)) == len(set(offered("a-0", language))) == 6


def test_each_says_why_it_is_there(shelf, editor):
    choices.choose(shelf, article("a-5"), Choice.Kind.PIN, editor)
    pinned, first, *_others = suggested([shelf.pk], ["en"])[shelf.pk]["en"]
    assert (pinned.pinned, pinned.terms) == (True, [])
    assert not first.pinned and first.terms and first.score > 0


def test_all_that_are_pinned_and_enough_of_the_others_are_considered():
    pinned = [Suggested(n, pinned=True) for n in range(5)]
    computed = [Suggested(n) for n in range(10, 18)]
    assert considered(pinned + computed) == pinned + computed[:PLACES]
    assert considered([]) == []


def test_it_takes_two_queries_however_many_articles(shelf, django_assert_num_queries):
    everything = list(Article.objects.values_list("pk", flat=True))
    with django_assert_num_queries(2):
        suggested(everything, ["en", "vi"])


def test_the_listings_an_article_stands_in_are_found_pinned_or_computed(shelf, editor):
    alone = write("alone", editor, en="Sleep")
    assert listing([alone.pk]) == set()
    choices.choose(shelf, alone, Choice.Kind.PIN, editor)
    assert listing([alone.pk]) == {shelf.pk}
    assert listing([shelf.pk]) == {article(f"a-{n}").pk for n in range(1, 7)}


def test_an_exclusion_is_no_listing(shelf, editor):
    alone = write("alone", editor, en="Sleep")
    choices.choose(shelf, alone, Choice.Kind.EXCLUDE, editor)
    assert listing([alone.pk]) == set()
    assert "alone" not in offered("a-0")

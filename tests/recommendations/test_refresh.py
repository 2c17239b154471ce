"""The stored listings: brought in line step by step they are what computing them all anew would give."""

import os

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.articles import publication
from cms.articles.models import Article, Edition, Kind, Outbox, Significance
from cms.recommendations import choices, refresh
from cms.recommendations.index import MemoryIndex, StoredIndex
from cms.recommendations.models import Choice, Recommendation, Vector, Weights
from cms.recommendations.vectors import joined
from cms.translation import workflow
from tests.conftest import all_graded, revise
from tests.recommendations.library import article, listed, row, stored, stored_anew, take_back, write

KEYS = ["anaemia", "bleeding", "cancer", "diet", "eyes", "fever"]
TOPICS = ["blood", "food"]
WORDS = {"en": ["iron", "blood", "liver", "sleep", "folate"], "vi": ["vitamin", "insulin", "máu", "gan", "mắt"]}
keys, languages = st.sampled_from(KEYS), st.sampled_from(sorted(WORDS))


@st.composite
def texts(draw):
    language = draw(languages)
    words = st.lists(st.sampled_from(WORDS[language]), min_size=1, max_size=6).map(" ".join)
    return language, ". ".join(draw(st.lists(words, min_size=1, max_size=3)))


ACTS = st.one_of(
    st.tuples(st.just("publish"), keys, texts()),
    st.tuples(st.just("take_back"), keys, languages),
    st.tuples(st.just("classify"), keys, st.sets(st.sampled_from(TOPICS))),
    st.tuples(st.just("choose"), keys, st.tuples(keys, st.sampled_from(Choice.Kind.values))),
    st.tuples(st.just("forget"), keys, keys),
    st.tuples(st.just("touch"), keys, st.none()),
)


class Site:
    """What editors do to a few articles, and what the refresh is told of it."""

    def __init__(self, editor) -> None:
        self.editor = editor
        for key in KEYS:
            write(key, self.editor, en="iron blood. folate", vi="vitamin máu")
        for topic in TOPICS:
            write(topic, self.editor, Kind.TOPIC, en=topic)

    def publish(self, key, text):
        write(key, self.editor, **dict([text]))

    def take_back(self, key, language):
        take_back(key, language)

    def classify(self, key, topics):
        publication.classify(article(key), Article.objects.filter(key__in=topics))

    def choose(self, key, chosen):
        other, kind = chosen
        if key != other:
            choices.choose(article(key), article(other), kind, self.editor)

    def forget(self, key, other):
        for choice in Choice.objects.filter(article__key=key, other__key=other):
            choices.forget(choice, self.editor)

    def touch(self, key, _nothing):
        publication.touch(article(key))

    def refresh(self) -> None:
        """As the builder does it; whose listing changed is named in the outbox."""
        before = listings()
        touched = set(Outbox.objects.filter(only_its_page=False).values_list("article", flat=True))
        Outbox.objects.all().delete()
        refresh.refresh(touched)
        told = set(Outbox.objects.filter(only_its_page=True).values_list("article", flat=True))
        now = listings()
        assert {pk for pk in before.keys() | now.keys() if before.get(pk) != now.get(pk)} <= touched | told
        Outbox.objects.all().delete()


def listings() -> dict[int, list]:
    found: dict[int, list] = {}
    rows = Recommendation.objects.order_by("article", "language", "rank")
    for pk, *facts in rows.values_list("article", "language", "rank", "other", "score", "topics", "terms"):
        found.setdefault(pk, []).append(facts)
    return found


@pytest.mark.parametrize("stored_places", [1, 2, 8])
@pytest.mark.django_db
def test_rows_stored_step_by_step_are_those_computed_anew(editor, monkeypatch, stored_places):
    monkeypatch.setattr(refresh, "STORED", stored_places)
    site = Site(editor)
    site.refresh()
    steps = st.lists(st.tuples(ACTS, st.booleans()), max_size=15)

    @settings(
        max_examples=150 if os.environ.get("CI") else 20,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    @given(steps)
    def all_equal(steps):
        with transaction.atomic():
            for (name, key, what), at_once in steps:
                getattr(site, name)(key, what)
                if at_once:
                    site.refresh()
            site.refresh()
            stepwise = stored()
            assert stepwise == stored_anew()
            transaction.set_rollback(True)

    all_equal()


@pytest.mark.django_db
def test_rows_after_words_were_weighed_anew_are_those_computed_one_by_one(editor):
    site = Site(editor)
    site.publish("diet", ("en", "liver folate. sleep"))
    site.choose("anaemia", ("bleeding", "exclude"))
    site.classify("diet", {"food"})
    refresh.renew()
    renewed = stored()
    assert renewed["listings"]
    assert renewed == stored_anew()


def test_the_index_in_memory_finds_what_the_stored_one_does(editor):
    Site(editor).refresh()
    weights, memory = Weights.current(), MemoryIndex()
    vectors = {one.article_id: joined(one.parts, one.topics) for one in Vector.objects.all()}
    for pk, vector in vectors.items():
        memory.add(pk, vector)
    for floor in (0, refresh.FLOOR):
        for vector in vectors.values():
            found = StoredIndex(weights).scores(vector, floor)
            assert found == memory.scores(vector, floor)
            assert found


def test_a_vector_of_many_terms_is_looked_up_whole(editor):
    words = " ".join(f"word{n}" for n in range(700))
    write("long", editor, en=words, vi=words)
    write("longer", editor, en=words, vi=f"{words} more")
    refresh.refresh(Article.objects.values_list("pk", flat=True))
    assert row("long", "longer").score > 900_000


def test_a_refresh_takes_as_many_statements_among_three_hundred_articles_as_among_thirty(editor):
    counts = []
    for start, end in ((0, 30), (30, 300)):
        for n in range(start, end):  # alike are five and five
            write(f"a-{n}", editor, en=f"group{n // 5} words. group{n // 5} text{n}", vi=f"nhóm{n // 5} chữ{n}")
        refresh.refresh(Article.objects.values_list("pk", flat=True))
        changed = write("a-7", editor, en=f"group1 new{end}", vi=f"nhóm1 mới{end}")
        with CaptureQueriesContext(connection) as queries:
            refresh.refresh([changed.pk])
        counts.append(len(queries))
    assert counts[1] <= counts[0] <= 60
    assert len(listed("a-7", "en")) == 4


# --- What is listed -----------------------------------------------------------------------------------------


@pytest.fixture
def three(editor):
    """Three articles alike in English; only the first two are out in Vietnamese."""
    write("anaemia", editor, en="Anaemia. Low iron, iron tablets", vi="Thiếu máu. Thiếu sắt, viên sắt, viên sắt")
    write("iron", editor, en="Iron. Iron tablets and iron", vi="Sắt. Viên sắt và viên sắt")
    write("tablets", editor, en="Tablets. Iron tablets and low iron")
    refresh.refresh(Article.objects.values_list("pk", flat=True))
    return article("anaemia")


def refresh_all():
    refresh.refresh(Article.objects.values_list("pk", flat=True))


def test_only_what_is_published_in_a_language_is_listed_in_it(three):
    assert set(listed("anaemia", "en")) == {"iron", "tablets"}
    assert listed("anaemia", "vi") == ["iron"]
    assert listed("tablets", "vi") == []


def test_what_is_withdrawn_leaves_every_listing_and_comes_back_with_its_return(three, editor):
    take_back("iron", "vi")
    refresh.refresh([article("iron").pk])
    assert listed("anaemia", "vi") == []
    assert "iron" in listed("anaemia", "en")
    take_back("iron", "en")
    refresh.refresh([article("iron").pk])
    assert listed("anaemia", "en") == ["tablets"]
    assert not Recommendation.objects.filter(article__key="iron").exists()
    write("iron", editor, en="Iron. Iron tablets and iron")
    refresh.refresh([article("iron").pk])
    assert set(listed("anaemia", "en")) == {"iron", "tablets"}


def test_articles_that_share_nothing_are_not_listed(three, editor):
    write("sleep", editor, en="Sleep. Rest well at night")
    refresh_all()
    assert listed("sleep", "en") == []


def test_what_was_never_published_recommends_nothing_and_is_not_recommended(three, editor):
    draft = article("draft")
    Edition.objects.create(article=draft, language="en", is_source=True)
    refresh_all()
    assert not Vector.objects.filter(article=draft).exists()


def test_topics_and_shared_texts_are_never_recommended(three, editor):
    write("blood", editor, Kind.TOPIC, en="Iron. Iron tablets and low iron")
    write("about", editor, Kind.SNIPPET, en="Iron. Iron tablets and low iron")
    refresh_all()
    assert set(listed("anaemia", "en")) == {"iron", "tablets"}
    assert not Recommendation.objects.filter(article__key__in=["blood", "about"]).exists()


def test_a_shared_topic_raises_the_likeness_and_is_the_reason(three, editor):
    before = row("anaemia", "tablets").score
    topic = write("blood", editor, Kind.TOPIC, en="Blood")
    for key in ("anaemia", "tablets"):
        publication.classify(article(key), [topic])
    refresh.refresh([article("anaemia").pk, article("tablets").pk])
    assert row("anaemia", "tablets").score > before
    assert row("anaemia", "tablets").topics == [topic.pk]
    assert row("anaemia", "iron").topics == []


def test_a_topic_alone_makes_two_articles_alike(editor):
    topic = article("sleep", Kind.TOPIC)
    for key, text in (("one", "Pillows"), ("two", "Insomnia")):
        publication.classify(write(key, editor, en=text), [topic])
    refresh_all()
    assert listed("one", "en") == ["two"]


def test_the_reason_is_in_the_words_of_the_language(three):
    assert row("anaemia", "iron", "vi").terms and row("anaemia", "iron", "en").terms
    assert all(term in "low iron tablets" for term in row("anaemia", "iron", "en").terms)
    assert all(term in "thiếu viên sắt" for term in row("anaemia", "iron", "vi").terms)


def test_what_is_excluded_is_not_listed_and_makes_room(three, editor, monkeypatch):
    monkeypatch.setattr(refresh, "STORED", 1)
    refresh_all()
    (first,) = listed("anaemia", "en")
    choices.choose(three, article(first), Choice.Kind.EXCLUDE, editor)
    refresh.refresh([three.pk])
    (second,) = listed("anaemia", "en")
    assert second != first
    assert listed(first, "en") == ["anaemia"]  # of the other way round nothing was said


def test_a_paragraph_that_is_withheld_recommends_nothing(published, editor, publisher):
    write("pins", editor, vi="Tê hoặc ngứa ran. Tê hoặc ngứa ran")
    refresh_all()
    assert listed("pins", "vi") == ["b12"]
    revise(published.article, editor, "Pins and needles", "Numb hands")
    workflow.publish(published.article, ["en"], publisher, grades=all_graded(published.article, Significance.SAFETY))
    refresh.refresh([published.article_id])
    assert "ngứa" not in Vector.objects.get(article=published.article_id).part("vi")
    assert listed("pins", "vi") == []


def test_equal_scores_are_listed_by_age(editor):
    for key in ("c", "b", "a", "d"):
        write(key, editor, en="Iron. Iron tablets")
    refresh_all()
    assert listed("d", "en") == ["c", "b", "a"]


def test_a_refresh_that_changes_nothing_says_nothing(three):
    Outbox.objects.all().delete()
    refresh_all()
    assert not Outbox.objects.exists()

"""What readers may see of an edition: current, outdated, withheld, missing. The blocks are made by hand here."""

from datetime import date

import pytest

from cms.articles import publication
from cms.articles.blocks import Block
from cms.articles.models import Article, BlockChange, Edition, Significance
from cms.articles.visible import CURRENT, MISSING, OUTDATED, WITHHELD, gravity, visible

TYPO, MINOR, MAJOR, SAFETY = Significance


class Page:
    """An article in English and Vietnamese; texts by block id, the kind is the id's first letters."""

    KINDS = {"t": "title", "s": "summary", "p": "paragraph", "q": "paragraph", "l": "list", "i": "item"}

    def __init__(self, person, key="dose"):
        self.person = person
        self.article = Article.objects.create(key=key)
        self.english = Edition.objects.create(article=self.article, language="en", is_source=True)
        self.vietnamese = Edition.objects.create(article=self.article, language="vi")

    def source(self, grades=None, **texts):
        blocks = [Block(name, self.KINDS[name[0]], text) for name, text in texts.items()]
        before = self.english.published
        after = self.english.add_revision(blocks, self.person)
        changes = publication.changed_blocks(before, after)
        graded = {old.id: (grades or {}).get(old.id, MINOR) for old, _new in changes}
        publication.record_changes(self.article, changes, graded, self.person, on=date(2026, 5, 1))
        publication.release(self.english, after)

    def target(self, **texts):
        source = self.english.published
        blocks = [
            Block(name, self.KINDS[name[0]], text, made_from=source.blocks_by_id[name].digest)
            for name, text in texts.items()
        ]
        publication.release(self.vietnamese, self.vietnamese.add_revision(blocks, self.person, based_on=source))

    def seen(self):
        editions = Edition.objects.filter(article=self.article, language="vi").select_related("published")
        (page,) = visible(editions)
        return page

    def statuses(self):
        return {item.block.id: item.status for item in self.seen().items}


@pytest.fixture
def page(editor):
    page = Page(editor)
    page.source(t="Dose", s="About 5 mg", p="Take 5 mg", q="Ask")
    page.target(t="Liều", s="Về 5 mg", p="Uống 5 mg", q="Hỏi")
    return page


@pytest.mark.parametrize(
    ("grade", "status", "text"),
    [(TYPO, CURRENT, "Hỏi"), (MINOR, OUTDATED, "Hỏi"), (MAJOR, OUTDATED, "Hỏi"), (SAFETY, WITHHELD, "")],
)
def test_a_text_whose_source_has_changed_is_shown_by_how_grave_that_was(page, grade, status, text):
    page.source({"q": grade}, t="Dose", s="About 5 mg", p="Take 5 mg", q="Ask now")
    item = page.seen().by_id["q"]
    assert (item.status, item.block.text) == (status, text)
    assert item.source_text == ("" if status == CURRENT else "Ask now")
    assert item.changed_on == (None if status == CURRENT else date(2026, 5, 1))
    assert page.statuses() | {"q": CURRENT} == dict.fromkeys("tspq", CURRENT)


def test_a_withheld_text_is_nowhere_in_what_readers_get(page):
    page.source({"t": SAFETY, "s": SAFETY, "p": SAFETY}, t="Doses", s="About 4 mg", p="Take 4 mg", q="Ask")
    seen = page.seen()
    assert (seen.title, seen.title_language, seen.summary) == ("Doses", "en", "")
    assert seen.excerpt() == "Hỏi"
    assert not [block for block in seen.blocks if block.text in ("Liều", "Về 5 mg", "Uống 5 mg")]
    assert [item.block.id for item in seen.notable] == ["t", "s", "p"]


def test_a_text_that_was_removed_is_outdated_or_withheld_at_its_old_place(page):
    page.source({"p": SAFETY}, t="Dose", s="About 5 mg", q="Ask")
    assert list(page.statuses().items()) == [("t", CURRENT), ("s", CURRENT), ("p", WITHHELD), ("q", CURRENT)]
    assert page.seen().by_id["p"].source_text == ""


def test_a_text_not_yet_translated_is_missing_at_its_place(page):
    page.source(t="Dose", s="About 5 mg", p="Take 5 mg", p2="New words", q="Ask")
    item = page.seen().items[3]
    assert (item.block.id, item.status, item.block.text, item.source_text) == ("p2", MISSING, "", "New words")


def test_containers_are_the_sources_and_never_outdated(page):
    page.source(t="Dose", s="About 5 mg", p="Take 5 mg", l="", q="Ask")
    assert page.statuses()["l"] == CURRENT


def test_a_source_that_returns_to_the_text_makes_it_current(page):
    page.source({"p": SAFETY}, t="Dose", s="About 5 mg", p="Take 4 mg", q="Ask")
    page.source({"p": MINOR}, t="Dose", s="About 5 mg", p="Take 5 mg", q="Ask")
    assert page.statuses()["p"] == CURRENT
    page.source({"p": MINOR}, t="Dose", s="About 5 mg", p="Take 5 mg now", q="Ask")
    assert page.statuses()["p"] == OUTDATED


def test_a_withheld_text_stays_withheld_when_its_source_is_withdrawn(page):
    page.source({"p": SAFETY}, t="Dose", s="About 5 mg", p="Take 4 mg", q="Ask")
    publication.take_back(page.english)
    item = page.seen().by_id["p"]
    assert (item.status, item.block.text, item.source_text) == (WITHHELD, "", "")
    assert page.statuses()["q"] == CURRENT


def test_an_unknown_change_counts_as_major():
    assert gravity([], "nothing") == (MAJOR, None)


@pytest.mark.parametrize(
    ("chain", "made_from", "grade"),
    [
        ([("a", "b", MINOR)], "a", MINOR),
        ([("a", "b", SAFETY), ("b", "c", MINOR)], "a", SAFETY),
        ([("a", "b", SAFETY), ("b", "c", MINOR)], "b", MINOR),
        ([("a", "b", SAFETY), ("b", "a", MINOR), ("a", "c", MINOR)], "a", MINOR),
        ([("a", "b", TYPO), ("b", "c", TYPO)], "a", TYPO),
        ([("a", "", MAJOR)], "a", MAJOR),
        ([("a", "b", MINOR)], "c", MAJOR),
    ],
)
def test_the_gravest_change_since_the_text_was_made_counts(chain, made_from, grade):
    changes = [
        BlockChange(pk=n, from_digest=old, to_digest=new, significance=how, on=date(2026, 5, n))
        for n, (old, new, how) in enumerate(chain, 1)
    ]
    assert gravity(changes, made_from)[0] == grade


@pytest.mark.parametrize("withdrawn", [False, True])
def test_many_editions_take_as_many_queries_as_one(editor, withdrawn, django_assert_max_num_queries):
    for number in range(4):
        page = Page(editor, f"dose-{number}")
        page.source(t=f"Dose {number}", p="Take 5 mg")
        page.target(t=f"Liều {number}", p="Uống 5 mg")
        if withdrawn:
            publication.take_back(page.english)
    editions = list(Edition.objects.filter(language="vi").select_related("published"))
    with django_assert_max_num_queries(3):
        assert len(visible(editions)) == 4


def test_nothing_is_seen_of_an_edition_that_is_not_published(page):
    publication.take_back(page.vietnamese)
    assert visible(Edition.objects.filter(language="vi")) == []


def test_the_source_edition_is_shown_as_it_is(page):
    page.source({"p": SAFETY}, t="Dose", s="About 5 mg", p="Take 4 mg", q="Ask")
    (seen,) = visible(Edition.objects.filter(language="en").select_related("published"))
    assert [item.status for item in seen.items] == [CURRENT] * 4
    assert (seen.title, seen.summary, seen.title_language) == ("Dose", "About 5 mg", "en")

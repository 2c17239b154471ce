"""The plain acts of publishing: what each leaves behind for readers and for the builder."""

import pytest
import time_machine
from django.utils import timezone

from cms.articles import publication
from cms.articles.blocks import Block
from cms.articles.models import Article, BlockChange, Edition, FormerSlug, Outbox, Significance


@pytest.fixture
def source(editor):
    article = Article.objects.create(key="b12")
    return Edition.objects.create(article=article, language="en", is_source=True)


def release(edition, person, **texts):
    """Publish a text with these blocks; the first is the title."""
    blocks = [Block(name, "title" if n == 0 else "paragraph", text) for n, (name, text) in enumerate(texts.items())]
    publication.release(edition, edition.add_revision(blocks, person))
    return edition


def test_a_release_gives_date_address_links_and_an_outbox_row(source, editor):
    release(source, editor, t="Vitamin B12 & you", p='<a href="article:iron">Iron</a> <a href="https://a.org/">A</a>')
    assert (source.slug, source.published, source.published_on) == (
        "vitamin-b12-you",
        source.newest,
        timezone.localdate(),
    )
    assert source.updated_on is None
    assert sorted(source.links.values_list("target", flat=True)) == ["article:iron", "https://a.org/"]
    assert Outbox.objects.get().article == source.article


def test_two_long_links_that_begin_alike_are_one_target(source, editor):
    long = "https://a.org/" + "x" * 500
    release(source, editor, t="One", p=f'<a href="{long}1">A</a> and <a href="{long}2">B</a>')
    assert source.links.get().target == long[:500]


def test_attaching_what_is_attached_tells_nobody(source):
    snippet = Article.objects.create(key="about", kind="snippet")
    publication.attach(source.article, [snippet])
    publication.attach(source.article, [snippet])
    assert (source.article.snippets.get(), Outbox.objects.count()) == (snippet, 1)
    publication.attach(source.article, [])
    assert (source.article.snippets.count(), Outbox.objects.count()) == (0, 2)


def test_a_second_release_keeps_the_first_date_and_the_address(source, editor):
    with time_machine.travel("2026-05-01T10:00:00+07:00"):
        release(source, editor, t="One")
        first = source.published_on
    with time_machine.travel("2026-06-01T10:00:00+07:00"):
        release(source, editor, t="Two", p='<a href="https://b.org/">B</a>')
        assert (source.slug, source.published_on, source.updated_on) == ("one", first, timezone.localdate())
    assert list(source.links.values_list("target", flat=True)) == ["https://b.org/"]


def test_taking_back_hides_the_edition_and_keeps_its_address(source, editor):
    release(source, editor, t="One")
    publication.take_back(source)
    source.refresh_from_db()
    assert (source.is_visible, source.withdrawn, source.slug) == (False, True, "one")
    assert Outbox.objects.count() == 2
    release(source, editor, t="One")
    assert (source.is_visible, source.withdrawn) == (True, False)


def test_an_address_readers_never_saw_leaves_no_trace(source, editor):
    source.slug = "first"
    source.save()
    publication.move(source, "second")
    assert not FormerSlug.objects.exists()


def test_an_address_readers_knew_leads_to_the_new_one_for_ever(source, editor):
    release(source, editor, t="One")
    publication.move(source, "two")
    publication.move(source, "three")
    assert sorted(FormerSlug.objects.values_list("slug", flat=True)) == ["one", "two"]
    publication.move(source, "one")
    assert sorted(FormerSlug.objects.values_list("slug", flat=True)) == ["three", "two"]


def test_a_free_address_is_numbered_past_present_and_former_ones(source, editor):
    release(source, editor, t="One")
    publication.move(source, "two")
    others = [
        Edition.objects.create(article=Article.objects.create(key=f"other-{n}"), language="en", is_source=True)
        for n in range(3)
    ]
    for edition, title in zip(others, ["One", "One", "Two"], strict=True):
        release(edition, editor, t=title)
    assert [edition.slug for edition in others] == ["one-2", "one-3", "two-2"]


def test_changed_blocks_are_edited_and_removed_texts_only(source, editor):
    before = release(source, editor, t="One", p="Kept", q="Old", r="Gone").published
    after = release(source, editor, t="One", new="New", q="Edited", p="Kept").published
    changed = publication.changed_blocks(before, after)
    assert [(old.text, new.text if new else None) for old, new in changed] == [("Old", "Edited"), ("Gone", None)]
    assert publication.changed_blocks(None, after) == []


def test_a_regrade_is_a_further_row_of_the_same_day(source, editor):
    before = release(source, editor, t="One", p="Old").published
    after = release(source, editor, t="One", p="New").published
    changes = publication.changed_blocks(before, after)
    publication.record_changes(source.article, changes, {"p": Significance.MINOR}, editor)
    first = BlockChange.objects.get()
    second = publication.regrade(first, Significance.SAFETY, editor)
    third = publication.regrade(second, Significance.MAJOR, editor)
    assert [change.regrades for change in (first, second, third)] == [None, first, first]
    assert {change.on for change in (first, second, third)} == {first.on}
    first.refresh_from_db()
    assert first.significance == Significance.MINOR

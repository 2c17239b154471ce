"""Articles, editions, revisions: what the model itself holds."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from cms.articles.blocks import Block
from cms.articles.models import Article, BlockChange, Edition, Revision, Significance, key_validator


def revision_of(edition, person, text):
    return edition.add_revision([Block("t", "title", text), Block("p", "paragraph", text)], person)


@pytest.fixture
def source(editor):
    article = Article.objects.create(key="b12")
    return Edition.objects.create(article=article, language="en", is_source=True)


def test_a_revision_never_changes_once_saved(source, editor):
    revision = revision_of(source, editor, "One")
    revision.note = "Other"
    with pytest.raises(ValidationError):
        revision.save()
    with pytest.raises(ValidationError):
        Revision.objects.get(pk=revision.pk).save(update_fields=["data"])


def test_the_same_text_again_is_no_new_revision(source, editor):
    first = revision_of(source, editor, "One")
    assert revision_of(source, editor, "One") == first
    second = revision_of(source, editor, "Two")
    assert (second.number, source.newest) == (2, second)
    assert revision_of(source, editor, "One").number == 3


def test_the_same_text_of_another_source_is_a_new_revision(source, editor):
    first = revision_of(source, editor, "One")
    edition = Edition.objects.create(article=source.article, language="vi")
    blocks = [Block("t", "title", "Một")]
    one = edition.add_revision(blocks, editor, based_on=first)
    assert edition.add_revision(blocks, editor, based_on=first) == one
    assert edition.add_revision(blocks, editor, based_on=revision_of(source, editor, "Two")).number == 2


def test_blocks_come_back_from_the_database_as_they_were(source, editor):
    blocks = [Block("l", "list", attrs={"tag": "ol"}), Block("i", "item", "A &amp; <b", "l", {}, "digest")]
    revision = Revision.objects.get(pk=source.add_revision(blocks, editor).pk)
    assert revision.blocks == blocks
    assert revision.blocks_by_id["i"] == blocks[1]


def test_title_and_summary_are_blocks_like_any_other(source, editor):
    assert source.title == "b12"
    blocks = [Block("t", "title", "Dose"), Block("s", "summary", "Short")]
    revision = source.add_revision(blocks, editor)
    assert (source.title, revision.title, revision.summary) == ("Dose", "Dose", "Short")


@pytest.mark.parametrize("key", ["b12", "vitamin-b12-deficiency", "1"])
def test_a_key_is_plain(key):
    key_validator(key)


@pytest.mark.parametrize("key", ["", "-b", "b-", "b--12", "B12", "b_12", "b 12", "thiếu", "b12\n", "../b"])
def test_a_key_is_nothing_else(key):
    with pytest.raises(ValidationError):
        key_validator(key)


def broken(act, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        act()


def test_the_database_holds_the_invariants_of_an_edition(source, editor):
    article, editions = source.article, Edition.objects
    broken(lambda: editions.create(article=article, language="fr", is_source=True), "one_source_per_article|article_id")
    broken(lambda: editions.create(article=article, language="en"), "one_edition_per_language|edition.language")
    other = Article.objects.create(key="other")
    editions.filter(pk=source.pk).update(slug="a")
    broken(lambda: editions.create(article=other, language="en", slug="a"), "one_edition_per_slug|edition.slug")
    editions.create(article=other, language="vi", slug="a")
    revision = revision_of(source, editor, "One")
    broken(
        lambda: editions.filter(pk=source.pk).update(published=revision), "what_is_published_was_published_last|date"
    )
    published = {"published": revision, "last_published": revision}
    broken(lambda: editions.filter(pk=source.pk).update(**published), "a_published_edition_has_a_date")
    dated = published | {"published_on": timezone.localdate(), "withdrawn": True}
    broken(lambda: editions.filter(pk=source.pk).update(**dated), "a_withdrawn_edition_is_not_published")


def test_a_change_of_a_block_changes_something(source, editor):
    same = BlockChange(article=source.article, block="p", from_digest="a", to_digest="a", by=editor)
    same.significance, same.on = Significance.MINOR, timezone.localdate()
    broken(same.save, "a_change_changes_something")

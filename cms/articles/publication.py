"""What visitors see changes here and only here: release, take back, regrade, new slug, each leaving an outbox row.

These are the plain acts; who may do them, and when, is decided in ``translation.workflow``.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from cms.articles.blocks import Block, link_targets
from cms.articles.models import (
    Article,
    BlockChange,
    Edition,
    FormerSlug,
    Link,
    Outbox,
    Revision,
    text_digest,
)
from cms.languages import get


def release(edition: Edition, revision: Revision) -> None:
    """Let visitors see the revision."""
    today = timezone.localdate()
    if edition.published_id or edition.withdrawn:
        edition.updated_on = today
    edition.published_on = edition.published_on or today
    edition.published = edition.last_published = revision
    edition.withdrawn = False
    edition.slug = edition.slug or free_slug(edition, get(edition.language).slug(revision.title))
    edition.save(update_fields=["published", "last_published", "published_on", "updated_on", "withdrawn", "slug"])
    edition.links.all().delete()
    targets = sorted({target[:500] for target in link_targets(revision.blocks)})
    Link.objects.bulk_create([Link(edition=edition, target=target) for target in targets])
    touch(edition.article)


def take_back(edition: Edition) -> None:
    """Visitors are told that the edition was withdrawn."""
    edition.published = None
    edition.withdrawn = True
    edition.save(update_fields=["published", "withdrawn"])
    touch(edition.article)


def move(edition: Edition, slug: str) -> None:
    """Give the edition a new address; the old one leads there for ever."""
    if slug == edition.slug:
        return
    edition.former_slugs.filter(slug=slug).delete()  # an edition may return to an address it had
    if edition.slug and edition.published_on:
        FormerSlug.objects.create(edition=edition, language=edition.language, slug=edition.slug)
    edition.slug = slug
    edition.save(update_fields=["slug"])
    touch(edition.article)


def redate(edition: Edition, day: date) -> None:
    """Say when the edition was first published."""
    listed_on, edition.published_on = edition.published_on, day
    edition.save(update_fields=["published_on"])
    touch(edition.article, listed_on=listed_on)


def free_slug(edition: Edition, wanted: str) -> str:
    """The wanted slug, with a number behind it if another edition of the language has or had it."""
    slug, number = wanted, 1
    while is_taken(edition, slug):
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def is_taken(edition: Edition, slug: str) -> bool:
    others = {"language": edition.language, "slug": slug}
    return (
        Edition.objects.filter(**others).exclude(pk=edition.pk).exists()
        or FormerSlug.objects.filter(**others).exclude(edition=edition).exists()
    )


def changed_blocks(before: Revision | None, after: Revision) -> list[tuple[Block, Block | None]]:
    """(old block, new block or None) for each published text that was edited or removed, in the old order."""
    if before is None:
        return []
    pairs = ((block, after.blocks_by_id.get(block.id)) for block in before.blocks if block.is_text and block.text)
    return [(old, new) for old, new in pairs if new is None or new.digest != old.digest]


def record_changes(
    article: Article,
    changes: list[tuple[Block, Block | None]],
    grades: Mapping[str, int],
    by,
    on: date | None = None,
) -> None:
    """One BlockChange for each changed block; ``grades`` names the significance by block id."""
    BlockChange.objects.bulk_create(
        BlockChange(
            article=article,
            block=old.id,
            from_digest=old.digest,
            to_digest=text_digest(new),
            significance=grades[old.id],
            by=by,
            on=on or timezone.localdate(),
        )
        for old, new in changes
    )


def regrade(change: BlockChange, significance: int, by) -> BlockChange:
    """Say that a change was graver, or lighter, than was thought; the first word stays on record."""
    corrected = BlockChange.objects.create(
        article=change.article,
        block=change.block,
        from_digest=change.from_digest,
        to_digest=change.to_digest,
        significance=significance,
        regrades_id=change.regrades_id or change.pk,
        by=by,
        on=change.on,
    )
    touch(change.article)
    return corrected


def attach(article: Article, snippets: Iterable[Article]) -> None:
    """Let these be the shared texts at the end of the article."""
    _relate(article, article.snippets, snippets)


def classify(article: Article, topics: Iterable[Article]) -> None:
    """Let these be the article's topics; the pages of those it had and of those it has now are due."""
    before = set(article.topics.all())
    if _relate(article, article.topics, wanted := list(topics)):
        for topic in before.symmetric_difference(wanted):
            touch(topic, only_its_page=True)


def _relate(article: Article, related, wanted: Iterable[Article]) -> bool:
    """Set the articles that this one is related to, never to itself; False where nothing changes."""
    keys = {other.pk for other in wanted} - {article.pk}
    if keys == set(related.values_list("pk", flat=True)):
        return False
    related.set(keys)
    touch(article)
    return True


def touch(article: Article, *, only_its_page: bool = False, listed_on: date | None = None) -> None:
    """Note in this transaction that visitors' pages are due, and have them made after the commit."""
    Outbox.objects.create(article=article, only_its_page=only_its_page, listed_on=listed_on)
    transaction.on_commit(_tell_builder, robust=True)


def _tell_builder() -> None:
    import_string(settings.PAGE_BUILDER)()

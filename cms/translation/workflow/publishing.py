"""Let visitors see a text, or take it back: publish, withdraw, move, regrade."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.articles import publication
from cms.articles.models import KEY, Article, BlockChange, Edition, Revision, Significance
from cms.articles.significance import default_significance, may_be_typo
from cms.people.roles import require
from cms.translation.models import Act, Change, Translation
from cms.translation.workflow.errors import Overtaken, Reason, Refused
from cms.translation.workflow.releasable import mark_of_source, mark_of_units, releasable, short

_SLUG_LENGTH = Edition._meta.get_field("slug").max_length or 0


@dataclass
class Publication:
    """What a publication came to: languages that changed for readers, those that did not, and what is missing."""

    published: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def publish(
    article: Article,
    languages: Iterable[str],
    by,
    *,
    grades: Mapping[str, int] | None = None,
    seen: Mapping[str, str] | None = None,
) -> Publication:
    """Release a set of editions, all of them or none.

    The source's newest revision is released as it is; ``grades`` says by block id how grave its changes are, else
    the computed default holds. Of a translation each block is the approved text, else the one already published; a
    first publication needs all of them approved. ``seen`` are the marks, by language, of what the person looked at.
    Raises Refused with every reason there is, and Overtaken where something else would be published than was seen.
    """
    result, reasons = Publication(), []
    languages = list(dict.fromkeys(languages))
    for language in languages:
        require(by, "articles.publish_edition", language)
    with transaction.atomic():
        # no_key: rows that refer to the article, as every Change does, may be written meanwhile.
        article = Article.objects.select_for_update(no_key=True).get(pk=article.pk)
        editions = {e.language: e for e in article.editions.select_related("newest", "published")}
        source = next((edition for edition in editions.values() if edition.is_source), None)
        if source is None or source.newest is None:
            raise Refused(_("The article has no text yet."))
        if grades and source.language not in languages:
            raise Refused(_("Only a change of the source is graded, and the source is not among what is published."))
        if seen is not None:
            _compare_with_seen(article, source, languages, seen)
        against = source.newest if source.language in languages else source.published
        if source.language in languages:
            reasons += _release_source(source, by, grades or {}, result)
        for language in languages:
            if language != source.language:
                reasons += _release_translation(article, editions.get(language), language, against, by, result)
        if reasons:
            raise Refused(*reasons)
    return result


def _release_source(source: Edition, by, grades: Mapping[str, int], result: Publication) -> list[str]:
    revision = source.newest
    assert revision is not None
    if not revision.title:
        return [_("The article has no title.")]
    changes = publication.changed_blocks(source.last_published, revision)
    graded, reasons = _graded(changes, grades, source.language)
    if reasons:
        return reasons
    if source.published_id == revision.pk:
        result.unchanged.append(source.language)
        return []
    publication.record_changes(source.article, changes, graded, by)
    publication.release(source, revision)
    _record(source, Act.PUBLISHED, by, f"#{revision.number}")
    result.published.append(source.language)
    return []


def _graded(changes, grades: Mapping[str, int], language: str) -> tuple[dict[str, int], list[str]]:
    """The significance of each change: as given, else the default; a "typo" must be one."""
    graded: dict[str, int] = {}
    reasons: list[str] = []
    for old, new in changes:
        text = new.text if new else ""
        grade = grades.get(old.id, default_significance(old.text, text, language))
        if grade == Significance.TYPO and (new is None or not may_be_typo(old.text, text, language)):
            reasons.append(Reason(_no_typo(old.text), block=old.id))
        graded[old.id] = grade
    for block in grades.keys() - graded.keys():
        reasons.append(_("The block “%s” has not changed; there is nothing to grade.") % block)
    return graded, reasons


def _no_typo(old: str) -> str:
    return _("The change of “%s” is no typo: a number, code, unit, negation or link differs.") % short(old)


def _release_translation(
    article: Article, edition: Edition | None, language: str, against: Revision | None, by, result: Publication
) -> Sequence[str]:
    translation = Translation.objects.select_for_update(no_key=True).filter(article=article, language=language).first()
    if translation is None or edition is None:
        return [_("The translation into “%s” was not started.") % language]
    if against is None:
        return [_("The source is not published; publish it first, or both together.")]
    published = edition.published
    found = releasable(against, translation.units.all(), published, language)
    if not found.is_possible:
        return found.why(found.waiting)
    edition.article = article
    blocks = found.blocks
    if published and published.source_id == against.pk and published.blocks == blocks:
        result.unchanged.append(language)
        return []
    revision = edition.add_revision(blocks, by, based_on=against)
    publication.release(edition, revision)
    _record(edition, Act.PUBLISHED, by, f"#{revision.number}")
    result.published.append(language)
    if found.waiting:
        result.notes.append(left_out(len(found.waiting), language))
    return []


def left_out(count: int, language: str) -> str:
    """The sentence on the blocks of an edition that readers do not see yet."""
    sentence = ngettext(
        "%(count)d block of the “%(language)s” edition is left out until it is approved.",
        "%(count)d blocks of the “%(language)s” edition are left out until they are approved.",
        count,
    )
    return sentence % {"count": count, "language": language}


def _compare_with_seen(article: Article, source: Edition, languages: list[str], seen: Mapping[str, str]) -> None:
    """Raise Overtaken where somebody has saved or approved something since the person looked."""
    if source.language in languages and seen.get(source.language) != mark_of_source(source.newest):
        assert source.newest is not None
        sentence = _("%(person)s saved revision %(number)d meanwhile. Nothing was published: look at it, then publish.")
        raise Overtaken(sentence % {"person": source.newest.by, "number": source.newest.number})
    # Locked as approvals lock them: none slips in between this look and the release.
    started = Translation.objects.select_for_update(no_key=True).filter(article=article, language__in=languages)
    for translation in started.order_by("language"):
        if seen.get(translation.language) != mark_of_units(translation.units.all()):
            sentence = _("Approved texts of “%s” changed meanwhile. Nothing was published: look at it, then publish.")
            raise Overtaken(sentence % translation.language)


def withdraw(article: Article, languages: Iterable[str], by, *, reason: str = "") -> list[str]:
    """Take editions back, all of them or none; visitors are told that they were withdrawn."""
    languages = list(dict.fromkeys(languages))
    for language in languages:
        require(by, "articles.withdraw_edition", language)
    with transaction.atomic():
        article = Article.objects.select_for_update(no_key=True).get(pk=article.pk)
        editions = {edition.language: edition for edition in article.editions.all()}
        hidden = [code for code in languages if code not in editions or not editions[code].is_visible]
        if hidden:
            raise Refused(*(_("The edition in “%s” is not published.") % language for language in hidden))
        for language in languages:
            publication.take_back(editions[language])
            _record(editions[language], Act.WITHDRAWN, by, reason)
    return languages


def move(edition: Edition, slug: str, by) -> None:
    """Give an edition a new address; the old one leads to it."""
    require(by, "articles.publish_edition", edition.language)
    if not re.match(KEY, slug):
        raise Refused(_("A slug is made of lower-case letters a–z, digits and single hyphens."))
    if len(slug) > _SLUG_LENGTH:
        raise Refused(_("A slug has at most %d characters.") % _SLUG_LENGTH)
    with transaction.atomic():
        Article.objects.select_for_update(no_key=True).get(pk=edition.article_id)
        edition = Edition.objects.select_related("article").get(pk=edition.pk)
        if slug == edition.slug:
            return
        if publication.is_taken(edition, slug):
            raise Refused(_("The slug “%s” belongs, or once belonged, to another article.") % slug)
        old = edition.slug
        publication.move(edition, slug)
        _record(edition, Act.MOVED, by, f"{old} → {slug}")


def redate(edition: Edition, day: date, by) -> None:
    """Correct the day on which an edition was first published, here or on the site it came from."""
    require(by, "articles.publish_edition", edition.language)
    with transaction.atomic():
        Article.objects.select_for_update(no_key=True).get(pk=edition.article_id)
        edition = Edition.objects.select_related("article").get(pk=edition.pk)
        if edition.published_on is None:
            raise Refused(_("The edition in “%s” was never published.") % edition.language)
        if day == edition.published_on:
            return
        if day > timezone.localdate():
            raise Refused(_("The day is in the future."))
        if edition.updated_on and day > edition.updated_on:
            raise Refused(_("The text was changed before that day; it cannot have been first published after it."))
        old = edition.published_on
        publication.redate(edition, day)
        _record(edition, Act.DATED, by, f"{old} → {day}")


def regrade(change: BlockChange, significance: int, by) -> None:
    """Correct how grave a published change of the source was."""
    source = change.article.source
    require(by, "articles.publish_edition", source.language)
    if significance == Significance.TYPO and not change.to_digest:
        raise Refused(_("A text that was removed is no typo."))
    if significance == Significance.TYPO:
        old, new = (_text_then(source, change.block, seen) for seen in (change.from_digest, change.to_digest))
        if not may_be_typo(old, new, source.language):
            raise Refused(_no_typo(old))
    with transaction.atomic():
        Article.objects.select_for_update(no_key=True).get(pk=change.article_id)
        publication.regrade(change, significance, by)
        _record(source, Act.REGRADED, by, f"{change.block}: {Significance(significance).label}")


def _text_then(source: Edition, block: str, digest: str) -> str:
    """The text a block of the source had when its digest was this."""
    revisions = (revision.blocks_by_id.get(block) for revision in source.revisions.all())
    return next((found.text for found in revisions if found and found.digest == digest), "")


def _record(edition: Edition, act: Act, by, note: str) -> None:
    Change.objects.create(article_id=edition.article_id, language=edition.language, act=act, by=by, note=note)

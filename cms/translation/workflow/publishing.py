"""Let visitors see a text, or take it back: publish, withdraw, move, regrade."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.articles import publication
from cms.articles.blocks import Block, plain
from cms.articles.models import KEY, Article, BlockChange, Edition, Revision, Significance
from cms.articles.significance import default_significance, may_be_typo
from cms.people.roles import require
from cms.translation.models import Act, Change, State, Translation, Unit
from cms.translation.segments import assemble
from cms.translation.workflow.errors import Refused

_SLUG_LENGTH = Edition._meta.get_field("slug").max_length or 0


@dataclass
class Publication:
    """What a publication came to: languages that changed for readers, those that did not, and what is missing."""

    published: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def publish(article: Article, languages: Iterable[str], by, *, grades: Mapping[str, int] | None = None) -> Publication:
    """Release a set of editions, all of them or none.

    The source's newest revision is released as it is; ``grades`` says by block id how grave its changes are, else
    the computed default holds. Of a translation each block is the approved text, else the one already published; a
    first publication needs all of them approved. Raises Refused with every reason there is.
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
    graded, reasons = {}, []
    for old, new in changes:
        text = new.text if new else ""
        grade = grades.get(old.id, default_significance(old.text, text, language))
        if grade == Significance.TYPO and (new is None or not may_be_typo(old.text, text, language)):
            reasons.append(_no_typo(old.text))
        graded[old.id] = grade
    for block in grades.keys() - graded.keys():
        reasons.append(_("The block “%s” has not changed; there is nothing to grade.") % block)
    return graded, reasons


def _no_typo(old: str) -> str:
    return _("The change of “%s” is no typo: a number, code, unit, negation or link differs.") % _short(old)


def _release_translation(
    article: Article, edition: Edition | None, language: str, against: Revision | None, by, result: Publication
) -> list[str]:
    translation = Translation.objects.select_for_update(no_key=True).filter(article=article, language=language).first()
    if translation is None or edition is None:
        return [_("The translation into “%s” was not started.") % language]
    if against is None:
        return [_("The source is not published; publish it first, or both together.")]
    # The published source may still have a block that the newest one has no more.
    units = {unit.context: unit for unit in translation.units.all()}
    texts, waiting = _texts(against, units, edition.published)
    if waiting and (edition.published is None or any(block.kind == "title" for block in waiting)):
        return _reasons(waiting, units, language)
    edition.article = article
    blocks = assemble(against.blocks, texts)
    published = edition.published
    if published and published.source_id == against.pk and published.blocks == blocks:
        result.unchanged.append(language)
        return []
    revision = edition.add_revision(blocks, by, based_on=against)
    publication.release(edition, revision)
    _record(edition, Act.PUBLISHED, by, f"#{revision.number}")
    result.published.append(language)
    if waiting:
        note = ngettext(
            "%(count)d block of the “%(language)s” edition is left out until it is approved.",
            "%(count)d blocks of the “%(language)s” edition are left out until they are approved.",
            len(waiting),
        )
        result.notes.append(note % {"count": len(waiting), "language": language})
    return []


def _texts(
    against: Revision, units: Mapping[str, Unit], published: Revision | None
) -> tuple[dict[str, tuple[str, str]], list[Block]]:
    """Context → (text, digest of what it was made from), and the source blocks that have no text to show."""
    texts: dict[str, tuple[str, str]] = {}
    waiting = []
    for block in against.blocks:
        if not (block.is_text and block.text):
            continue
        unit = units.get(block.id)
        before = published.blocks_by_id.get(block.id) if published else None
        if unit and unit.state == State.APPROVED and unit.made_from == block.text:
            texts[block.id] = (unit.target, block.digest)
        elif before is not None and before.text:
            texts[block.id] = (before.text, before.made_from)
        else:
            waiting.append(block)
    return texts, waiting


def _reasons(waiting: list[Block], units: Mapping[str, Unit], language: str) -> list[str]:
    reasons = []
    for block in waiting:
        unit = units.get(block.id)
        if unit is None or unit.source != block.text:
            why = _("the translation is behind the published source; update it")
        else:
            why = str(State(unit.standing).label)
        reasons.append(f"{language} · {block.id} · {_short(block.text)}: {why}")
    return reasons


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


def _short(text: str) -> str:
    words = plain(text)
    return words if len(words) <= 60 else words[:59] + "…"

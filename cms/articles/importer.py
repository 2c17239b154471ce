"""A web page → a revision. What is chrome and what is shared is said by the site's profile."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from html import escape, unescape
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.articles import page as pages
from cms.articles import pictures, profile
from cms.articles.blocks import Block
from cms.articles.identity import identify
from cms.articles.models import Article, Edition, Kind, Revision, key_validator
from cms.articles.page import BadPage
from cms.people.roles import require

_RUNNING_TEXT = {"paragraph", "item", "cell", "header", "caption"}
# A page is another article if less than this share of the shorter text is in the other.
_SAME_ARTICLE = 0.1
_LONGEST_KEY = 100
_HREF = re.compile(r'<a href="([^"]*)">')


@dataclass
class ImportReport:
    """What an import did; ``notes`` are sentences for the person who imported."""

    edition: Edition
    revision: Revision
    is_new: bool
    kept: int = 0
    edited: int = 0
    added: int = 0
    gone: int = 0
    notes: list[str] = field(default_factory=list)


def import_page(
    data: bytes,
    *,
    key: str,
    language: str,
    by,
    kind: str = Kind.ARTICLE,
    folder: Path | None = None,
    encoding: str = "",
) -> ImportReport:
    """Make or revise the source edition of the article from a page; all of it or nothing.

    ``folder`` is where pictures lie that the page names. Raises BadPage or PermissionDenied.
    """
    require(by, "articles.import_article", language)
    check_language(language)
    site = profile.load(settings.SITE_PROFILE)
    page = _read(data, language, encoding, site)
    with transaction.atomic():
        edition = _source_edition(key, kind, language, page)
        blocks, notes = _with_pictures(page.blocks, folder)
        report = revise(edition, blocks, by, refuse_other_text=True)
        report.notes += notes + _notes(page)
        report.notes += _keep_shared(edition, page, site, by)
        _keep_addresses(edition, page)
    return report


def _read(data: bytes, language: str, encoding: str, site: profile.SiteProfile) -> pages.Page:
    if len(data) > settings.MAX_IMPORT_BYTES:
        size = _("%.1f MB") % (settings.MAX_IMPORT_BYTES / 1_000_000)
        raise BadPage(_("The page is too large: no more than %s are read.") % size)
    page = pages.read(pages.decode(data, encoding), site, cache(resolve_link))
    if page.language and page.language != language:
        raise BadPage(
            _("The page says it is in the language “%(said)s”, not “%(given)s”.")
            % {"said": page.language, "given": language}
        )
    return page


def revise(
    edition: Edition, blocks: list[Block], by, *, note: str = "", refuse_other_text: bool = False
) -> ImportReport:
    """Append the blocks as a revision of a source edition; blocks that were there keep their ids."""
    old = edition.newest.blocks if edition.newest else []
    before = {block.id: block for block in old}
    new = [_with_links_as_before(block, before.get(block.id)) for block in identify(blocks, old)]
    texts = [block for block in new if block.is_text]
    same = [block for block in texts if block.id in before and before[block.id].text == block.text]
    edited = [block for block in texts if block.id in before and before[block.id].text != block.text]
    if refuse_other_text and old and not _is_same_article(same + edited, new, old):
        raise BadPage(
            _("The key “%(key)s” is already used by “%(title)s”, which has no paragraph in common with this page.")
            % {"key": edition.article.key, "title": edition.title}
        )
    newest = edition.newest
    revision = edition.add_revision(new, by, note=note)
    return ImportReport(
        edition=edition,
        revision=revision,
        is_new=revision != newest,
        kept=len(same),
        edited=len(edited),
        added=len(texts) - len(same) - len(edited),
        gone=len([b for b in old if b.is_text and b.id not in {block.id for block in new}]),
    )


def _is_same_article(found: list[Block], new: list[Block], old: list[Block]) -> bool:
    """Whether enough running text was found again; headings alone ("Symptoms") are alike in many articles."""

    def size(blocks: Iterable[Block]) -> int:
        return sum(len(block.text) for block in blocks if block.kind in _RUNNING_TEXT)

    return size(found) >= _SAME_ARTICLE * min(size(new), size(old))


def _with_links_as_before(block: Block, before: Block | None) -> Block:
    """A link whose target has become one of our articles is no change of the text: it led there before as well."""
    if before is None or before.text == block.text or "<a " not in before.text:
        return block
    resolved = _HREF.sub(lambda m: f'<a href="{escape(resolve_link(unescape(m.group(1))))}">', before.text)
    return replace(block, text=before.text) if resolved == block.text else block


def check_language(language: str) -> None:
    known = [code for code, _name in settings.LANGUAGES]
    if language not in known:
        raise BadPage(
            _("The language “%(language)s” is not one of this site's: %(known)s.")
            % {"language": language, "known": ", ".join(known)}
        )


def resolve_link(href: str) -> str:
    """A link to one of our articles as ``article:KEY``; a fragment alone leads nowhere, since ids are ours."""
    try:
        address = urlsplit(href)
    except ValueError:  # no address at all; nobody could follow it
        return ""
    if address.fragment and not address.path.strip("/") and not address.netloc:
        return ""
    if address.scheme == "article" or not (address.path and (address.netloc or href.startswith("/"))):
        return href
    plain = address._replace(fragment="", query="").geturl()
    editions = Edition.objects.filter(old_address__in=same_address(plain))
    parts = address.path.strip("/").split("/")
    if plain.startswith((settings.BASE_URL + "/", "/")) and len(parts) == 3:
        editions |= Edition.objects.filter(language=parts[0], slug=parts[2])
    key = editions.values_list("article__key", flat=True).first()
    return f"article:{key}" if key else href


def same_address(address: str) -> list[str]:
    """The spellings of one address, with and without the slash at its end."""
    return [address.rstrip("/"), address.rstrip("/") + "/"]


def _source_edition(key: str, kind: str, language: str, page: pages.Page) -> Edition:
    """The article's source edition, made if the key is new, its row locked."""
    try:
        key_validator(key)
    except ValidationError as error:
        raise BadPage(f"“{key}”: {error.message}") from None
    if len(key) > _LONGEST_KEY:
        raise BadPage(_("The key is longer than %d characters.") % _LONGEST_KEY)
    article, _created = Article.objects.select_for_update().get_or_create(key=key, defaults={"kind": kind})
    editions = {edition.language: edition for edition in article.editions.select_related("newest", "published")}
    source = next((edition for edition in editions.values() if edition.is_source), None)
    if article.kind != kind or (source and source.language != language):
        raise BadPage(
            _("The key “%(key)s” is already used: it is of the kind “%(kind)s”, written in “%(language)s”.")
            % {
                "key": key,
                "kind": article.get_kind_display(),
                "language": source.language if source else "–",
            }
        )
    if source and source.old_address and page.address and source.old_address not in same_address(page.address):
        raise BadPage(
            _("The key “%(key)s” is already used by the page %(address)s.")
            % {"key": key, "address": source.old_address}
        )
    if source is None:
        source = editions.get(language) or Edition(article=article, language=language)
        source.is_source = True
        source.save()
    return source


def _keep_addresses(edition: Edition, page: pages.Page) -> None:
    """Where the page and its translations were on the old site, so that old links lead to ours."""
    edition.old_address = page.address or edition.old_address
    edition.published_on = edition.published_on or page.published_on
    edition.save(update_fields=["old_address", "published_on"])
    for language, address in page.other_addresses.items():
        if language != edition.language and language in dict(settings.LANGUAGES):
            Edition.objects.get_or_create(
                article=edition.article, language=language, defaults={"old_address": address[:500]}
            )


def _with_pictures(blocks: Iterable[Block], folder: Path | None) -> tuple[list[Block], list[str]]:
    out, notes = [], []
    for block in blocks:
        if block.kind == "figure":
            block, note = _with_picture(block, folder)
            notes += [note] if note else []
        out.append(block)
    return out, notes


def _with_picture(block: Block, folder: Path | None) -> tuple[Block, str]:
    """The figure with the picture kept, or its place and a sentence that says what is missing."""
    src = block.attrs.get("src", "")
    data = pictures.read_bytes(src, folder)
    if picture := pictures.keep(data) if data else pictures.ours(src):
        size = {"width": str(picture.width), "height": str(picture.height)}
        return replace(block, attrs={"src": pictures.address(picture)} | size), ""
    name = src[:80] + ("…" if len(src) > 80 else "")
    if data:
        note = _("The picture “%s” is no PNG, JPEG, GIF, WebP or AVIF of a usual size; its place is kept.")
    else:
        note = _("The picture “%s” did not come with the page; its place is kept.")
    return replace(block, attrs={"missing": name or "?"}), note % name


def _notes(page: pages.Page) -> list[str]:
    notes = []
    if page.unsafe_links:
        removed = ngettext(
            "%d link that would run a script was removed.",
            "%d links that would run a script were removed.",
            page.unsafe_links,
        )
        notes.append(removed % page.unsafe_links)
    if page.embedded:
        left = ngettext(
            "%d film, sound or frame in the article was left out.",
            "%d films, sounds or frames in the article were left out.",
            page.embedded,
        )
        notes.append(left % page.embedded)
    return notes


def _keep_shared(edition: Edition, page: pages.Page, site: profile.SiteProfile, by) -> list[str]:
    """Attach the shared texts the page carries; one that is not known yet becomes a snippet to publish."""
    notes = []
    for known in site.snippets:
        if not (texts := page.shared.get(known.key)):
            continue
        snippet, created = Article.objects.get_or_create(key=known.key, defaults={"kind": Kind.SNIPPET})
        if created:
            own = Edition.objects.create(article=snippet, language=edition.language, is_source=True)
            title = known.title.get(edition.language, known.key)
            revise(own, [Block("#title", "title", title), *texts], by)
            notes.append(_("The shared text “%s” was found and kept as an article of its own.") % known.key)
        elif _is_said_by(snippet, edition.language, texts):
            notes.append(_("The shared text “%s” was recognised and left out.") % known.key)
        else:
            notes.append(
                _("The shared text “%s” was recognised and left out; its words on this page are not those kept.")
                % known.key
            )
        edition.article.snippets.add(snippet)
    return notes


def _is_said_by(snippet: Article, language: str, texts: list[Block]) -> bool:
    """Whether the shared text has these words; in a language it is not written in yet, nobody can say."""
    own = snippet.editions.filter(language=language, newest__isnull=False).select_related("newest").first()
    kept = {block.text for block in own.newest.blocks} if own and own.newest else None
    return kept is None or all(block.text in kept for block in texts)

"""A web page → a revision. What is chrome and what is shared is said by the site's profile."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.articles import page as pages
from cms.articles import pictures, profile, publication
from cms.articles.blocks import Block
from cms.articles.identity import identify
from cms.articles.links import as_before, followable, our_links, resolved, same_address
from cms.articles.models import Article, Edition, Kind, Picture, Revision, key_validator
from cms.articles.page import BadPage
from cms.languages.text import collapse
from cms.people.roles import require

_RUNNING_TEXT = {"paragraph", "item", "cell", "header", "caption"}
# A page is another article if less than this share of the shorter text is in the other.
_SAME_ARTICLE = 0.1
_LONGEST_KEY = 100


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
        report = revise(edition, page.blocks, by, refuse_other_text=True, folder=folder)
        report.notes += _notes(page)
        report.notes += _keep_shared(edition, page, site, by, folder)
        _keep_addresses(edition, page)
    return report


def begin(title: str, *, key: str, language: str, by, kind: str = Kind.ARTICLE) -> Edition:
    """Make the source edition of an article that is yet to be written: it has a title and nothing else.

    Raises BadPage or PermissionDenied.
    """
    require(by, "articles.import_article", language)
    check_language(language)
    with transaction.atomic():
        edition = _source_edition(key, kind, language, pages.Page(blocks=[]))
        if edition.newest:
            raise BadPage(_("The key “%(key)s” is already used by “%(title)s”.") % {"key": key, "title": edition.title})
        if not (words := collapse(title)):
            raise BadPage(_("The article has no title."))
        revise(edition, [Block("#title", "title", words)], by)
    return edition


def _read(data: bytes, language: str, encoding: str, site: profile.SiteProfile) -> pages.Page:
    if len(data) > settings.MAX_IMPORT_BYTES:
        size = _("%.1f MB") % (settings.MAX_IMPORT_BYTES / 1_000_000)
        raise BadPage(_("The page is too large: no more than %s are read.") % size)
    page = pages.read(pages.decode(data, encoding), site, followable)
    if page.language and language not in _site_languages(page.language):
        raise BadPage(
            _("The page says it is in the language “%(said)s”, not “%(given)s”.")
            % {"said": page.language, "given": language}
        )
    return page


def _site_languages(tag: str) -> list[str]:
    """The site's languages a page may mean that says this: "en" by "en-GB", and "pt-br" by "pt" if there is no "pt"."""
    known, first = [code for code, _name in settings.LANGUAGES], tag.split("-")[0]
    exact = next((code for code in (tag, first) if code in known), None)
    return [exact] if exact else [code for code in known if code.split("-")[0] == first]


def revise(
    edition: Edition,
    blocks: list[Block],
    by,
    *,
    refuse_other_text: bool = False,
    folder: Path | None = None,
) -> ImportReport:
    """Append the blocks as a revision of a source edition; blocks that were there keep their ids.

    Links to our articles are resolved, and pictures kept that come in the text or lie in the folder.
    """
    old = edition.newest.blocks if edition.newest else []
    before = {block.id: block for block in old}
    ours = our_links([*blocks, *old])
    blocks, notes = _with_pictures([resolved(block, ours) for block in blocks], folder)
    new = [as_before(block, before.get(block.id), ours) for block in identify(blocks, old)]
    texts = [block for block in new if block.is_text]
    same = [block for block in texts if block.id in before and before[block.id].text == block.text]
    edited = [block for block in texts if block.id in before and before[block.id].text != block.text]
    if refuse_other_text and old and not _is_same_article(same + edited, new, old):
        raise BadPage(
            _("The key “%(key)s” is already used by “%(title)s”, which has no paragraph in common with this page.")
            % {"key": edition.article.key, "title": edition.title}
        )
    newest = edition.newest
    revision = edition.add_revision(new, by)
    return ImportReport(
        edition=edition,
        revision=revision,
        is_new=revision != newest,
        kept=len(same),
        edited=len(edited),
        added=len(texts) - len(same) - len(edited),
        gone=len({block.id for block in old if block.is_text} - {block.id for block in new}),
        notes=notes,
    )


def _is_same_article(found: list[Block], new: list[Block], old: list[Block]) -> bool:
    """Whether enough running text was found again; headings alone ("Symptoms") are alike in many articles."""

    def size(blocks: Iterable[Block]) -> int:
        return sum(len(block.text) for block in blocks if block.kind in _RUNNING_TEXT)

    return size(found) >= _SAME_ARTICLE * min(size(new), size(old))


def check_language(language: str) -> None:
    known = [code for code, _name in settings.LANGUAGES]
    if language not in known:
        raise BadPage(
            _("The language “%(language)s” is not one of this site's: %(known)s.")
            % {"language": language, "known": ", ".join(known)}
        )


def _source_edition(key: str, kind: str, language: str, page: pages.Page) -> Edition:
    """The article's source edition, made if the key is new; article and editions are locked."""
    try:
        key_validator(key)
    except ValidationError as error:
        raise BadPage(f"“{key}”: {error.message}") from None
    if len(key) > _LONGEST_KEY:
        raise BadPage(_("The key is longer than %d characters.") % _LONGEST_KEY)
    article, _created = Article.objects.select_for_update(no_key=True).get_or_create(key=key, defaults={"kind": kind})
    # Without the newest revisions: one that was saved while we waited for the lock would be missing in the join.
    locked = article.editions.select_for_update(of=("self",), no_key=True).order_by("pk")
    editions = {edition.language: edition for edition in locked}
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
    is_new = bool(page.address) and page.address != edition.old_address
    edition.old_address = page.address or edition.old_address
    edition.published_on = edition.published_on or page.published_on
    edition.save(update_fields=["old_address", "published_on"])
    for language, address in _other_addresses(page).items():
        if language != edition.language:
            editions = Edition.objects.filter(article=edition.article, language=language)
            is_new |= bool(editions.filter(old_address="").update(old_address=address))
            is_new |= editions.get_or_create(
                article=edition.article, language=language, defaults={"old_address": address}
            )[1]
    if is_new:  # links and routes lead from there to here
        publication.touch(edition.article)


def _other_addresses(page: pages.Page) -> dict[str, str]:
    """Language of the site → address; what names the very language goes before what only comes near it."""
    found: dict[str, str] = {}
    for tag in sorted(page.other_addresses, key=len, reverse=True):
        for language in _site_languages(tag):
            if tag == language or language not in found:
                found[language] = page.other_addresses[tag]
    return found


def _with_pictures(blocks: Iterable[Block], folder: Path | None) -> tuple[list[Block], list[str]]:
    blocks, out, notes = list(blocks), [], []
    addresses = {block.attrs.get("src", "") for block in blocks if block.kind == "figure"}
    names = {src.removeprefix(pictures.ADDRESS) for src in addresses if src.startswith(pictures.ADDRESS)}
    ours = {pictures.address(kept): kept for kept in Picture.objects.filter(file__in=names)} if names else {}
    for block in blocks:
        if block.kind == "figure":
            block, note = _with_picture(block, folder, ours)
            notes += [note] if note else []
        out.append(block)
    return out, notes


def _with_picture(block: Block, folder: Path | None, ours: Mapping[str, Picture]) -> tuple[Block, str]:
    """The figure with the picture kept, or its place and a sentence that says what is missing."""
    src = block.attrs.get("src", "")
    if not src and block.attrs.get("missing"):  # that was said when it went missing
        return block, ""
    data = pictures.read_bytes(src, folder)
    if picture := pictures.keep(data) if data else ours.get(src):
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


def _keep_shared(edition: Edition, page: pages.Page, site: profile.SiteProfile, by, folder: Path | None) -> list[str]:
    """Attach the shared texts the page carries; one that is not known yet becomes a snippet to publish."""
    notes, found = [], []
    for known in site.snippets:
        if not (texts := page.shared.get(known.key)):
            continue
        snippet, created = Article.objects.get_or_create(key=known.key, defaults={"kind": Kind.SNIPPET})
        if snippet.kind != Kind.SNIPPET or snippet == edition.article:
            notes.append(
                _("The shared text “%s” was left out and not attached: its key is that of this page or of an article.")
                % known.key
            )
            continue
        found.append(snippet)
        if created:
            own = Edition.objects.create(article=snippet, language=edition.language, is_source=True)
            title = known.title.get(edition.language, known.key)
            notes += revise(own, [Block("#title", "title", title), *texts], by, folder=folder).notes
            notes.append(_("The shared text “%s” was found and kept as an article of its own.") % known.key)
        elif _is_said_by(snippet, edition.language, texts):
            notes.append(_("The shared text “%s” was recognised and left out.") % known.key)
        else:
            notes.append(
                _("The shared text “%s” was recognised and left out; its words on this page are not those kept.")
                % known.key
            )
    publication.attach(edition.article, [*edition.article.snippets.all(), *found])
    return notes


def _is_said_by(snippet: Article, language: str, texts: list[Block]) -> bool:
    """Whether the shared text has these words; in a language it is not written in yet, nobody can say."""
    own = snippet.editions.filter(language=language, newest__isnull=False).select_related("newest").first()
    if own is None or own.newest is None:
        return True
    ours = our_links([*texts, *own.newest.blocks])
    kept = {resolved(block, ours).text for block in own.newest.blocks}
    return all(resolved(block, ours).text in kept for block in texts)

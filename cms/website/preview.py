"""The site's own pages over texts that are not published yet, for whoever was given the link."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import PurePath

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.signing import BadSignature, SignatureExpired
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms.articles import pictures
from cms.articles.blocks import Block, link_targets
from cms.articles.links import our_links
from cms.articles.models import Edition
from cms.articles.preview_links import Invitation, read
from cms.articles.visible import VisibleEdition
from cms.website import addresses, pages
from cms.website.context import ArticleInContext, in_context
from cms.website.pages import Preview
from cms.website.rendering import languages
from cms.website.server import CONTENT_TYPES, SECURITY_HEADERS

# Article → its unpublished text by language. The website knows nothing of translating: urls.py joins the two.
Loader = Callable[[int], Mapping[str, VisibleEdition]]


@require_safe
def page(request: HttpRequest, token: str, language: str, load: Loader) -> HttpResponse:
    """One language of the article that the link is for."""
    if language not in languages():
        return _private(HttpResponse(pages.not_found_page(settings.X_DEFAULT_LANGUAGE), status=404))
    try:
        invitation = read(token)
    except SignatureExpired:
        return _private(HttpResponse(pages.no_preview_page(language, True), status=410))
    except BadSignature:
        return _private(HttpResponse(pages.no_preview_page(language, False), status=403))
    found = load(invitation.article)
    if language not in found:
        return _private(HttpResponse(pages.not_found_page(language), status=404))
    where = {code: invitation.address(code) for code in found}
    preview = Preview(timezone.localdate(invitation.until), where)
    one = _in_context(found, language, invitation)
    return _private(HttpResponse(pages.page_of(one, language, preview)))


@require_safe
def picture(request: HttpRequest, token: str, name: str, load: Loader) -> HttpResponseBase:
    """A picture of the text that the link is for, whether or not it is published."""
    try:
        invitation = read(token)
    except BadSignature:
        raise Http404 from None
    shown = {block.attrs.get("src") for one in load(invitation.article).values() for block in one.blocks}
    if pictures.ADDRESS + name not in shown or not default_storage.exists(name):
        raise Http404
    kind = CONTENT_TYPES.get(PurePath(name).suffix[1:], "application/octet-stream")
    return _private(FileResponse(default_storage.open(name), content_type=kind))


def _in_context(found: Mapping[str, VisibleEdition], language: str, invitation: Invitation) -> ArticleInContext:
    """The article as its page would stand in the site: shared texts as they are out, links as they lead today."""
    article = found[language].edition.article
    built = in_context([article.pk])
    one = built[0] if built else ArticleInContext(article)
    shown = found[language]
    items = [replace(item, block=_with_picture(item.block, invitation)) for item in shown.items]
    one.pages = {language: replace(shown, items=items)}
    one.editions = {code: page.edition for code, page in found.items()}
    one.links |= _links(shown.blocks)
    return one


def _with_picture(block: Block, invitation: Invitation) -> Block:
    """A picture that is not published is found beneath the preview's own address."""
    src = block.attrs.get("src", "")
    if not src.startswith(pictures.ADDRESS):
        return block
    address = invitation.picture(src.removeprefix(pictures.ADDRESS))
    return replace(block, attrs=dict(block.attrs) | {"src": address})


def _links(blocks: list[Block]) -> dict[str, dict[str, str]]:
    """Where each link to one of our articles leads in each language; two queries."""
    ours = {target: target for target in link_targets(blocks) if target.startswith("article:")} | our_links(blocks)
    keys = {target.removeprefix("article:") for target in ours.values()}
    where: dict[str, dict[str, str]] = {key: {} for key in keys}
    for edition in Edition.objects.filter(article__key__in=keys, published__isnull=False).select_related("article"):
        where[edition.article.key][edition.language] = addresses.of(edition)
    return {target: where[key.removeprefix("article:")] for target, key in ours.items()}


def _private[Answer: HttpResponseBase](response: Answer) -> Answer:
    """For whoever has the link: kept by no cache, listed by no search engine, named to no other site."""
    for name, value in SECURITY_HEADERS:
        response[name] = value
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response

"""What the editor of a text asks the server for: to keep a picture, to show one, to read what was pasted."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cms.articles import clipboard, pictures
from cms.articles.blocks import Block, render
from cms.articles.links import followable
from cms.articles.models import Edition, Picture
from cms.articles.parse import TooDeep, normalise, parse
from cms.people.roles import require

_TYPES = {"png": "image/png", "jpg": "image/jpeg", "gif": "image/gif", "webp": "image/webp", "avif": "image/avif"}


@require_POST
def upload_picture(request: HttpRequest, pk: int) -> JsonResponse:
    """Keep a picture for the text of this source edition, before the text is saved."""
    edition = get_object_or_404(Edition, pk=pk, is_source=True)
    require(request.user, "articles.change_edition", edition.language)
    file = request.FILES.get("file")
    if file is None:
        return _refused(_("No file was sent."), 400)
    if (file.size or 0) > settings.MAX_IMPORT_BYTES:
        size = settings.MAX_IMPORT_BYTES // 1_000_000
        return _refused(_("The picture is too large: at most %s MB are taken.") % size, 413)
    picture = pictures.keep(file.read())
    if picture is None:
        return _refused(_("This is no PNG, JPEG, GIF, WebP or AVIF picture of a usual size."), 400)
    return JsonResponse({"src": pictures.address(picture), "width": picture.width, "height": picture.height})


def _refused(problem: str, status: int) -> JsonResponse:
    return JsonResponse({"problem": problem}, status=status)


@require_GET
def show_picture(request: HttpRequest, name: str) -> HttpResponse | FileResponse:
    """A picture that is kept, whether it is published or not, for those who work here."""
    require(request.user, "articles.view_edition")
    picture = get_object_or_404(Picture, file=name)
    answer = FileResponse(picture.file.open(), content_type=_TYPES.get(name.rpartition(".")[2]))
    answer["Cache-Control"] = "private, max-age=31536000, immutable"  # it is named by what is in it
    return answer


@require_POST
def read_pasted(request: HttpRequest) -> JsonResponse:
    """HTML from a word processor as the importer reads it, without the pictures that did not come along."""
    require(request.user, "articles.change_edition")
    html = request.POST.get("html", "")
    if len(html) > settings.MAX_IMPORT_BYTES:
        raise PermissionDenied
    try:
        tree = clipboard.settle(normalise(html))
        refused = clipboard.without_foreign_pictures(tree)
        clean = render(parse(tree, followable), with_ids=False)
    except TooDeep:
        return _refused(_("The elements are nested more than 100 deep."), 400)
    return JsonResponse({"html": clean, "refused": refused})


def without_alt(blocks: list[Block]) -> list[str]:
    """A sentence on the pictures that have no alternative text, by their numbers in the text."""
    described = {block.parent for block in blocks if block.kind == "alt" and block.text}
    figures = [block.id for block in blocks if block.kind == "figure"]
    numbers = [str(n) for n, figure in enumerate(figures, 1) if figure not in described]
    if not numbers:
        return []
    told = ngettext(
        "Picture %s has no alternative text: say what it shows, for readers who cannot see it.",
        "Pictures %s have no alternative text: say what they show, for readers who cannot see them.",
        len(numbers),
    )
    return [told % ", ".join(numbers)]

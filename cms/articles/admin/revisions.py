"""The history of an edition's text: its revisions, and any two of them block by block."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from cms.articles.comparison import ADDED, CHANGED, REMOVED, Pair, compare, runs
from cms.articles.models import Edition, Revision
from cms.people.roles import require

_PER_PAGE = 30
# When each revision was published, by its number; who publishes keeps that log, and gives it to these pages.
Publications = Mapping[int, datetime]


@dataclass(frozen=True)
class Row:
    """One revision in the list."""

    revision: Revision
    # Words that are other ones than in the revision before; None for the first.
    words: int | None
    published_at: datetime | None
    is_out: bool


def history_page(request: HttpRequest, pk: int, *, site, publications) -> HttpResponse:
    """The revisions, newest first; two may be chosen to be compared."""
    edition = _edition(request, pk)
    revisions = Revision.objects.filter(edition=edition).select_related("by").order_by("-number")
    page = Paginator(revisions, _PER_PAGE).get_page(request.GET.get("p"))
    rows = _rows(page, edition, publications(edition))
    context = _shared(request, edition, site) | {
        "title": _("History of the text"),
        "page": page,
        "rows": rows,
        "old": rows[1].revision.number if len(rows) > 1 else None,
        "new": rows[0].revision.number if rows else None,
    }
    return TemplateResponse(request, "admin/articles/edition/history.html", context)


def _rows(page: Page, edition: Edition, published: Publications) -> list[Row]:
    shown = list(page.object_list)
    before = shown[1:] + list(Revision.objects.filter(edition=edition, number=shown[-1].number - 1) if shown else [])
    words = [sum(pair.words for pair in compare(a.blocks, b.blocks)) for a, b in zip(before, shown, strict=False)]
    counts = [*words, *[None] * (len(shown) - len(words))]
    return [
        Row(revision, count, published.get(revision.number), revision.pk == edition.published_id)
        for revision, count in zip(shown, counts, strict=True)
    ]


def comparison_page(request: HttpRequest, pk: int, *, site, publications) -> HttpResponse:
    """Two revisions beside each other: what is unchanged folded, every other block with what became of it."""
    edition = _edition(request, pk)
    old, new = _chosen(request, edition)
    pairs = compare(old.blocks, new.blocks)
    published = publications(edition)
    context = _shared(request, edition, site) | {
        "title": _("Revisions %(old)d and %(new)d") % {"old": old.number, "new": new.number},
        "sides": [(one, published.get(one.number)) for one in (old, new)],
        "runs": runs(pairs),
        "counts": {
            "changed": _count(pairs, CHANGED),
            "added": _count(pairs, ADDED),
            "removed": _count(pairs, REMOVED),
            "moved": sum(pair.is_moved for pair in pairs),
        },
        "is_same": all(pair.is_unchanged for pair in pairs),
    }
    return TemplateResponse(request, "admin/articles/edition/comparison.html", context)


def _count(pairs: list[Pair], status: str) -> int:
    return sum(pair.status == status for pair in pairs)


def _edition(request: HttpRequest, pk: int) -> Edition:
    require(request.user, "articles.view_edition")
    return get_object_or_404(Edition.objects.select_related("article"), pk=pk)


def _chosen(request: HttpRequest, edition: Edition) -> tuple[Revision, Revision]:
    """The two that were asked for, the earlier one first."""
    try:
        asked = sorted({int(request.GET[name]) for name in ("old", "new")})
    except (KeyError, ValueError):
        raise Http404 from None
    found = list(edition.revisions.select_related("by").filter(number__in=asked).order_by("number"))
    if not found or len(found) != len(asked):
        raise Http404
    return found[0], found[-1]


def _shared(request: HttpRequest, edition: Edition, site) -> dict:
    return site.each_context(request) | {"edition": edition, "opts": Edition._meta}

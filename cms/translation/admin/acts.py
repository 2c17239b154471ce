"""Acts on many objects from a list of the admin: look before, and a report of what was done and what was not."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.articles.page import BadPage
from cms.translation import workflow

# So many refusals are told above the list; more get a page of their own.
FEW = 5
_SESSION = "report"


@dataclass(frozen=True)
class Outcome:
    """What became of one object: done where there are no reasons against it."""

    name: str
    href: str
    reasons: Sequence[str] = ()


def tell_each(request: HttpRequest, objects: Iterable, act: Callable, done: str) -> HttpResponse | None:
    """Do an act on each object, and tell of each that it was not done to why not.

    Returns the way to the report where there is too much to tell above the list.
    """
    return tell(request, [_attempt(obj, act) for obj in objects], done)


def tell(request: HttpRequest, outcomes: Sequence[Outcome], done: str) -> HttpResponse | None:
    """Say how many were done; of the others say why not, here or on a page of its own."""
    skipped = [outcome for outcome in outcomes if outcome.reasons]
    if count := len(outcomes) - len(skipped):
        messages.success(request, f"{done}: {count}")
    if len(skipped) <= FEW:
        for one in skipped:
            messages.error(request, format_html('<a href="{}">{}</a>: {}', one.href, one.name, _short(one.reasons)))
        return None
    rows = [(one.name, one.href, [str(reason) for reason in one.reasons]) for one in outcomes]
    request.session[_SESSION] = {"title": str(done), "rows": rows, "back": request.get_full_path()}
    words = ngettext("%d was left out.", "%d were left out.", len(skipped)) % len(skipped)
    link = format_html('{} <a href="{}">{}</a>', words, reverse("admin:report"), _("Each of them, and why"))
    messages.warning(request, link)
    return redirect("admin:report")


def report(request: HttpRequest) -> HttpResponse:
    """The report of this person's last act on many objects."""
    kept = request.session.get(_SESSION, {"title": "", "rows": [], "back": reverse("admin:index")})
    outcomes = [Outcome(name, href, reasons) for name, href, reasons in kept["rows"]]
    return _page(request, "admin/acts/report.html", _("Report: %s") % kept["title"], outcomes, back=kept["back"])


def confirmed(request: HttpRequest, objects: Iterable, act: Callable, *, action: str, title: str, done: str, **more):
    """First the rows that it would be done to, and those it would not and why; then do it, and tell.

    ``more`` is for the template: ``help`` says what the act means, ``ask_reason`` asks for a reason.
    """
    objects = list(objects)
    if request.POST.get("confirmed"):
        return tell_each(request, objects, act, done)
    outcomes = [_attempt(obj, act, undo=True) for obj in objects]
    chosen = [obj.pk for obj in objects]
    return _page(request, "admin/acts/confirm.html", title, outcomes, action=action, chosen=chosen, **more)


def _page(request, template: str, title: str, outcomes: list[Outcome], **more) -> TemplateResponse:
    context = admin.site.each_context(request) | {
        "title": title,
        "done": [outcome for outcome in outcomes if not outcome.reasons],
        "skipped": [outcome for outcome in outcomes if outcome.reasons],
    }
    return TemplateResponse(request, template, context | more)


def _attempt(obj, act: Callable, *, undo: bool = False) -> Outcome:
    """Do it; with ``undo`` all of it is taken back, and only what would have become of it is known."""
    reasons: Sequence[str] = ()
    try:
        with transaction.atomic():
            act(obj)
            transaction.set_rollback(undo)
    except (workflow.Refused, PermissionDenied, BadPage) as error:
        reasons = list(getattr(error, "reasons", None) or [str(error)])
    return outcome_of(obj, reasons)


def outcome_of(obj, reasons: Sequence[str]) -> Outcome:
    """What became of an object, by its name and where it is looked at."""
    title, language = getattr(obj, "shown_title", ""), getattr(obj, "language", "")
    name = f"{title} ({language})" if title and language else title or str(obj)
    meta = obj._meta
    return Outcome(name, reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[obj.pk]), reasons)


def _short(reasons: Sequence[str]) -> str:
    more = len(reasons) - 3
    return "; ".join(reasons[:3]) + (_(" … and %d more") % more if more > 0 else "")

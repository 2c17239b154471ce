"""What people set for themselves, and what they are told where there is nothing for them."""

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cms.people.models import Person


@login_required(login_url="admin:login")
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the interface language a person asked for, and go back to where they were."""
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        Person.objects.filter(username=request.user.get_username()).update(interface_language=chosen)
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    # Not by redirect(), which takes a single word for the name of an address.
    return HttpResponseRedirect(back if safe else reverse("admin:index"))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page of an act that was refused, with the sentence that says why."""
    return _told(request, 403, _("This is not open to you"), str(exception or ""))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _told(request, 404, _("There is no such page"), "")


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page of a form whose token is not that of the session: most often somebody logged in anew elsewhere."""
    words = _("The form was opened before you last logged in. Go back, copy what you wrote, and load the page anew.")
    return _told(request, 403, _("The form was too old to be sent"), words)


def _told(request: HttpRequest, status: int, title: str, reason: str) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": title, "reason": reason}
    return render(request, "admin/refused.html", context, status=status)

"""What people set for themselves."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
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
    return redirect(back if safe else "admin:index")

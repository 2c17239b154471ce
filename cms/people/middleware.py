"""The interface in the language a person has chosen."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation


def interface_language(get_response: Callable[[HttpRequest], HttpResponse]):
    """Activate the logged-in person's interface language, where they have chosen one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = getattr(request.user, "interface_language", "")
        if chosen and translation.check_for_language(chosen):
            translation.activate(chosen)
            request.LANGUAGE_CODE = chosen
        return get_response(request)

    return middleware

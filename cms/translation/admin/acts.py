"""Acts on many objects from a list of the admin."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from cms.articles.page import BadPage
from cms.translation import workflow


def publish(request, article, languages) -> None:
    """Publish these editions of an article together, and tell what is left out."""
    result = workflow.publish(article, languages, request.user)
    for note in result.notes:
        messages.warning(request, note)
    if not result.published:
        raise workflow.Refused(_("It was published before as it is."))


def tell_each(request, objects, act, done: str) -> None:
    """Do an act on each object; say how many it was done to, and of each other one why not."""
    count = 0
    for obj in objects:
        try:
            with transaction.atomic():
                act(obj)
            count += 1
        except (workflow.Refused, PermissionDenied, BadPage) as error:
            reasons = getattr(error, "reasons", None) or [str(error)]
            more = len(reasons) - 3
            shown = "; ".join(reasons[:3]) + (_(" … and %d more") % more if more > 0 else "")
            messages.error(request, f"{obj}: {shown}")
    if count:
        messages.success(request, f"{done}: {count}")

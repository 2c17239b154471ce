"""What the admin's scripts say: Django's own catalog, and from ours what that one lacks or has wrong in Vietnamese."""

from typing import Any

from django.utils.translation import gettext, gettext_noop, ngettext, pgettext
from django.views.i18n import JavaScriptCatalog


def ngettext_noop(one: str, many: str) -> tuple[str, str]:
    """Both as they are, named so that our catalogs take them up: Django has ``gettext_noop`` only."""
    return one, many


def pgettext_noop(context: str, text: str) -> tuple[str, str]:
    return context, text


_TEXTS = [
    # Choosing some of many
    gettext_noop("Available %s"),
    gettext_noop("Chosen %s"),
    gettext_noop('Choose %s by selecting them and then select the "Choose" arrow button.'),
    gettext_noop('Remove %s by selecting them and then select the "Remove" arrow button.'),
    gettext_noop("Type into this box to filter down the list of selected %s."),
    gettext_noop("Choose all %s"),
    gettext_noop("Choose selected %s"),
    gettext_noop("Remove selected %s"),
    gettext_noop("Remove all %s"),
    gettext_noop("(click to clear)"),
    # Lists
    gettext_noop(
        "You have selected an action, and you haven’t made any changes on individual fields. You’re probably looking "
        "for the Run button rather than the Save button."
    ),
    # Dates and times
    gettext_noop("server"),
    gettext_noop("Today (%(date)s)"),
    gettext_noop("Yesterday (%(date)s)"),
    gettext_noop("Tomorrow (%(date)s)"),
    gettext_noop("Previous (%(month)s %(year)s)"),
    gettext_noop("Next (%(month)s %(year)s)"),
    gettext_noop("%(month)s %(day)s, %(year)s"),
    gettext_noop("%s (today, current selection)"),
    gettext_noop("%s (today)"),
    gettext_noop("%s (current selection)"),
    gettext_noop("Sunday"),
    gettext_noop("Monday"),
    gettext_noop("Tuesday"),
    gettext_noop("Wednesday"),
    gettext_noop("Thursday"),
    gettext_noop("Friday"),
    gettext_noop("Saturday"),
]
_COUNTED = [
    ngettext_noop("%s selected option not visible", "%s selected options not visible"),
    ngettext_noop(
        "Note: Enter times in the %(timezone)s timezone. (You are %(offset)s hour ahead.)",
        "Note: Enter times in the %(timezone)s timezone. (You are %(offset)s hours ahead.)",
    ),
    ngettext_noop(
        "Note: Enter times in the %(timezone)s timezone. (You are %(offset)s hour behind.)",
        "Note: Enter times in the %(timezone)s timezone. (You are %(offset)s hours behind.)",
    ),
]
_DAYS = [
    pgettext_noop("abbrev. day Sunday", "Sun"),
    pgettext_noop("abbrev. day Monday", "Mon"),
    pgettext_noop("abbrev. day Tuesday", "Tue"),
    pgettext_noop("abbrev. day Wednesday", "Wed"),
    pgettext_noop("abbrev. day Thursday", "Thur"),
    pgettext_noop("abbrev. day Friday", "Fri"),
    pgettext_noop("abbrev. day Saturday", "Sat"),
]


class AdminCatalog(JavaScriptCatalog):
    """The catalog of Django's admin in the language of the interface, whole."""

    packages = ["django.contrib.admin"]

    def get_catalog(self) -> dict[str, Any]:
        ours: dict[str, Any] = {text: gettext(text) for text in _TEXTS}
        ours |= {f"{context}\x04{day}": pgettext(context, day) for context, day in _DAYS}
        counts = range(1, self._num_plurals + 1)  # type: ignore[attr-defined]
        ours |= {one: [ngettext(one, many, count) for count in counts] for one, many in _COUNTED}
        return {text: said for text, said in super().get_catalog().items() if said} | ours

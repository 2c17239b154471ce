"""An import report as a translator reads it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.translation.workflow import Fate, Report

FATE_NAMES = {
    Fate.TRANSLATED: gettext_lazy("translated, waiting for review"),
    Fate.NEEDS_EDITING: gettext_lazy("taken, needs editing"),
    Fate.SUGGESTION: gettext_lazy("kept as a suggestion"),
    Fate.CONFLICT: gettext_lazy("in conflict with a newer text, kept as a suggestion"),
    Fate.SAME: gettext_lazy("no change"),
    Fate.EMPTY: gettext_lazy("not translated in the file"),
    Fate.COPY: gettext_lazy("left out: a copy of the source"),
    Fate.UNKNOWN: gettext_lazy("left out: no such unit"),
    Fate.REFUSED: gettext_lazy("refused"),
}


def summary(report: Report) -> list[tuple[str, int]]:
    """(what became of entries, how many) for each fate there was."""
    return [(str(name), report.count(fate)) for fate, name in FATE_NAMES.items() if report.count(fate)]


def lines(report: Report) -> Iterator[str]:
    """The report in plain lines: counts first, then each entry there is something to say of."""
    yield f"{report.name}: " + (", ".join(f"{count} {name}" for name, count in summary(report)) or _("no units"))
    for fate, entry, message in report.to_tell():
        where = _("line %d") % entry.line if entry.line else entry.context
        yield f"  {where} · {FATE_NAMES[fate]}: {message}"
        yield f"    {entry.context} · {entry.source[:70]}"

"""The state of an article in a language as the lists show it: by words and a shape, never by colour alone."""

from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from cms.articles.admin.rows import badge
from cms.translation.models import Stage
from cms.translation.overview import Cell, Stale
from cms.translation.status import Progress

_SHAPES = {
    Stage.NOT_STARTED: "○",
    Stage.IN_TRANSLATION: "◔",
    Stage.IN_REVIEW: "◑",
    Stage.READY: "◕",
    Stage.PUBLISHED: "●",
}


def badges(cell: Cell | None):
    """Everything there is to say of an article in a language."""
    return format_html_join(" ", "{}", ((one,) for one in _badges(cell)))


def _badges(cell: Cell | None) -> list:
    if cell is None or not (cell.row or cell.edition):
        return [badge("none", "○", _("missing"))]
    found = []
    if cell.edition and cell.edition.is_visible:
        found.append(badge("published", "●", _("published")))
    elif cell.edition and cell.edition.withdrawn:
        found.append(badge("withdrawn", "✕", _("withdrawn")))
    elif cell.is_source:
        found.append(badge("draft", "◐", _("not published")))
    if cell.stale:
        found.append(stale_badge(cell.stale))
    if cell.waits and found and cell.edition and cell.edition.is_visible:
        found.append(badge("draft", "◐", _("newer text")))
    if cell.row and not (found and cell.row.stage == Stage.PUBLISHED):
        found.append(stage_badge(cell.row))
    return found or [badge("none", "○", _("missing"))]


def stage_badge(row: Progress):
    name = "published" if row.stage == Stage.PUBLISHED else "draft"
    return badge(name, _SHAPES[row.stage], str(row.stage.label))


def stale_badge(stale: Stale):
    return badge(f"severity-{stale.severity}", "▲", _("stale (%(label)s)") % {"label": stale.label})

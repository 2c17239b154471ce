"""Filters by what is derived: they ask the overview, once for a page, whichever of them are chosen."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cms.articles.models import Significance
from cms.languages.naming import name_of
from cms.translation.models import Stage
from cms.translation.overview import Cell, Overview, Status, overview


def whole(request) -> Overview:
    """Everything, asked for once in a request."""
    if not hasattr(request, "whole_overview"):
        request.whole_overview = overview()
    return request.whole_overview


class Chosen(admin.SimpleListFilter):
    """A filter with a list of choices; what is none of them filters nothing."""

    choices_there_are: Iterable[tuple[Any, Any]] = ()

    def lookups(self, request, model_admin):
        return [(str(value), capfirst(label)) for value, label in self.choices_there_are]

    def queryset(self, request, queryset):
        known = {str(value) for value, _label in self.choices_there_are}
        return self.filtered(request, queryset) if self.value() in known else queryset

    def filtered(self, request, queryset):
        raise NotImplementedError


class LanguageFilter(Chosen):
    title = _("language")
    parameter_name = "language"
    field = "language"

    @property
    def choices_there_are(self):
        return settings.LANGUAGES

    def lookups(self, request, model_admin):
        return [(code, capfirst(name_of(code, request.LANGUAGE_CODE))) for code, _name in settings.LANGUAGES]

    def filtered(self, request, queryset):
        return queryset.filter(**{self.field: self.value()})


class LanguageOfArticlesFilter(LanguageFilter):
    """Articles there are in a language; with a state or severity, those of which that language has it."""

    def filtered(self, request, queryset):
        if request.GET.get("state") or request.GET.get("severity"):
            return queryset
        there = [cell for cell in whole(request) if cell.status != Status.MISSING and cell.language == self.value()]
        return queryset.filter(pk__in={cell.article.pk for cell in there})


class CellFilter(Chosen):
    """By what is true of the row's article in the row's language; an article's in the chosen one, or in any."""

    def filtered(self, request, queryset):
        return _in_cells(queryset, [cell for cell in self.cells(request) if self.fits(cell)])

    def cells(self, request) -> list[Cell]:
        language = request.GET.get("language")
        known = language in dict(settings.LANGUAGES)
        return [cell for cell in whole(request) if not known or cell.language == language]

    def fits(self, cell: Cell) -> bool:
        raise NotImplementedError


def _in_cells(queryset, cells: list[Cell]):
    """The rows, be they articles, editions, translations or units, that these cells are of."""
    name = queryset.model._meta.model_name
    if name == "article":
        return queryset.filter(pk__in={cell.article.pk for cell in cells})
    if name == "edition":
        return queryset.filter(pk__in={cell.edition.pk for cell in cells if cell.edition})
    path = "translation" if name == "unit" else "pk"
    return queryset.filter(**{f"{path}__in": {cell.row.translation.pk for cell in cells if cell.row}})


class StateFilter(CellFilter):
    title = _("state")
    parameter_name = "state"
    choices_there_are = (*Status.choices, ("waits", _("with a text that readers do not see")))

    def fits(self, cell: Cell) -> bool:
        return cell.waits if self.value() == "waits" else cell.status == self.value()


class StateOfEditionsFilter(StateFilter):
    """An edition that is there is not missing."""

    choices_there_are = tuple(choice for choice in StateFilter.choices_there_are if choice[0] != Status.MISSING)


class SeverityFilter(CellFilter):
    title = _("severity of what is stale")
    parameter_name = "severity"
    choices_there_are = tuple((str(one.value), one.label) for one in reversed(Significance) if one != Significance.TYPO)

    def fits(self, cell: Cell) -> bool:
        return cell.stale is not None and str(cell.stale.severity) == self.value()


class StageFilter(CellFilter):
    title = _("stage")
    parameter_name = "stage"
    choices_there_are = Stage.choices

    def fits(self, cell: Cell) -> bool:
        return cell.row is not None and cell.row.stage == self.value()


class BehindFilter(CellFilter):
    title = _("source")
    parameter_name = "behind"
    choices_there_are = (("yes", _("the source has moved on")), ("no", _("in line with the newest source")))

    def fits(self, cell: Cell) -> bool:
        return cell.row is not None and cell.row.is_behind is (self.value() == "yes")

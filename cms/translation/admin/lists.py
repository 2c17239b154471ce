"""Lists that know where each of their rows stands: one overview of the articles on the page."""

from django.conf import settings
from django.contrib import admin
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cms.languages.naming import name_of
from cms.translation.admin.badges import badges
from cms.translation.overview import Cell, overview


class KnowsWhere(admin.ModelAdmin):
    """Rows of one article each, or articles; every row of a page has the overview of all articles on it."""

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        changelist.result_list = list(changelist.result_list)
        page = overview({self.article_of(row) for row in changelist.result_list})
        for row in changelist.result_list:
            row.overview = page
        return changelist

    def article_of(self, row) -> int:
        return row.article_id

    def cell(self, row, language: str = "") -> Cell | None:
        """Where the row stands in a language, its own if none is named."""
        if not hasattr(row, "overview"):
            row.overview = overview([self.article_of(row)])
        return row.overview.cells.get((self.article_of(row), language or row.language))


class InEveryLanguage(KnowsWhere):
    """Articles, with a column for each language."""

    def article_of(self, row) -> int:
        return row.pk

    def get_list_display(self, request):
        title, *facts = super().get_list_display(request)
        columns = [self._column(code, request.LANGUAGE_CODE) for code, _name in settings.LANGUAGES]
        return [title, *columns, *facts]

    def _column(self, code: str, interface: str):
        def state_in(row):
            return badges(self.cell(row, code))

        state_in.__name__ = f"in_{code}".replace("-", "_")
        state_in.short_description = capfirst(name_of(code, interface))
        return state_in


class InOneLanguage(KnowsWhere):
    """Editions, with all there is to say of each."""

    @admin.display(description=_("state"))
    def badges(self, row):
        return badges(self.cell(row))

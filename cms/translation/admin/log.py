"""What was done: the log of who did what when, and how grave each published change of a source was."""

from django.contrib import admin
from django.contrib.admin.options import ActionLocation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.articles.admin.rows import OnlyToRead, in_language
from cms.articles.models import BlockChange, Significance
from cms.translation import workflow
from cms.translation.admin.acts import tell_each
from cms.translation.models import Change


@admin.register(Change)
class ChangeAdmin(OnlyToRead):
    """The log: who did what when. Nobody writes in it by hand."""

    purpose = gettext_lazy("Who did what when, and why. Nothing here is ever changed.")
    list_display = ["at", "act", "article", "language", "by", "author", "note"]
    list_filter = ["act", "language"]
    list_select_related = ["article", "by", "author"]
    search_fields = ["article__key", "by__username", "note"]
    date_hierarchy = "at"
    fields = [
        "at",
        "act",
        "article",
        "language",
        "unit",
        "state",
        "source_shown",
        "target_shown",
        "by",
        "author",
        "note",
    ]
    readonly_fields = fields

    @admin.display(description=gettext_lazy("source"))
    def source_shown(self, change):
        return in_language(change.source, change.article.source.language)

    @admin.display(description=gettext_lazy("target"))
    def target_shown(self, change):
        return in_language(change.target, change.language)


@admin.register(BlockChange)
class BlockChangeAdmin(OnlyToRead):
    """Published changes of source blocks; a regrade is a further row, and the latest counts."""

    purpose = gettext_lazy(
        "How grave each published change of a source was for those who read a translation. Regrade what was misjudged."
    )
    list_display = ["article", "block", "significance", "on", "by", "regrades"]
    list_filter = ["significance"]
    list_select_related = ["article", "by", "regrades"]
    search_fields = ["article__key", "block"]
    ordering = ["-pk"]

    def get_actions(self, request, action_location=ActionLocation.CHANGE_LIST):
        """One action for each grade a change can be given."""
        actions = super().get_actions(request, action_location)
        if request.user.has_perm("articles.publish_edition"):
            for grade in Significance:
                words = _("Regrade as “%s”") % grade.label
                actions[f"regrade_{grade.value}"] = (_regrading(grade), f"regrade_{grade.value}", words)
        return actions


def _regrading(grade: Significance):
    def regrade(model_admin, request, queryset):
        chosen = queryset.select_related("article")
        return tell_each(request, chosen, lambda change: workflow.regrade(change, grade, request.user), _("Regraded"))

    return regrade

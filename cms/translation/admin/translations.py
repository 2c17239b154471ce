"""Translations: their progress, catalogs up and down, update and publish."""

from django.contrib import admin
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.articles.admin.rows import OnlyToRead, TitledRows, TopicOfArticleFilter
from cms.translation import catalog_views, workflow
from cms.translation.admin import acts
from cms.translation.admin.acts import tell_each
from cms.translation.admin.badges import stage_badge, stale_badge
from cms.translation.admin.filters import BehindFilter, LanguageFilter, SeverityFilter, StageFilter
from cms.translation.admin.lists import KnowsWhere
from cms.translation.admin.publishing import lead_or_publish
from cms.translation.models import State, Translation
from cms.translation.status import Progress


@admin.register(Translation)
class TranslationAdmin(KnowsWhere, TitledRows, OnlyToRead):
    purpose = gettext_lazy(
        "The work of putting each article into a language. Bring those in line whose source has moved on, translate "
        "their units, and publish what is ready."
    )
    path_to_article = "article"
    list_display = ["title", "language", "stage", "bar", "units_link"]
    list_filter = [
        LanguageFilter,
        StageFilter,
        BehindFilter,
        SeverityFilter,
        "article__kind",
        TopicOfArticleFilter,
    ]
    list_select_related = ["article"]
    actions = ["update_from_source", "publish"]
    fields = ["article", "language", "stage", "bar", "counts", "started_at"]
    readonly_fields = fields
    change_form_template = "admin/translation/translation/change_form.html"

    class Media:
        css = {"all": ["articles/admin.css", "translation/admin.css"]}

    def get_urls(self):
        own = [
            path("<int:pk>/catalog/", self.admin_site.admin_view(catalog_views.download), name="catalog_download"),
            path("<int:pk>/upload/", self.admin_site.admin_view(catalog_views.upload), name="catalog_upload"),
            path("report/", self.admin_site.admin_view(acts.report), name="report"),
        ]
        return own + super().get_urls()

    def _progress(self, translation) -> Progress:
        cell = self.cell(translation)
        assert cell is not None and cell.row is not None
        return cell.row

    @admin.display(description=gettext_lazy("stage"))
    def stage(self, translation):
        row, cell = self._progress(translation), self.cell(translation)
        stale = stale_badge(cell.stale) if cell and cell.stale else ""
        return format_html("{} {} {}", stage_badge(row), stale, _("the source has moved on") if row.is_behind else "")

    @admin.display(description=gettext_lazy("approved"))
    def bar(self, translation):
        row = self._progress(translation)
        words = _("%(approved)d of %(total)d") % {"approved": row.approved, "total": row.total}
        if row.stale:
            words += " · " + ngettext("%d stale", "%d stale", row.stale) % row.stale
        return format_html(
            '<progress max="{}" value="{}" aria-label="{}"></progress> {}', row.total or 1, row.approved, words, words
        )

    @admin.display(description=gettext_lazy("units"))
    def counts(self, translation):
        counts = self._progress(translation).counts
        rows = ((state.label, counts[state]) for state in State if counts.get(state))
        return format_html_join("", "<p>{}: {}</p>", rows)

    @admin.display(description=gettext_lazy("units"))
    def units_link(self, translation):
        address = reverse("admin:translation_unit_changelist")
        return format_html('<a href="{}?translation__id__exact={}">{}</a>', address, translation.pk, _("open"))

    @admin.action(description=gettext_lazy("Bring in line with the newest source"), permissions=["start"])
    def update_from_source(self, request, queryset):
        return tell_each(request, queryset, lambda t: workflow.update(t, request.user), _("Brought in line"))

    @admin.action(description=gettext_lazy("Publish"), permissions=["publish"])
    def publish(self, request, queryset):
        chosen = queryset.select_related("article")
        return lead_or_publish(request, [(row, row.article, [row.language]) for row in chosen])

    def has_start_permission(self, request):
        return request.user.has_perm("translation.start_translation")

    def has_publish_permission(self, request):
        return request.user.has_perm("articles.publish_edition")

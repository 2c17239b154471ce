"""Translations: their progress, catalogs up and down, update and publish."""

from django.contrib import admin
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.articles.admin.rows import OnlyToRead
from cms.translation import catalog_views, workflow
from cms.translation.admin.acts import publish, tell_each
from cms.translation.models import State, Translation
from cms.translation.status import Progress, progress


@admin.register(Translation)
class TranslationAdmin(OnlyToRead):
    list_display = ["article", "language", "stage", "bar", "stale", "units_link"]
    list_filter = ["language"]
    list_select_related = ["article"]
    search_fields = ["article__key"]
    actions = ["update_from_source", "publish"]
    fields = ["article", "language", "stage", "bar", "counts", "stale", "started_at"]
    readonly_fields = fields
    change_form_template = "admin/translation/translation/change_form.html"

    class Media:
        css = {"all": ["articles/admin.css", "translation/admin.css"]}

    def get_changelist_instance(self, request):
        """Load the progress of the whole page at once."""
        changelist = super().get_changelist_instance(request)
        changelist.result_list = list(changelist.result_list)
        for row in progress(changelist.result_list):
            row.translation.loaded_progress = row
        return changelist

    def get_urls(self):
        own = [
            path("<int:pk>/catalog/", self.admin_site.admin_view(catalog_views.download), name="catalog_download"),
            path("<int:pk>/upload/", self.admin_site.admin_view(catalog_views.upload), name="catalog_upload"),
        ]
        return own + super().get_urls()

    def _progress(self, translation) -> Progress:
        if not hasattr(translation, "loaded_progress"):
            (translation.loaded_progress,) = progress([translation])
        return translation.loaded_progress

    @admin.display(description=gettext_lazy("stage"))
    def stage(self, translation):
        row = self._progress(translation)
        return f"{row.stage.label} · {_('the source has moved on')}" if row.is_behind else row.stage.label

    @admin.display(description=gettext_lazy("approved"))
    def bar(self, translation):
        row = self._progress(translation)
        words = _("%(approved)d of %(total)d") % {"approved": row.approved, "total": row.total}
        return format_html(
            '<progress max="{}" value="{}" aria-label="{}"></progress> {}', row.total or 1, row.approved, words, words
        )

    @admin.display(description=gettext_lazy("units"))
    def counts(self, translation):
        counts = self._progress(translation).counts
        rows = ((state.label, counts[state]) for state in State if counts.get(state))
        return format_html_join("", "<p>{}: {}</p>", rows)

    @admin.display(description=gettext_lazy("stale"))
    def stale(self, translation):
        return self._progress(translation).stale

    @admin.display(description=gettext_lazy("units"))
    def units_link(self, translation):
        address = reverse("admin:translation_unit_changelist")
        return format_html('<a href="{}?translation__id__exact={}">{}</a>', address, translation.pk, _("open"))

    @admin.action(description=gettext_lazy("Bring in line with the newest source"), permissions=["start"])
    def update_from_source(self, request, queryset):
        tell_each(request, queryset, lambda t: workflow.update(t, request.user), _("Brought in line"))

    @admin.action(description=gettext_lazy("Publish"), permissions=["publish"])
    def publish(self, request, queryset):
        chosen = queryset.select_related("article")
        tell_each(request, chosen, lambda t: publish(request, t.article, [t.language]), _("Published"))

    def has_start_permission(self, request):
        return request.user.has_perm("translation.start_translation")

    def has_publish_permission(self, request):
        return request.user.has_perm("articles.publish_edition")

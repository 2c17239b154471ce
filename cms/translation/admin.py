"""The translators' and reviewers' side: translations with their progress, units, suggestions, the log."""

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.options import ActionLocation
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.articles.admin import ArticleAdmin, EditionAdmin
from cms.articles.models import Article, Edition
from cms.articles.page import BadPage
from cms.languages.naming import name_of
from cms.translation import catalog_views, workflow
from cms.translation.forms import UnitForm
from cms.translation.models import Change, State, Suggestion, Translation, Unit
from cms.translation.status import Progress, progress

_STYLE = {"all": ["articles/admin.css", "translation/admin.css"]}


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


class StandingFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "standing"

    def lookups(self, request, model_admin):
        return [(str(state.value), state.label) for state in State]

    def queryset(self, request, queryset):
        return queryset.filter(db_standing=self.value()) if (self.value() or "").isdigit() else queryset


@admin.register(Translation)
class TranslationAdmin(admin.ModelAdmin):
    list_display = ["article", "language", "stage", "bar", "stale", "units_link"]
    list_filter = ["language"]
    list_select_related = ["article"]
    search_fields = ["article__key"]
    actions = ["update_from_source", "publish"]
    fields = ["article", "language", "stage", "bar", "counts", "stale", "started_at"]
    readonly_fields = fields
    change_form_template = "admin/translation/translation/change_form.html"

    class Media:
        css = _STYLE

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

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
        def act(translation):
            result = workflow.publish(translation.article, [translation.language], request.user)
            for note in result.notes:
                messages.warning(request, note)

        tell_each(request, queryset.select_related("article"), act, _("Published"))

    def has_start_permission(self, request):
        return request.user.has_perm("translation.start_translation")

    def has_publish_permission(self, request):
        return request.user.has_perm("articles.publish_edition")


@admin.register(Unit)
class UnitAdmin(admin.ModelAdmin):
    list_display = ["position", "words", "target_words", "standing_shown"]
    list_display_links = ["words"]
    list_filter = [StandingFilter, "obsolete", "translation__language"]
    search_fields = ["source", "target", "context"]
    list_per_page = 200
    actions = ["approve"]
    form = UnitForm
    change_form_template = "admin/translation/unit/change_form.html"

    class Media:
        css = _STYLE

    def get_queryset(self, request):
        units = super().get_queryset(request).with_standing()
        return units.select_related("translation__article", "target_by", "approved_by")

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        may = super().has_change_permission(request, obj)
        return may and (obj is None or request.user.may("translation.change_unit", obj.translation.language))

    def lookup_allowed(self, lookup, value, request):
        return lookup == "translation__id__exact" or super().lookup_allowed(lookup, value, request)

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        return type("UnitFormOfPerson", (form,), {"person": request.user})

    def save_model(self, request, obj, form, change):
        """The form has acted already: a conflict must be told on it, with the person's words still there."""

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        source_language = Edition.objects.get(article=obj.translation.article_id, is_source=True).language
        language = obj.translation.language
        waived = set(obj.waivers.filter(read_digest=obj.read_digest).values_list("check_id", flat=True))
        following = Unit.objects.current().filter(translation=obj.translation_id, position__gt=obj.position)
        context |= {
            "unit": obj,
            "source_language": source_language,
            "source_name": name_of(source_language, request.LANGUAGE_CODE),
            "target_name": name_of(language, request.LANGUAGE_CODE),
            "findings": [(f, f.check in waived) for f in obj.findings(source_language)],
            "unit_suggestions": obj.suggestions.select_related("by"),
            "draft": obj.drafts.filter(person=request.user).first(),
            "log": obj.changes.select_related("by", "author")[:20],
            "next_unit": following.order_by("position").first(),
        }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @admin.display(description=gettext_lazy("source"), ordering="position")
    def words(self, unit):
        return unit.source[:120]

    @admin.display(description=gettext_lazy("target"))
    def target_words(self, unit):
        return format_html('<span lang="{}">{}</span>', unit.translation.language, unit.target[:120])

    @admin.display(description=gettext_lazy("state"))
    def standing_shown(self, unit):
        return f"{unit.standing.label} · {_('stale')}" if unit.is_stale else unit.standing.label

    @admin.action(description=gettext_lazy("Read and approve"), permissions=["approve"])
    def approve(self, request, queryset):
        """First the texts to read, whole; what is approved then is exactly what was read."""
        units = list(queryset)
        if "read" not in request.POST:
            context = {
                **self.admin_site.each_context(request),
                "title": _("Read and approve"),
                "opts": Unit._meta,
                "units": units,
            }
            return TemplateResponse(request, "admin/translation/unit/approve.html", context)
        read = dict(pair.split(":") for pair in request.POST.getlist("read"))
        try:
            result = workflow.approve(units, request.user, read={int(pk): digest for pk, digest in read.items()})
        except PermissionDenied as error:
            messages.error(request, str(error))
            return None
        count = len(result.approved)
        if count:
            messages.success(request, ngettext("%d unit approved", "%d units approved", count) % count)
        for unit, reason in result.refused:
            messages.warning(request, f"{unit.position}: {reason}")
        return None

    def has_approve_permission(self, request):
        return request.user.has_perm("translation.approve_unit")


@admin.register(Suggestion)
class SuggestionAdmin(admin.ModelAdmin):
    list_display = ["unit", "text", "by", "at"]
    list_select_related = ["unit__translation__article", "by"]
    actions = ["accept"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.action(description=gettext_lazy("Accept as the target"), permissions=["accept"])
    def accept(self, request, queryset):
        chosen = queryset.select_related("unit__translation", "by")
        tell_each(request, chosen, lambda s: workflow.accept(s, request.user), _("Accepted"))

    def has_accept_permission(self, request):
        return request.user.has_perm("translation.translate_unit")


@admin.register(Change)
class ChangeAdmin(admin.ModelAdmin):
    """The log: who did what when. Nobody writes in it by hand."""

    list_display = ["at", "act", "article", "language", "by", "author", "note"]
    list_filter = ["act", "language"]
    list_select_related = ["article", "by", "author"]
    search_fields = ["article__key", "by__username", "note"]
    date_hierarchy = "at"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


# Publishing and translating are this room's affair: it adds its actions to the articles' own pages.
admin.site.unregister([Article, Edition])


@admin.register(Edition)
class ReleasedEditionAdmin(EditionAdmin):
    actions = ["publish", "withdraw"]

    @admin.action(description=gettext_lazy("Publish the newest text"), permissions=["publish"])
    def publish(self, request, queryset):
        def act(edition):
            workflow.publish(edition.article, [edition.language], request.user)

        tell_each(request, queryset, act, _("Published"))

    @admin.action(description=gettext_lazy("Withdraw"), permissions=["withdraw"])
    def withdraw(self, request, queryset):
        def act(edition):
            workflow.withdraw(edition.article, [edition.language], request.user)

        tell_each(request, queryset, act, _("Withdrawn"))

    def has_publish_permission(self, request):
        return request.user.has_perm("articles.publish_edition")

    def has_withdraw_permission(self, request):
        return request.user.has_perm("articles.withdraw_edition")


@admin.register(Article)
class TranslatedArticleAdmin(ArticleAdmin):
    def get_actions(self, request, action_location=ActionLocation.CHANGE_LIST):
        """One action for each language an article can be translated into."""
        actions = super().get_actions(request, action_location)
        if request.user.has_perm("translation.start_translation"):
            for code, _name in settings.LANGUAGES:
                words = _("Start the translation into %s") % name_of(code, request.LANGUAGE_CODE)
                actions[f"start_{code}"] = (_starting(code), f"start_{code}", words)
        return actions


def _starting(language: str):
    def start(model_admin, request, queryset):
        tell_each(request, queryset, lambda article: workflow.start(article, language, request.user), _("Started"))

    return start

"""Units to read and edit, and the suggestions that wait for them."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.articles.admin.rows import NeverByHand, OnlyToRead
from cms.articles.models import Edition
from cms.languages.naming import name_of
from cms.translation import workflow
from cms.translation.admin.acts import tell_each
from cms.translation.forms import UnitForm
from cms.translation.models import State, Suggestion, Unit


class StandingFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "standing"

    values = [str(state.value) for state in State]

    def lookups(self, request, model_admin):
        return [(str(state.value), state.label) for state in State]

    def queryset(self, request, queryset):
        return queryset.filter(db_standing=self.value()) if self.value() in self.values else queryset


@admin.register(Unit)
class UnitAdmin(NeverByHand):
    list_display = ["position", "words", "target_words", "standing_shown"]
    list_display_links = ["words"]
    list_filter = [StandingFilter, "obsolete", "translation__language"]
    search_fields = ["source", "target", "context"]
    list_per_page = 200
    actions = ["approve"]
    form = UnitForm
    change_form_template = "admin/translation/unit/change_form.html"

    class Media:
        css = {"all": ["translation/admin.css"]}

    def get_queryset(self, request):
        units = super().get_queryset(request).with_standing()
        return units.select_related("translation__article", "target_by", "approved_by")

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
        return unit.words(unit.source)[:120]

    @admin.display(description=gettext_lazy("target"))
    def target_words(self, unit):
        return format_html('<span lang="{}">{}</span>', unit.translation.language, unit.words(unit.target)[:120])

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
        pairs = (pair.partition(":") for pair in request.POST.getlist("read"))
        read = {int(pk): digest for pk, _colon, digest in pairs if pk.isascii() and pk.isdigit()}
        try:
            result = workflow.approve(units, request.user, read=read)
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
class SuggestionAdmin(OnlyToRead):
    list_display = ["unit", "text", "by", "at"]
    list_select_related = ["unit__translation__article", "by"]
    actions = ["accept"]

    @admin.action(description=gettext_lazy("Accept as the target"), permissions=["accept"])
    def accept(self, request, queryset):
        chosen = queryset.select_related("unit__translation", "by")
        tell_each(request, chosen, lambda s: workflow.accept(s, request.user), _("Accepted"))

    def has_accept_permission(self, request):
        return request.user.has_perm("translation.translate_unit")

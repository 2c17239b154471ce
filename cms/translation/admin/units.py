"""Units to read and edit, and the suggestions that wait for them."""

from itertools import groupby

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import F, Q
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.articles.admin.rows import (
    NeverByHand,
    OnlyToRead,
    TopicFilter,
    badge,
    folded,
    in_language,
    terms,
    with_titles,
)
from cms.articles.models import Edition
from cms.languages.naming import name_of
from cms.translation import workflow
from cms.translation.admin.acts import Outcome, tell, tell_each
from cms.translation.admin.filters import Chosen, LanguageFilter, SeverityFilter
from cms.translation.forms import UnitForm
from cms.translation.models import State, Suggestion, Unit

# State → the badge's name and shape.
_BADGES = {
    State.UNTRANSLATED: ("none", "○"),
    State.NEEDS_EDITING: ("draft", "◔"),
    State.TRANSLATED: ("draft", "◑"),
    State.APPROVED: ("published", "●"),
}


class StandingFilter(Chosen):
    """By state, and by who is to do something about it. Texts the source has no more are nobody's work."""

    title = gettext_lazy("state")
    parameter_name = "standing"
    choices_there_are = (
        ("work", gettext_lazy("to translate or edit")),
        ("mine", gettext_lazy("waiting for my review")),
        ("open", gettext_lazy("not approved yet")),
        *((str(state.value), state.label) for state in State),
    )

    def filtered(self, request, queryset):
        chosen = self.value()
        if chosen == "mine":
            waiting = queryset.current().waiting_for(request.user)
            everywhere = request.user.is_superuser
            granted = request.user.granted_languages
            return waiting if everywhere else waiting.filter(translation__language__in=granted)
        if chosen == "work":
            return queryset.current().filter(db_standing__lte=State.NEEDS_EDITING)
        if chosen == "open":
            return queryset.current().filter(db_standing__lt=State.APPROVED)
        return queryset.filter(db_standing=chosen)


class StaleFilter(Chosen):
    title = gettext_lazy("source")
    parameter_name = "stale"
    choices_there_are = (("yes", gettext_lazy("changed since it was translated")),)

    def filtered(self, request, queryset):
        return queryset.current().exclude(target="").exclude(made_from=F("source"))


class LanguageOfUnitsFilter(LanguageFilter):
    field = "translation__language"


class TopicOfUnitsFilter(TopicFilter):
    path = "translation__article__"


@admin.register(Unit)
class UnitAdmin(NeverByHand):
    purpose = gettext_lazy(
        "The texts of a translation, one by one. Open one to translate it; choose several to read and approve them."
    )
    list_display = ["position", "words", "target_words", "standing_shown"]
    list_display_links = ["words"]
    list_filter = [
        StandingFilter,
        StaleFilter,
        LanguageOfUnitsFilter,
        SeverityFilter,
        "translation__article__kind",
        TopicOfUnitsFilter,
        "obsolete",
    ]
    search_fields = ["source", "target", "context"]
    search_help_text = gettext_lazy("Source or target, with or without diacritics")
    list_per_page = 200
    actions = ["approve"]
    form = UnitForm
    change_form_template = "admin/translation/unit/change_form.html"

    class Media:
        css = {"all": ["articles/admin.css", "translation/admin.css"]}

    def get_queryset(self, request):
        units = with_titles(super().get_queryset(request).with_standing(), "translation__article")
        return units.select_related(
            "translation__article", "translation__source__edition", "target_by", "approved_by"
        ).defer("translation__source__data")

    def get_list_display(self, request):
        """With the translation where units of several are shown."""
        shown = super().get_list_display(request)
        return shown if "translation__id__exact" in request.GET else ["translation_shown", *shown]

    def get_ordering(self, request):
        return ["translation__article__key", "translation__language", "obsolete", "position"]

    def get_search_results(self, request, queryset, search_term):
        for term in terms(search_term):
            exact = Q(source__icontains=term) | Q(target__icontains=term) | Q(context=term)
            queryset = queryset.filter(exact | folded(term, "folded", "translation__language"))
        return queryset, False

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

    @admin.display(description=gettext_lazy("translation"), ordering="sort_title")
    def translation_shown(self, unit):
        title = in_language(unit.shown_title or unit.translation.article.key, unit.shown_language)
        return format_html("{} → {}", title, unit.translation.language)

    @admin.display(description=gettext_lazy("source"), ordering="folded")
    def words(self, unit):
        return in_language(unit.words(unit.source)[:120], unit.translation.source.edition.language)

    @admin.display(description=gettext_lazy("target"))
    def target_words(self, unit):
        return in_language(unit.words(unit.target)[:120], unit.translation.language)

    @admin.display(description=gettext_lazy("state"), ordering="db_standing")
    def standing_shown(self, unit):
        shown = badge(*_BADGES[unit.standing], unit.standing.label)
        return format_html("{} {}", shown, badge("severity-20", "▲", _("stale"))) if unit.is_stale else shown

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
        outcomes = [outcome for chosen in _by_translation(units) for outcome in _approved(chosen, request.user, read)]
        return tell(request, outcomes, _("Approved"))

    def has_approve_permission(self, request):
        return request.user.has_perm("translation.approve_unit")


def _by_translation(units: list[Unit]) -> list[list[Unit]]:
    return [list(chosen) for _key, chosen in groupby(units, key=lambda unit: unit.translation_id)]


def _approved(units: list[Unit], person, read) -> list[Outcome]:
    """What became of the units of one translation."""
    try:
        result = workflow.approve(units, person, read=read)
    except PermissionDenied as error:
        return [_outcome(unit, str(error)) for unit in units]
    reasons = {unit.pk: reason for unit, reason in result.refused}
    return [_outcome(unit, reasons.get(unit.pk, "")) for unit in units]


def _outcome(unit: Unit, reason: str) -> Outcome:
    name = f"{unit.position} · {unit.words(unit.source)[:60]}"
    return Outcome(name, reverse("admin:translation_unit_change", args=[unit.pk]), [reason] if reason else [])


@admin.register(Suggestion)
class SuggestionAdmin(OnlyToRead):
    purpose = gettext_lazy("Texts that came for units which had moved on. Accept one, and it waits for review.")
    list_display = ["unit", "text", "by", "at"]
    list_select_related = ["unit__translation__article", "by"]
    actions = ["accept"]

    @admin.action(description=gettext_lazy("Accept as the target"), permissions=["accept"])
    def accept(self, request, queryset):
        chosen = queryset.select_related("unit__translation", "by")
        return tell_each(request, chosen, lambda s: workflow.accept(s, request.user), _("Accepted"))

    def has_accept_permission(self, request):
        return request.user.has_perm("translation.translate_unit")

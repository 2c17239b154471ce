"""Publishing one article: what readers would get, what is left out and why, and how grave each change is."""

from collections.abc import Iterable

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.articles.models import WITH_PAGES, Article, Edition, Significance
from cms.languages.naming import name_of
from cms.people.roles import require
from cms.translation import workflow
from cms.translation.admin.acts import tell_each
from cms.translation.outlook import Edit, Outlook, edits, outlook

# What each grade means for those who read a translation of the old text.
MEANING = {
    Significance.TYPO: gettext_lazy("Only a slip was mended. Readers of the translations are told nothing."),
    Significance.MINOR: gettext_lazy("The translated passage says beneath it that its original was changed."),
    Significance.MAJOR: gettext_lazy("As a minor one, and a notice at the top of the page leads to the passage."),
    Significance.SAFETY: gettext_lazy("The translated passage is hidden until its new translation is approved."),
}


class PublishingForm(forms.Form):
    """Which editions, and how grave each change of the source is; bound to what the person was shown."""

    languages = forms.MultipleChoiceField(
        error_messages={"required": gettext_lazy("Choose at least one language.")},
    )

    def __init__(self, look: Outlook, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.look = look
        self.fields["languages"].choices = [(one, one) for one in look.marks]
        for edit in look.source.edits:
            self.fields[edit.field] = forms.TypedChoiceField(
                choices=Significance.choices, coerce=int, required=False, empty_value=None
            )

    @property
    def seen(self) -> dict[str, str]:
        """Language → mark of what the person was shown."""
        return dict(one.partition(":")[::2] for one in self.data.getlist("seen"))

    def clean(self):
        data = super().clean()
        source = self.look.source
        if source.language not in data.get("languages", ()) or self.seen.get(source.language) != source.mark:
            return data  # nothing is graded, or what would be graded was not shown yet
        for edit in source.edits:
            if data.get(edit.field) is None:
                self.add_error(edit.field, _("Say how grave this change is."))
        return data

    @property
    def grades(self) -> dict[str, int]:
        chosen = ((edit.block, self.cleaned_data.get(edit.field)) for edit in self.look.source.edits)
        return {block: grade for block, grade in chosen if grade is not None}


def publishing_page(request: HttpRequest, pk: int, *, site) -> HttpResponse:
    """The page, and what its button does."""
    require(request.user, "articles.publish_edition")
    article = get_object_or_404(Article, pk=pk)
    form = PublishingForm(outlook(article), request.POST if request.method == "POST" else None)
    if not form.is_valid():  # or not sent yet
        return _shown(request, article, form, site)
    chosen = form.cleaned_data["languages"]
    grades = form.grades if form.look.source.language in chosen else None
    try:
        result = workflow.publish(article, chosen, request.user, grades=grades, seen=form.seen)
    except workflow.Overtaken as overtaken:
        fresh = PublishingForm(outlook(article), request.POST)
        return _shown(request, article, fresh, site, overtaken.reasons, status=409)
    except workflow.Refused as refused:
        return _shown(request, article, form, site, refused.reasons)
    _tell(request, article, result)
    return redirect("admin:publish_article", pk=article.pk)


def _shown(request, article, form: PublishingForm, site, reasons=(), status: int = 200) -> HttpResponse:
    editions = [_row(request, form, one) for one in (form.look.source, *form.look.translations)]
    context = site.each_context(request) | {
        "title": _("Publish “%s”") % form.look.source.edition.title,
        "article": article,
        "opts": Article._meta,
        "form": form,
        "reasons": reasons,
        "source": form.look.source,
        "editions": editions,
        "may_choose": any(row["possible"] for row in editions),
        "edits": [_question(form, edit) for edit in form.look.source.edits],
        "marks": [f"{language}:{mark}" for language, mark in form.look.marks.items()],
    }
    return TemplateResponse(request, "admin/translation/publishing/page.html", context, status=status)


def _row(request, form: PublishingForm, one) -> dict:
    """One edition as the page shows it: may it be chosen, is it, and what would readers get."""
    is_source = one is form.look.source
    granted = request.user.may("articles.publish_edition", one.language)
    possible = granted and (one.is_new if is_source else one.may_be_published)
    asked = form.data.getlist("languages") if form.is_bound else request.GET.getlist("languages")
    edition = one.edition
    return {
        "one": one,
        "edition": edition,
        "is_source": is_source,
        "name": name_of(one.language, request.LANGUAGE_CODE),
        "granted": granted,
        "possible": possible,
        "checked": possible and (one.language in asked or not (asked or form.is_bound)),
        "live": live_address(edition) if edition else "",
        "ways": [] if is_source else _ways(one),
    }


def _ways(one) -> list[dict]:
    """What readers of a translation would get, with the source and without it; told once where it is the same."""
    told: list[dict] = []
    for way in one.ways:
        facts = {
            "is_possible": way.is_possible,
            "is_new": one.is_new(way),
            "left_out": way.why(way.waiting),
            "kept": way.why(way.kept),
        }
        if facts not in [before["facts"] for before in told]:
            told.append({"facts": facts, "is_alone": way is one.alone and way is not one.together})
    return told


def _question(form: PublishingForm, edit: Edit) -> dict:
    """The grades a change may be given, the computed one or the one already chosen set."""
    given = form.data.get(edit.field) if form.is_bound else None
    chosen = given if given in {str(grade.value) for grade in Significance} else str(edit.default.value)
    grades = [
        {
            "value": grade.value,
            "label": grade.label,
            "meaning": MEANING[grade],
            "checked": str(grade.value) == chosen,
            "disabled": grade == Significance.TYPO and not edit.may_be_typo,
            "default": grade == edit.default,
        }
        for grade in Significance
    ]
    return {"edit": edit, "grades": grades, "errors": form.errors.get(edit.field) if form.is_bound else None}


def _tell(request, article: Article, result: workflow.Publication) -> None:
    """Say what is out now, with links to it, and what is left out."""
    shown = article.editions.select_related("article").filter(language__in=result.published).order_by("-is_source")
    links = [(live_address(e), name_of(e.language, request.LANGUAGE_CODE)) for e in shown]
    out = format_html_join(", ", '<a href="{}">{}</a>', [link for link in links if link[0]])
    if links:
        messages.success(request, format_html("{}: {}", _("Published"), out or ", ".join(name for _a, name in links)))
    if result.unchanged:
        names = ", ".join(name_of(code, request.LANGUAGE_CODE) for code in result.unchanged)
        messages.info(request, _("Readers saw this already: %s") % names)
    for note in result.notes:
        messages.warning(request, note)


def live_address(edition: Edition) -> str:
    """Where readers find a published edition; shared texts have no page of their own."""
    if not edition.is_visible or edition.article.kind not in WITH_PAGES:
        return ""
    return import_string(settings.PAGE_ADDRESS)(edition)


# --- From the lists -----------------------------------------------------------------------------------------


def lead_or_publish(request: HttpRequest, targets: Iterable[tuple[object, Article, list[str]]]):
    """One article is published on its own page; of several each by itself, where the machine may grade the changes.

    ``targets`` are (what the list shows, its article, the languages to publish).
    """
    targets = list(targets)
    if len(targets) == 1:
        ((_shown_as, article, languages),) = targets
        return redirect(publishing_address(article, languages))
    names = {shown: (article, languages) for shown, article, languages in targets}
    return tell_each(request, names, lambda shown: _publish_ungraded(request, *names[shown]), _("Published"))


def publishing_address(article: Article, languages: Iterable[str] = ()) -> str:
    query = QueryDict(mutable=True)
    query.setlist("languages", list(languages))
    return reverse("admin:publish_article", args=[article.pk]) + (f"?{query.urlencode()}" if query else "")


def _publish_ungraded(request, article: Article, languages: list[str]) -> None:
    """Publish with the computed grades, unless one is above minor: that is for a person to say."""
    source = article.editions.select_related("newest", "last_published").get(is_source=True)
    if source.language in languages and source.newest and source.last_published:
        found = edits(source, source.last_published, source.newest)
        if grave := sum(edit.default > Significance.MINOR for edit in found):
            sentence = ngettext(
                "publish it by itself: %d change wants a grade",
                "publish it by itself: %d changes want a grade",
                grave,
            )
            raise workflow.Refused(sentence % grave)
    result = workflow.publish(article, languages, request.user)
    for note in result.notes:
        messages.warning(request, f"{article}: {note}")
    if not result.published:
        raise workflow.Refused(_("It was published before as it is."))

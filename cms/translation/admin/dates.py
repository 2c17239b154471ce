"""Correcting when an edition was first published."""

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.articles.models import Edition
from cms.people.roles import require
from cms.translation import workflow


class DateForm(forms.Form):
    day = forms.DateField(
        label=gettext_lazy("First published on"),
        help_text=gettext_lazy("The day comes first: 05/12/2022 is 5 December. Readers see this date."),
    )


def date_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The form, and what its button does."""
    edition = get_object_or_404(Edition.objects.select_related("article").with_title(), pk=pk)
    require(request.user, "articles.publish_edition", edition.language)
    form = DateForm(request.POST or None, initial={"day": edition.published_on})
    if request.method == "POST" and form.is_valid():
        try:
            workflow.redate(edition, form.cleaned_data["day"], request.user)
        except workflow.Refused as refused:
            form.add_error("day", list(refused.reasons))
        else:
            day = date_format(form.cleaned_data["day"], "DATE_FORMAT")
            messages.success(request, _("First published on %s") % day)
            return redirect("admin:articles_edition_change", edition.pk)
    context = admin.site.each_context(request) | {
        "title": _("Correct the date of “%s”") % (edition.shown_title or edition),
        "edition": edition,
        "opts": Edition._meta,
        "form": form,
    }
    return render(request, "admin/acts/date.html", context)

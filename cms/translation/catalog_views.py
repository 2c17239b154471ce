"""Catalogs up and down, in the admin."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from cms.people.models import Person
from cms.people.roles import require
from cms.translation import po, workflow
from cms.translation.exchange import import_catalog
from cms.translation.models import Translation
from cms.translation.reports import FATE_NAMES, summary


class CatalogForm(forms.Form):
    file = forms.FileField(label=_("Catalog (PO)"))
    author = forms.ModelChoiceField(
        Person.objects.filter(is_active=True),
        label=_("Translated by"),
        required=False,
        help_text=_("Empty: you did. Whoever translated and whoever uploads may both not approve it."),
    )
    dry_run = forms.BooleanField(label=_("Only show what would happen"), required=False)


def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The catalog of one translation."""
    translation = get_object_or_404(Translation.objects.select_related("article"), pk=pk)
    require(request.user, "translation.exchange_catalogs", translation.language)
    response = HttpResponse(po.export(translation), content_type="text/x-gettext-translation; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{po.file_name(translation)}"'
    return response


def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a catalog in, and show the report."""
    translation = get_object_or_404(Translation.objects.select_related("article"), pk=pk)
    require(request.user, "translation.exchange_catalogs", translation.language)
    form = CatalogForm(request.POST or None, request.FILES or None)
    report = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            report = import_catalog(
                file.read(settings.MAX_IMPORT_BYTES + 1),
                file.name,
                request.user,
                translation=translation,
                author=form.cleaned_data["author"],
                dry_run=form.cleaned_data["dry_run"],
            )
        except (po.BadCatalog, workflow.Refused, PermissionDenied) as error:
            form.add_error("file", str(error))
    context = {
        **admin.site.each_context(request),
        "title": _("Upload a catalog"),
        "translation": translation,
        "opts": Translation._meta,
        "form": form,
        "report": report,
        "summary": summary(report) if report else [],
        "rows": [(FATE_NAMES[fate], entry, message) for fate, entry, message in report.to_tell()] if report else [],
        "dry_run": form.is_bound and form.cleaned_data.get("dry_run") if report else False,
    }
    return render(request, "admin/translation/translation/upload.html", context)

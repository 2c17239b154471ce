"""Articles that come into the house: a page is imported, or an article is begun with its title."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.articles import importer, page, profile, publication
from cms.articles.admin.articles import TitledChoice
from cms.articles.models import WITH_PAGES, Article, Edition, Kind
from cms.articles.page import BadPage
from cms.languages import get
from cms.people.roles import require

_PERMISSION = "articles.import_article"
_KINDS = [(kind.value, kind.label) for kind in WITH_PAGES]


class BeginForm(forms.Form):
    """What an article is before anything is written."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=300, widget=forms.TextInput(attrs={"size": 60}))
    language = forms.ChoiceField(label=gettext_lazy("Language"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=_KINDS, initial=Kind.ARTICLE)
    key = forms.CharField(
        label=gettext_lazy("Key"),
        max_length=100,
        required=False,
        help_text=gettext_lazy(
            "The article's name in addresses of the desk and in catalogs, the same in every language. "
            "Empty: made of the title."
        ),
    )

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        granted = [(code, name) for code, name in settings.LANGUAGES if person.may(_PERMISSION, code)]
        self.fields["language"].choices = granted
        topics = TitledChoice(Article.objects.filter(kind=Kind.TOPIC), label=_("Topics"), required=False)
        if topics.queryset.exists():
            self.fields["topics"] = topics
            self.order_fields(self.field_order)

    def name(self, title: str) -> str:
        """The given key, or a free one made of the title."""
        if given := self.cleaned_data["key"]:
            return given
        key = get(self.cleaned_data["language"]).slug(title)
        if Article.objects.filter(key=key).exists():
            raise BadPage(_("The key “%s”, made of the title, is already used. Give the article another one.") % key)
        return key


class ImportForm(BeginForm):
    """A page as a file, or as HTML that was copied."""

    title = None
    file = forms.FileField(label=gettext_lazy("File (HTML)"), required=False)
    html = forms.CharField(
        label=gettext_lazy("or its HTML"), required=False, widget=forms.Textarea(attrs={"rows": 12, "cols": 80})
    )
    encoding = forms.CharField(
        label=gettext_lazy("Encoding"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Only where the file does not say so itself and is not UTF-8."),
    )
    field_order = ["file", "html", "language", "kind", "key", "topics", "encoding"]

    def clean(self):
        data = super().clean()
        if bool(data.get("file")) == bool(data.get("html")):
            raise forms.ValidationError(_("Send a file, or paste the HTML of a page: one of the two."))
        return data

    def page(self) -> tuple[bytes, str]:
        """The page's bytes, no more than are ever read, and their encoding."""
        if file := self.cleaned_data["file"]:
            return file.read(settings.MAX_IMPORT_BYTES + 1), self.cleaned_data["encoding"]
        return self.cleaned_data["html"].encode(), ""


def import_view(request: HttpRequest) -> HttpResponse:
    """Import a page as the command does, say what was read, and lead to the text."""
    require(request.user, _PERMISSION)
    form = ImportForm(request.POST or None, request.FILES or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            return _done(request, _imported(request, form))
        except (BadPage, PermissionDenied) as error:
            form.add_error(None, str(error))
    return _page(request, form, _("Import a page"), _("Import"))


def _imported(request: HttpRequest, form: ImportForm) -> Edition:
    data, encoding = form.page()
    given = {name: form.cleaned_data[name] for name in ("language", "kind")}
    with transaction.atomic():
        key = form.cleaned_data["key"] or form.name(_title_of(data, encoding))
        report = importer.import_page(data, key=key, by=request.user, encoding=encoding, **given)
        _classify(report.edition, form)
    for note in report.notes:
        messages.warning(request, note)
    messages.success(request, told(report))
    return report.edition


def _title_of(data: bytes, encoding: str) -> str:
    site = profile.load(settings.SITE_PROFILE)
    if len(data) > settings.MAX_IMPORT_BYTES:
        return ""  # the importer refuses it by its size
    return page.read(page.decode(data, encoding), site).blocks[0].text


def told(report: importer.ImportReport) -> str:
    """What was read, in one sentence."""
    if not report.is_new:
        return _("%s: nothing has changed; no new revision was made.") % report.edition.article.key
    return _(
        "“%(title)s” was read as revision %(number)d: %(added)d new blocks, %(edited)d edited, %(kept)d unchanged, "
        "%(gone)d gone."
    ) % {
        "title": report.revision.title,
        "number": report.revision.number,
        "added": report.added,
        "edited": report.edited,
        "kept": report.kept,
        "gone": report.gone,
    }


def begin_view(request: HttpRequest) -> HttpResponse:
    """Make an article that is yet to be written, and lead to its empty text."""
    require(request.user, _PERMISSION)
    form = BeginForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("title", "language", "kind")}
        try:
            with transaction.atomic():
                edition = importer.begin(key=form.name(given["title"]), by=request.user, **given)
                _classify(edition, form)
            return _done(request, edition)
        except (BadPage, PermissionDenied) as error:
            form.add_error(None, str(error))
    return _page(request, form, _("New article"), _("Begin"))


def _classify(edition: Edition, form: BeginForm) -> None:
    """The chosen topics, besides those the article has."""
    if chosen := form.cleaned_data.get("topics"):
        publication.classify(edition.article, {*edition.article.topics.all(), *chosen})


def _done(request: HttpRequest, edition: Edition) -> HttpResponse:
    return redirect("admin:articles_edition_change", edition.pk)


def _page(request: HttpRequest, form: BeginForm, title: str, act: str) -> HttpResponse:
    context = admin.site.each_context(request) | {"title": title, "act": act, "form": form, "opts": Article._meta}
    return TemplateResponse(request, "admin/articles/incoming.html", context)

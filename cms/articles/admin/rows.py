"""What the lists of the admin share: rows nobody makes by hand, titles, a search without diacritics, badges."""

from collections.abc import Iterator

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst, smart_split, unescape_string_literal
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cms.articles.models import Article, Edition, Kind
from cms.languages import get
from cms.languages.text import nfc

# How much of a search is read: as much as the longest title has.
_LONGEST = 300


def in_language(words: str, language: str | None) -> SafeString:
    """Words that say which language they are in."""
    return format_html('<span lang="{}">{}</span>', language or "", words)


def badge(name: str, shape: str, words: str) -> SafeString:
    """A state by a word and a shape, so that nobody depends on the colour."""
    return format_html('<span class="badge {}"><span aria-hidden="true">{}</span> {}</span>', name, shape, words)


def edition_badge(edition: Edition | None, language: str) -> SafeString:
    """An edition's state."""
    if edition is None or not (edition.newest_id or edition.withdrawn):
        name, shape, words = "none", "○", _("none")
    elif edition.withdrawn:
        name, shape, words = "withdrawn", "✕", _("withdrawn")
    elif edition.is_visible:
        name, shape, words = "published", "●", _("published")
    else:
        name, shape, words = "draft", "◐", _("not published")
    return badge(name, shape, f"{language} {words}")


def with_titles(rows: QuerySet, article: str = "pk") -> QuerySet:
    """Annotated with the title of the row's article in the interface's language where there is one, else the
    source's (``shown_title`` in ``shown_language``), and with what it is sorted by."""
    mine = When(language=get_language() or "", then=Value(0))
    titled = Edition.objects.filter(article=OuterRef(article), newest__isnull=False).with_title()
    titled = titled.order_by(Case(mine, default=Value(1)), "-is_source")
    return rows.annotate(
        shown_title=Subquery(titled.values("shown_title")[:1]),
        shown_language=Subquery(titled.values("language")[:1]),
        sort_title=Subquery(titled.values("folded_title")[:1]),
    )


def terms(asked: str) -> Iterator[str]:
    """The words of a search; what stands in quotes is one. A database answers so many at once and no more."""
    for term in smart_split(nfc(asked[:_LONGEST])):
        yield unescape_string_literal(term) if term[0] == term[-1] and term[0] in "\"'" and len(term) > 1 else term


def folded(term: str, column: str, language: str) -> Q:
    """That a folded column has the term in it, each row folded as its own language does."""
    found = Q()
    for code, _name in settings.LANGUAGES:
        found |= Q(**{language: code, f"{column}__contains": get(code).fold(term)})
    return found


def called(rows: QuerySet, asked: str, article: str = "pk") -> QuerySet:
    """The rows whose article has every word of a search in its key, in an address, or in a title in any language."""
    for term in terms(asked):
        named = Q(key__icontains=term) | Q(editions__slug__icontains=term)
        found = Article.objects.filter(named | folded(term, "editions__folded_title", "editions__language"))
        rows = rows.filter(**{f"{article}__in": found.values("pk")})
    return rows


class TopicFilter(admin.SimpleListFilter):
    """By topic; ``path`` leads from the row to its article."""

    title = _("topic")
    parameter_name = "topic"
    path = ""

    def lookups(self, request, model_admin):
        topics = with_titles(Article.objects.filter(kind=Kind.TOPIC)).order_by("sort_title", "key")
        return [(str(topic.pk), topic.shown_title or topic.key) for topic in topics]

    def queryset(self, request, queryset):
        chosen = self.value()
        known = chosen in dict(self.lookup_choices)
        return queryset.filter(**{f"{self.path}topics": chosen}) if known else queryset


class TopicOfArticleFilter(TopicFilter):
    path = "article__"


class ByTitle(ChangeList):
    """Sorted by title unless somebody asks for another column; ``ordering`` knows fields only."""

    def _get_default_ordering(self):
        return self.model_admin.sorted_by


class TitledRows(admin.ModelAdmin):
    """A list whose rows are articles, or of one article each: found and sorted by title."""

    # How a row leads to its article, and what the rows are sorted by.
    path_to_article = "pk"
    sorted_by = ["sort_title"]
    show_full_result_count = False
    search_fields = ["key"]  # what is found is said below
    search_help_text = _("Title or key, with or without diacritics")

    def get_queryset(self, request):
        return with_titles(super().get_queryset(request), self.path_to_article)

    def get_changelist(self, request, **kwargs):
        return ByTitle

    def get_search_results(self, request, queryset, search_term):
        return called(queryset, search_term, self.path_to_article), False

    @admin.display(description=_("title"), ordering="sort_title")
    def title(self, row):
        return in_language(row.shown_title, row.shown_language) if row.shown_title else str(row)


class NeverByHand(admin.ModelAdmin):
    """Rows that are made by an import or an act, and never deleted: what was published once is withdrawn."""

    # One sentence on what the list is for and what comes next.
    purpose = ""

    def changelist_view(self, request, extra_context=None):
        named = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, named | (extra_context or {}))

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class OnlyToRead(NeverByHand):
    """Rows that are only looked at; what changes them is an act of the list."""

    def has_change_permission(self, request, obj=None):
        return False

"""Every address of the admin, from the URL resolver: a page that is added is looked at without being named here."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.views.generic import RedirectView

# What stands for a parameter that is no row of the model it names or its address belongs to.
SPECIAL = {"app_label": lambda: sorted({model._meta.app_label for model in admin.site._registry})}
# Addresses with these only lead on: view_on_site goes to a thing's public page.
NOT_LOOKED_AT = {"content_type_id"}
# Fields whose values make a different page of the same address: one row is looked at for each.
VARIETIES = {
    "articles.Article": ["kind"],
    "articles.Edition": ["is_source", "withdrawn"],
    "people.Person": ["is_superuser"],
    "translation.Unit": ["state", "kind"],
    "translation.Change": ["act"],
}
MOST = 4


@dataclass(frozen=True)
class Address:
    """A URL pattern of the admin, by the name that ``reverse`` takes."""

    name: str
    route: str
    parameters: tuple[str, ...]

    @property
    def section(self) -> str:
        """The app it belongs to; none for the pages of the whole admin."""
        return self.route.split("/")[1] if self.model else ""

    @property
    def model(self):
        """The model of admin/articles/edition/…, whoever's view it is."""
        parts = self.route.split("/")
        known = {(model._meta.app_label, model._meta.model_name): model for model in admin.site._registry}
        return known.get((parts[1], parts[2])) if len(parts) > 2 else None

    def fill(self) -> list[str]:
        """The paths it stands for, with rows that there are; raises LookupError where nothing fits."""
        if set(self.parameters) & NOT_LOOKED_AT:
            return []
        choices = [self.values(parameter) for parameter in self.parameters]
        if len(choices) == 1:
            return [reverse(self.name, args=[value]) for value in choices[0]]
        return [reverse(self.name, args=[values[0] for values in choices])]

    def values(self, parameter: str) -> list[str]:
        """What a parameter can be: rows of the model that it names, or that the address belongs to."""
        if parameter in SPECIAL:
            return SPECIAL[parameter]()
        model = _named(parameter) or self.model
        if model is None:
            raise LookupError(
                f"“{self.route}”: the crawl does not know what “{parameter}” is; see SPECIAL in {__name__}."
            )
        rows = _different(model)
        if not rows:
            raise LookupError(
                f"“{self.route}”: there is no {model._meta.label}; make one in tests/browsing/everything.py."
            )
        return [str(row.pk) for row in rows]


def of_the_admin() -> list[Address]:
    found = _walk(get_resolver().url_patterns, "", "")
    return [address for address in found if address.route.startswith("admin/")]


def _walk(patterns, namespace: str, route: str) -> Iterator[Address]:
    for pattern in patterns:
        path = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner, path)
        elif isinstance(pattern, URLPattern) and not _only_leads_on(pattern):
            # One without a name cannot be linked to either: ``fill`` fails on it, and says where it is.
            yield Address(f"{namespace}{pattern.name or path}", path, tuple(pattern.pattern.regex.groupindex))


def _only_leads_on(pattern: URLPattern) -> bool:
    """Django's own way from an old address, and its answer to whatever nothing else matched."""
    return pattern.name is None and (
        getattr(pattern.callback, "view_class", None) is RedirectView or str(pattern.pattern) == "(?P<url>.*)$"
    )


def _named(parameter: str):
    """translation_id and unit_pk name a model; id, pk and object_id do not."""
    word = parameter.removesuffix("_id").removesuffix("_pk").replace("_", "")
    ours = (model for model in apps.get_models() if model.__module__.startswith("cms."))
    return next((model for model in ours if model._meta.model_name == word), None)


def _different(model) -> list:
    """Some rows, no two alike in the fields that make a different page."""
    fields = VARIETIES.get(model._meta.label, [])
    rows = {tuple(getattr(row, field) for field in fields): row for row in model._default_manager.order_by("-pk")}
    return list(rows.values())[:MOST]

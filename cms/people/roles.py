"""The four roles, and what each may do.

Roles are Django groups, made by a migration. Their permissions stand here, in code, where they are reviewed and
tested as a matrix; a group may be given further permissions in the admin.
"""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

EDITOR = gettext_noop("Editor")
TRANSLATOR = gettext_noop("Translator")
MEDICAL_REVIEWER = gettext_noop("Medical reviewer")
PUBLISHER = gettext_noop("Publisher")

_READ = {
    "articles.view_article",
    "articles.view_edition",
    "articles.view_blockchange",
    "translation.view_translation",
    "translation.view_unit",
    "translation.view_change",
    "translation.view_suggestion",
}
ROLES: dict[str, set[str]] = {
    EDITOR: _READ
    | {
        "articles.change_article",
        "articles.change_edition",
        "articles.import_article",
        "translation.start_translation",
        "translation.exchange_catalogs",
    },
    TRANSLATOR: _READ | {"translation.change_unit", "translation.translate_unit", "translation.exchange_catalogs"},
    MEDICAL_REVIEWER: _READ
    | {
        "translation.change_unit",
        "translation.translate_unit",
        "translation.approve_unit",
        "translation.waive_meaning",
        "translation.exchange_catalogs",
    },
    PUBLISHER: _READ
    | {
        "articles.publish_edition",
        "articles.withdraw_edition",
        "translation.start_translation",
    },
}


class RoleBackend(ModelBackend):
    """Django's own backend, to which each role adds its permissions."""

    def get_group_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        permissions = set(super().get_group_permissions(user_obj, obj))
        if obj is not None or not user_obj.is_active or user_obj.is_anonymous or user_obj.is_superuser:
            return permissions
        if not hasattr(user_obj, "_role_permissions"):
            names = user_obj.groups.values_list("name", flat=True)
            user_obj._role_permissions = set().union(*(ROLES.get(name, set()) for name in names))
        return permissions | user_obj._role_permissions


def require(person: Any, permission: str, language: str = "") -> None:
    """Raise PermissionDenied, with a sentence, unless the person may do this (in this language)."""
    if not person.is_active:
        raise PermissionDenied(_("The account %s is not active.") % person.username)
    if person.may(permission, language):
        return
    if language and person.has_perm(permission):
        raise PermissionDenied(
            _("%(person)s has no grant for the language “%(language)s”.")
            % {"person": person.username, "language": language}
        )
    holders = ", ".join(sorted(_(role) for role, permissions in ROLES.items() if permission in permissions))
    raise PermissionDenied(
        _("%(person)s may not do this: it needs one of these roles: %(roles)s.")
        % {"person": person.username, "roles": holders or _("superuser")}
    )

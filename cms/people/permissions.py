"""What permissions are called, in the words of the interface."""

from django.contrib.auth.models import Permission
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

# As the models name them: the database keeps the English words.
gettext_noop("Can import a page as an article")
gettext_noop("Can publish editions")
gettext_noop("Can withdraw editions")
gettext_noop("Can start and update translations")
gettext_noop("Can export and import catalogs")
gettext_noop("Can translate units")
gettext_noop("Can approve units")
gettext_noop("Can waive findings of meaning")

_OF_EVERY_MODEL = {
    "add": gettext_lazy("Can add: %s"),
    "change": gettext_lazy("Can change: %s"),
    "delete": gettext_lazy("Can delete: %s"),
    "view": gettext_lazy("Can view: %s"),
}


def called(permission: Permission) -> str:
    """A permission's name in the interface's language."""
    model = permission.content_type.model_class()
    act = permission.codename.split("_")[0]
    if model is None or permission.codename != f"{act}_{model._meta.model_name}" or act not in _OF_EVERY_MODEL:
        return _(permission.name)
    return _OF_EVERY_MODEL[act] % capfirst(str(model._meta.verbose_name_plural))

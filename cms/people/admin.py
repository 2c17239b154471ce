from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cms.people.models import LanguageGrant, Person


class LanguageGrantInline(admin.TabularInline):
    model = LanguageGrant
    extra = 0

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return _choice_of_languages(db_field) or super().formfield_for_dbfield(db_field, request, **kwargs)


def _choice_of_languages(db_field):
    """The site's languages to choose from, for the fields that name one; the model knows none by name."""
    if db_field.name not in ("language", "interface_language"):
        return None
    empty = [("", "–")] if db_field.blank else []
    return forms.ChoiceField(
        label=capfirst(db_field.verbose_name),
        choices=[*empty, *settings.LANGUAGES],
        required=not db_field.blank,
        help_text=db_field.help_text,
    )


@admin.register(Person)
class PersonAdmin(UserAdmin):
    list_display = ["username", "public_name", "role_names", "language_names", "is_active"]
    list_select_related = False
    inlines = [LanguageGrantInline]
    fieldsets = [
        *UserAdmin.fieldsets[:2],
        (_("Public name and language"), {"fields": ["public_name", "credentials", "interface_language"]}),
        *UserAdmin.fieldsets[2:],
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups", "grants")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return _choice_of_languages(db_field) or super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description=_("roles"))
    def role_names(self, person):
        return ", ".join(str(_(group.name)) for group in person.groups.all())

    @admin.display(description=_("languages"))
    def language_names(self, person):
        return ", ".join(sorted(person.granted_languages))

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.utils.translation import gettext_lazy as _

from cms.people.models import LanguageGrant, Person


class LanguageGrantInline(admin.TabularInline):
    model = LanguageGrant
    extra = 0


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

    @admin.display(description=_("roles"))
    def role_names(self, person):
        return ", ".join(str(_(group.name)) for group in person.groups.all())

    @admin.display(description=_("languages"))
    def language_names(self, person):
        return ", ".join(sorted(person.granted_languages))

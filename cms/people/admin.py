"""Who works here, and what the roles may do."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    AdminUserCreationForm,
    SetUnusablePasswordMixin,
    UserChangeForm,
)
from django.contrib.auth.models import Group, Permission
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cms.people.models import LanguageGrant, Person
from cms.people.permissions import called
from cms.people.roles import ROLES

admin.site.unregister(Group)


class _Called(forms.ModelMultipleChoiceField):
    """Roles or permissions, by their names in the interface's language."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj):
        return called(obj) if isinstance(obj, Permission) else str(_(obj.name))


def _choice_of_languages(db_field):
    """The site's languages to choose from, for the field that names one; the model knows none by name."""
    if db_field.name != "interface_language":
        return None
    return forms.ChoiceField(
        label=capfirst(db_field.verbose_name),
        choices=[("", "–"), *settings.LANGUAGES],
        required=False,
        help_text=db_field.help_text,
    )


class PersonForm(UserChangeForm):
    granted = forms.MultipleChoiceField(
        label=_("Languages"),
        required=False,
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Those this person translates into or reviews."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["granted"] = sorted(self.instance.granted_languages)


class NewPersonForm(AdminUserCreationForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # The admin's own script goes to the first field; the browser, asked as well, would complain.
        self.fields["username"].widget.attrs.pop("autofocus", None)


class NewPasswordForm(AdminPasswordChangeForm):
    """Django's, whose help speaks the language of whoever started the server."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "usable_password" in self.fields:
            self.fields["usable_password"].help_text = format_html(
                '{}<ul id="id_unusable_warning" class="messagelist"><li class="warning">{}</li></ul>',
                SetUnusablePasswordMixin.usable_password_help_text,
                _("If disabled, the current password for this user will be lost."),
            )


class RoleFilter(admin.SimpleListFilter):
    title = _("role")
    parameter_name = "role"

    def lookups(self, request, model_admin):
        return [(str(group.pk), _(group.name)) for group in Group.objects.order_by("pk")]

    def queryset(self, request, queryset):
        chosen = self.value() or ""
        return queryset.filter(groups=int(chosen)) if chosen.isdecimal() else queryset


@admin.register(Person)
class PersonAdmin(UserAdmin):
    form = PersonForm
    add_form = NewPersonForm
    change_password_form = NewPasswordForm
    list_display = ["username", "public_name", "role_names", "language_names", "is_active"]
    list_filter = [RoleFilter, "is_active"]
    list_select_related = False
    search_fields = ["username", "public_name", "first_name", "last_name", "email"]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        *UserAdmin.fieldsets[:2],
        (_("Public name and language"), {"fields": ["public_name", "credentials", "interface_language"]}),
        (_("Roles and languages"), {"fields": ["is_active", "is_staff", "is_superuser", "groups", "granted"]}),
        (_("Important dates"), {"fields": ["last_login", "date_joined"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups", "grants")

    def has_delete_permission(self, request, obj=None):
        """Nobody is deleted: the log names them. Whoever leaves is no longer active."""
        return False

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return _choice_of_languages(db_field) or super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return _Called(Group.objects.order_by("pk"), required=False, label=_("Roles"))

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if "granted" not in form.cleaned_data:
            return
        person, chosen = form.instance, set(form.cleaned_data["granted"])
        there = set(person.grants.values_list("language", flat=True))
        person.grants.filter(language__in=there & set(dict(settings.LANGUAGES)) - chosen).delete()
        LanguageGrant.objects.bulk_create(LanguageGrant(person=person, language=code) for code in chosen - there)

    @admin.display(description=_("roles"))
    def role_names(self, person):
        return ", ".join(str(_(group.name)) for group in person.groups.all())

    @admin.display(description=_("languages"))
    def language_names(self, person):
        return ", ".join(sorted(person.granted_languages))


@admin.register(Group)
class RoleAdmin(admin.ModelAdmin):
    """The four roles: what they may do stands in code, what they may do besides is given here."""

    list_display = ["role"]
    actions = None
    fields = ["role", "always", "permissions"]
    readonly_fields = ["role", "always"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_object(self, *args, **kwargs):
        """Headings and breadcrumbs call a role by its name in the interface's language; it is not saved so."""
        group = super().get_object(*args, **kwargs)
        if group is not None:
            group.stored_name, group.name = group.name, str(_(group.name))
        return group

    def save_model(self, request, obj, form, change):
        """The name is fixed; the permissions are saved as its relations."""

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return _Called(_of_the_admin(), required=False, label=_("May also"))

    @admin.display(description=_("role"), ordering="name")
    def role(self, group):
        return str(_(group.name))

    @admin.display(description=_("May always"))
    def always(self, group):
        names = ROLES.get(group.stored_name, ())
        rows = ((called(p),) for p in _of_the_admin() if f"{p.content_type.app_label}.{p.codename}" in names)
        return format_html_join("", "<p>{}</p>", rows)


def _of_the_admin():
    """The permissions of what the admin has pages for."""
    models = {(model._meta.app_label, model._meta.model_name) for model in admin.site._registry}
    every = Permission.objects.select_related("content_type").order_by("content_type__app_label", "content_type", "pk")
    there = [
        permission.pk
        for permission in every
        if (permission.content_type.app_label, permission.content_type.model) in models
    ]
    return every.filter(pk__in=there)

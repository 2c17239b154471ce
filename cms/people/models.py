"""Who works here."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class Person(AbstractUser):
    """Somebody who logs in; what they may do comes from their roles (groups) and language grants."""

    public_name = models.CharField(_("public name"), max_length=120, blank=True, help_text=_("As readers may see it."))
    credentials = models.CharField(
        _("credentials"), max_length=200, blank=True, help_text=_("For example: MD, clinical pharmacist.")
    )
    interface_language = models.CharField(
        _("interface language"), max_length=12, blank=True, help_text=_("Empty: as the browser asks.")
    )

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.public_name or self.get_full_name() or self.username

    def may(self, permission: str, language: str = "") -> bool:
        """Whether a role gives the permission and, where a language is named, a grant covers it."""
        if not self.has_perm(permission):
            return False
        return not language or self.is_superuser or language in self.granted_languages

    @property
    def granted_languages(self) -> set[str]:
        return {grant.language for grant in self.grants.all()}


class LanguageGrant(models.Model):
    """One language that a person may translate into, review or publish."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="grants", verbose_name=_("person"))
    language = models.CharField(_("language"), max_length=12)

    class Meta:
        verbose_name = _("language grant")
        verbose_name_plural = _("language grants")
        constraints = [models.UniqueConstraint(fields=["person", "language"], name="one_grant_per_language")]

    def __str__(self) -> str:
        return self.language

"""The translators' and reviewers' side of the admin. Django finds it by this name."""

from cms.translation.admin import editions, log, translations, units

__all__ = ["editions", "log", "translations", "units"]

"""What one language calls other languages, and months. Pure."""

from datetime import date

from babel import Locale
from babel.dates import format_date

from cms.languages.language import get


def name_of(other: str, language: str) -> str:
    """The name of a language as it stands inside a sentence of another: "Vietnamese", "tiếng Anh"."""
    name = Locale.parse(other.replace("_", "-"), sep="-").get_display_name(get(language).locale) or other
    return name[0].lower() + name[1:] if name.startswith("Tiếng ") else name


def month_name(day: date, language: str) -> str:
    """A month with its year, as a heading: "November 2022", "tháng 11 năm 2022"."""
    return format_date(day, get(language).month_pattern, locale=get(language).locale)

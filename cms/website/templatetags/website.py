from datetime import date

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cms.languages import get
from cms.website import assets

register = template.Library()


@register.simple_tag
def asset(name: str) -> str:
    """The address of a style sheet, script, font or icon."""
    return assets.addresses()[name]


@register.filter
def day(value: date | None) -> SafeString | str:
    """A date in the page's language, in a time element."""
    if value is None:
        return ""
    text = get(get_language() or "en").format_date(value)
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), text)

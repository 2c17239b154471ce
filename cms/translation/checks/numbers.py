"""Numbers and codes: what the source counts, the translation counts.

Values are compared and not characters, so "2.5" may be "2,5", "six" may be "6" and "June" may be "tháng 6".
"""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from cms.languages.claims import Number
from cms.translation.checks.finding import Check, Pair, Span, span

Found = Iterator[tuple[str, Span | None, Span | None]]

_THREE_DIGITS = re.compile(r"[.,]\d{3}(?!\d)")


def _missing(pair: Pair) -> Found:
    """N1: every number in digits, and every month that has a number, is in the translation."""
    for number in pair.numbers.missing:
        if number.form != "words":
            message = _("The number %(number)s of the source has no equal in the translation.")
            yield message % {"number": number.text}, span(number), None


def _extra(pair: Pair) -> Found:
    """N2: the translation has no number in digits that the source has not."""
    for number in pair.numbers.extra:
        message = _("The number %(number)s of the translation has no equal in the source.")
        yield message % {"number": number.text}, None, span(number)


def _misread(pair: Pair) -> Found:
    """N3: no separator that makes it another number: "1,500 mg" is one and a half in Vietnamese."""
    message = _("Readers take %(number)s for another number: its separator means something else in this language.")
    for source, target in pair.numbers.misread:
        yield message % {"number": target.text}, span(source), span(target)
    for source, target in pair.numbers.pairs:
        if target.foreign and _has_three(target):
            yield message % {"number": target.text}, span(source), span(target)


def _foreign(pair: Pair) -> Found:
    """N4: separators are the language's own, even where the value is not in doubt."""
    for source, target in pair.numbers.pairs:
        if target.foreign and not _has_three(target):
            message = _("%(number)s is written with the separators of another language.")
            yield message % {"number": target.text}, span(source), span(target)


def _has_three(number: Number) -> bool:
    """Whether three decimals follow a zero: 0.125 is no group of thousands, and still looks like one."""
    return number.text.startswith("0") and bool(_THREE_DIGITS.search(number.text))


def _spelled(pair: Pair) -> Found:
    """N7: a number in words is compared as well, so that "six" does not become "năm"."""
    for number in pair.numbers.missing:
        if number.form == "words":
            message = _("The number “%(number)s” of the source has no equal in the translation.")
            yield message % {"number": number.text}, span(number), None


def _codes(pair: Pair) -> Found:
    """A1: tokens of letters and digits stay as they are: B12, CD4, COVID-19."""
    missing, extra = pair.codes
    for code in missing:
        yield _("%(code)s of the source is not in the translation.") % {"code": code}, None, None
    for code in extra:
        yield _("%(code)s of the translation is not in the source.") % {"code": code}, None, None


CHECKS = (
    Check("N1", "B", _missing),
    Check("N2", "B", _extra),
    Check("N3", "B", _misread),
    Check("N4", "W", _foreign),
    Check("N7", "B", _spelled),
    Check("A1", "B", _codes),
)

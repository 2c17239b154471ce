"""What is true of a language: its name, its order, its slugs, its numbers.

What Babel knows holds for every language; English and Vietnamese say more, each in its own file.
"""

import datetime
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from typing import ClassVar

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal, get_decimal_symbol

from cms.languages.claims import Number, plain
from cms.languages.digits import Convention, codes, hide_codes, read_digits

# Letters that Unicode does not take apart into a base letter and a mark.
_WHOLE_LETTERS = str.maketrans(
    {"đ": "d", "Đ": "D", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i", "ð": "d", "Ð": "D"}
    | {"ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "Th"}
)
_NEVER = re.compile(r"(?!)")
# Symbols of units, the same in every language that writes Latin letters.
UNITS = frozenset(["mg", "mcg", "µg", "g", "kg", "ml", "l", "iu", "mmol", "pmol", "pg", "ng", "dl", "kcal", "mmhg"])


class UnknownLanguage(ValueError):
    """No language has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(f"There is no language with the code “{code}”.")
        self.code = code


def without_marks(text: str) -> str:
    """The text in plain base letters: "Đường huyết" becomes "Duong huyet"."""
    apart = unicodedata.normalize("NFKD", text.translate(_WHOLE_LETTERS))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


@dataclass(frozen=True)
class Language:
    """One language, by its code as Django writes it ("en", "vi", "pt-br")."""

    code: str
    locale: Locale

    words_per_minute: ClassVar[int] = 230
    date_pattern: ClassVar[str] = "long"
    month_pattern: ClassVar[str] = "LLLL y"
    guarded: ClassVar[frozenset[str]] = UNITS
    """The words that must not change unseen: units of measure, and where a list is given negation and modality."""
    numbers_months: ClassVar[bool] = False
    """Whether the months have numbers for names, as tháng 9, so that a month is a number to compare."""

    @cached_property
    def name(self) -> str:
        """What its speakers call it, as the first word of a line: "Français"."""
        name = self.locale.get_display_name() or self.code
        return name[0].upper() + name[1:]

    @cached_property
    def opengraph_locale(self) -> str:
        """The language with the territory where most speak it, as Open Graph wants it: "vi_VN"."""
        if self.locale.territory:
            return f"{self.locale.language}_{self.locale.territory}"
        bare = "_".join(filter(None, (self.locale.language, self.locale.script)))
        likely = get_global("likely_subtags").get(bare) or bare
        territory = Locale.parse(likely).territory
        return f"{self.locale.language}_{territory}" if territory else self.locale.language

    @cached_property
    def convention(self) -> Convention:
        """How it writes numbers; without words, until a file of its own knows them."""
        return Convention(get_decimal_symbol(self.locale), {}, _NEVER, _NEVER, _NEVER)

    def slug(self, text: str, max_length: int = 80) -> str:
        """An address from a title: base letters, digits and hyphens, cut between words, never empty."""
        letters = re.sub(r"['’ʼ]", "", without_marks(text).lower())
        slug = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
        if len(slug) > max_length:
            head, _, _ = slug[: max_length + 1].rpartition("-")
            slug = head or slug[:max_length]
        return slug.strip("-") or "article"[:max_length]

    def fold(self, text: str) -> str:
        """The loose key under which a search finds the text: no case, no marks."""
        return without_marks(text.casefold())

    def sort_key(self, text: str) -> tuple[str, ...]:
        """What an A–Z list is ordered by."""
        return self.fold(text), text

    def format_date(self, date: datetime.date) -> str:
        """The date as it stands in a sentence."""
        return format_date(date, self.date_pattern, locale=self.locale)

    def format_number(self, number: int | float | Decimal) -> str:
        """The number with the language's own separators."""
        return format_decimal(number, locale=self.locale)

    def format_list(self, items: list[str]) -> str:
        """The items as an enumeration: "a, b và c"."""
        return format_list(items, locale=self.locale)

    def reading_minutes(self, text: str) -> int:
        """How long a reader takes, in whole minutes, one at least."""
        return max(1, round(len(re.findall(r"\w+", plain(text))) / self.words_per_minute))

    def numbers(self, text: str) -> list[Number]:
        """The numbers of a sentence, markup ignored; spans are about `plain(text)`."""
        return self.read_numbers(hide_codes(plain(text)))

    def codes(self, text: str) -> list[str]:
        """The tokens whose digits are no numbers: B12, CD4, COVID-19."""
        return codes(plain(text))

    def read_numbers(self, text: str) -> list[Number]:
        """The numbers of a sentence that has neither markup nor codes; what a language of its own extends."""
        return read_digits(text, self.convention)


@cache
def get(code: str) -> Language:
    """The language of a code; `UnknownLanguage` if there is none."""
    from cms.languages.en import English  # both build on Language
    from cms.languages.vi import Vietnamese

    try:
        locale = Locale.parse(code.replace("_", "-"), sep="-")
    except (ValueError, UnknownLocaleError) as error:
        raise UnknownLanguage(code) from error
    kinds: dict[str, type[Language]] = {"en": English, "vi": Vietnamese}
    return kinds.get(locale.language, Language)(code.replace("_", "-").lower(), locale)

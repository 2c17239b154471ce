"""Numbers in digits, in any language: separators, fractions, clock times, scales; and codes such as B12.

Either convention of separators is read wherever the value is not in doubt; where it is, the language's own
convention gives the value and the other one is kept beside it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from cms.languages.claims import Number


def words_of(line: str) -> list[str]:
    """The words of a line, so that a list of them reads as one."""
    return line.split()


_CODE = re.compile(
    r"(?<![\w$€£])(?:(?P<letters>[^\W\d]{1,24})(?P<hyphen>[-‑]?)(?P<digits>\d+)[^\W_]*(?:-\d+)*"
    r"|\d+[-‑]?\(?(?P<suffix>[A-Z]{1,3})\)?(?!\w)[A-Z]?)"
)
# Letters before a number that are a word of their own and not part of a name: "mid-1990s", "USD35", "pH7.4".
_WORDS_BEFORE = frozenset(
    words_of(
        "mid pre post under over sub non ex top late early age aged plus minus around to usd vnd vnđ eur gbp"
        " aud rm đ ph no số type stage phase grade level class day week"
    )
)
# Names with a hyphen that small letters begin as well; else "6-foot-6" and "3rd-and-9" are words and numbers.
_HYPHENED = frozenset({"covid", "omega", "sars", "cov", "interleukin"})
# Letters after a number that are a unit or an abbreviation of time: "500MB" is an amount, "3D" a name.
_UNITS_AFTER = frozenset(
    words_of(
        "KB MB GB TB HZ V W KW MW L C F K M B IU UI MG KG G KM CM MM ML H AM PM BC AD CE BCE USD VND EUR GBP"
        " MP S X DPI PT PX ST ND RD TH TR N T Đ"
    )
)
_AREA = re.compile(r"(?:[cdkm]?m)[23]$")
_YEARS = re.compile(r"(?:1[5-9]|20)\d\d")

_MONEY = ("$", "£", "€", "¥", "₫")
_GLYPHS = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅛": (1, 8)}
_DIGITS = re.compile(
    r"(?=[\d½⅓⅔¼¾⅕⅛])(?:(?<![\d.,/])(?P<hour>[01]?\d|2[0-4])(?:[:hH]|\.(?=\d\d ?(?:[ap]\.?m|giờ)))"
    r"(?P<minute>[0-5]\d)(?![\d:]|[.,]\d)"
    r"|(?<![\d.,/-])(?P<date>\d{1,2}(?P<sign>[/.-])\d{1,2}(?P=sign)(?:\d{4}|\d\d)"
    r"|\d{1,2}[/-]\d{4}|\d{4}-\d\d?-\d\d?)(?![\d/-])"
    r"|(?<![\d.,/])(?:(?P<whole>\d+) )?(?P<over>\d{1,2})[/⁄](?P<under>\d{1,3})(?![\d/]|[.,]\d)"
    r"|(?<![\d.,/])(?:(?P<units>\d+) ?)?(?P<glyph>[½⅓⅔¼¾⅕⅛])"
    r"|(?<!\d)(?P<run>\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*))"
)
_ROMAN = re.compile(r"(?<!\w)(?=[IVXL]{2})L?X{0,3}(?:IX|IV|V?I{0,3})(?!\w)")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}


@dataclass(frozen=True)
class Convention:
    """How a language writes numbers: its decimal sign, the words that multiply or join a range."""

    decimal: str
    scales: Mapping[str, Decimal]
    scale: re.Pattern[str]
    """What multiplies, matched right behind the digits; group 1 is looked up in `scales`."""
    joint: re.Pattern[str]
    """What stands between the two ends of a range: "10 to 15 million" means ten million to fifteen."""
    counted: re.Pattern[str]
    """What is counted in wholes, matched right behind the digits: "10,000 people" are never ten."""


def codes(text: str) -> list[str]:
    """Tokens of letters and digits (B12, COVID-19, CD4) of a plain sentence: names, kept as they are."""
    return [match[0] for match in _codes(text) if not _AREA.match(match[0])]


def hide_codes(text: str) -> str:
    """The sentence with every code blanked out, of the same length: the 12 of B12 is no number."""
    return _blank(text, [match.span() for match in _codes(text)])


def hide(text: str, numbers: list[Number]) -> str:
    """The sentence with these numbers blanked out, of the same length."""
    return _blank(text, [(number.start, number.end) for number in numbers])


def _blank(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + "\0" * (end - start) + text[end:]
    return text


def _codes(text: str) -> Iterator[re.Match[str]]:
    for match in _CODE.finditer(text):
        if match["suffix"]:
            if match["suffix"] not in _UNITS_AFTER:
                yield match
        elif match["letters"].lower() in _WORDS_BEFORE:
            continue
        elif not (match["hyphen"] and _is_word_and_number(match["letters"], match["digits"])):
            yield match


def _is_word_and_number(letters: str, digits: str) -> bool:
    if letters.lower() in _HYPHENED:
        return False
    return letters.islower() or bool(_YEARS.fullmatch(digits))


def read_digits(text: str, convention: Convention) -> list[Number]:
    """Every number in digits of a plain sentence whose codes are hidden, in order."""
    numbers: list[Number] = []
    for match in _DIGITS.finditer(text):
        if match["hour"]:
            numbers += _clock(match)
        elif match["date"]:
            numbers += _date(match)
        elif match["over"]:
            numbers += _fraction(match)
        elif match["glyph"]:
            over, under = _GLYPHS[match["glyph"]]
            numbers.append(_mixed(match, match["units"], over, under))
        else:
            numbers += [_settled(number, text, convention) for number in _run(match, convention)]
    return _share_scale(numbers, text, convention.joint)


def read_roman(text: str) -> list[Number]:
    """Roman numerals of two letters and more: "Type II" may be "típ 2". One letter is mostly a letter."""
    found: list[Number] = []
    for match in _ROMAN.finditer(text):
        values = [_ROMAN_VALUES[letter] for letter in match[0]]
        total = sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
        found.append(Number(Decimal(total), match.start(), match.end(), match[0], "hint"))
    return found


def number_from(match: re.Match[str], group: str | int = 0) -> Number:
    """The number written as plain digits in one group of a match."""
    return Number(Decimal(match[group]), match.start(group), match.end(group), match[group])


def _clock(match: re.Match[str]) -> list[Number]:
    """The minutes of a full hour say nothing: 05:00 is 5 a.m."""
    hour, minute = number_from(match, "hour"), number_from(match, "minute")
    return [hour, minute] if minute.value else [hour]


def _date(match: re.Match[str]) -> list[Number]:
    start = match.start()
    parts = re.finditer(r"\d+", match[0])
    return [_maybe_month(Number(Decimal(p[0]), start + p.start(), start + p.end(), p[0])) for p in parts]


def _maybe_month(number: Number) -> Number:
    return replace(number, role="month") if 1 <= number.value <= 12 else number


def _fraction(match: re.Match[str]) -> list[Number]:
    """A fraction is less than one: 120/80 and 30/11 are two numbers each."""
    over, under = int(match["over"]), int(match["under"])
    if 0 < over < under:
        return [_mixed(match, match["whole"], over, under)]
    return [_maybe_month(number_from(match, group)) for group in ("whole", "over", "under") if match[group]]


def _mixed(match: re.Match[str], whole: str | None, over: int, under: int) -> Number:
    values = [Decimal(whole)] if whole else []
    value = sum(values, Decimal(over) / under)
    start, end, text = match.start(), match.end(), match[0]
    parts = tuple(_maybe_month(Number(part, start, end, text)) for part in (*values, Decimal(over), Decimal(under)))
    return Number(value, start, end, text, parts=parts)


def _run(match: re.Match[str], convention: Convention) -> list[Number]:
    """Digits with separators, read by how many digits stand between them."""
    text, start, end = match["run"], match.start("run"), match.end("run")
    bare = re.sub(r"\s", "", text)
    first, *rest = re.split(r"[.,]", bare)
    signs = re.findall(r"[.,]", bare)
    if not signs:
        return [Number(Decimal(bare), start, end, text)]
    own = signs[-1] == convention.decimal
    grouped = 1 <= len(first) <= 3 and first[0] != "0"
    if len(signs) == 1:
        decimal, joined = Decimal(f"{first}.{rest[0]}"), Decimal(first + rest[0])
        if not (grouped and len(rest[0]) == 3 and bare == text):
            return [Number(decimal, start, end, text, foreign=not own)]
        value, swapped = (decimal, joined) if own else (joined, decimal)
        return [Number(value, start, end, text, swapped=swapped)]
    if grouped and all(len(group) == 3 for group in rest[:-1]) and len(set(signs[:-1])) == 1:
        if signs[-1] != signs[0]:
            value = Decimal(f"{first}{''.join(rest[:-1])}.{rest[-1]}")
            return [Number(value, start, end, text, foreign=not own)]
        if len(rest[-1]) == 3:
            return [Number(Decimal(first + "".join(rest)), start, end, text, foreign=own)]
    return [
        Number(Decimal(part[0]), start + part.start(), start + part.end(), part[0])
        for part in re.finditer(r"\d+", text)
    ]


def _settled(number: Number, text: str, convention: Convention) -> Number:
    """The number with its scale, and without the doubt about its separator where what follows leaves none."""
    if number.swapped is not None:
        money = text[max(0, number.start - 1) : number.start] in _MONEY
        if (money and number.start) or convention.counted.match(text, number.end):
            joined = max(number.value, number.swapped)
            return replace(number, value=joined, swapped=None, foreign=joined != number.value)
    return _scaled(number, text, convention)


def _scaled(number: Number, text: str, convention: Convention) -> Number:
    """2.25 followed by "billion" is 2,250,000,000."""
    match = convention.scale.match(text, number.end)
    if match is None:
        return number
    return multiplied(number, convention.scales[match[1].lower()], match.end(), text)


def multiplied(number: Number, scale: Decimal, end: int, text: str) -> Number:
    """The number times the scale word that ends at `end`."""
    return replace(
        number,
        value=number.value * scale,
        swapped=None if number.swapped is None else number.swapped * scale,
        scale=number.scale * scale,
        end=end,
        text=text[number.start : end],
    )


def _share_scale(numbers: list[Number], text: str, joint: re.Pattern[str]) -> list[Number]:
    for i, (number, following) in enumerate(pairwise(numbers)):
        if number.scale == 1 != following.scale and joint.fullmatch(text, number.end, following.start):
            numbers[i] = replace(number, also=number.also | {number.value * following.scale})
    return numbers

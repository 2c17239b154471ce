"""What a sentence claims, so far as numbers and codes go, and what two sentences claim differently.

Values are compared, never characters: "2.5" equals "2,5", and "2.25 billion" equals "2,25 tỷ".
"""

import html
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Form = Literal["digits", "words", "name", "hint", "article"]
Role = Literal["", "month", "weekday"]

_DIGITS: frozenset[Form] = frozenset({"digits"})
_WORDS: frozenset[Form] = frozenset({"words"})
_NAMES: frozenset[Form] = frozenset({"name"})
_ARTICLES: frozenset[Form] = frozenset({"article"})
_SPELLED: frozenset[Form] = frozenset({"words", "name", "hint"})

_BREAK = re.compile(r"<(?:br|/?p|/?li|/?td|/?th|/?div)\b[^<>]*>", re.IGNORECASE)
_POWER = re.compile(r"<sup\b[^<>]*>", re.IGNORECASE)
# "<5 mg" is text, so a tag has to begin with a letter, or be one of the numbered tags, "<1>…</1>".
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|</?\d+\s?/?>")


@dataclass(frozen=True, slots=True)
class Number:
    """A number read out of a sentence; the span is about the sentence without its markup (`plain`).

    A "name" (September, Friday) stands for a number only where the other language writes that month or
    weekday with one, so it equals nothing but a number of the same role. "words" are surely a cardinal
    numeral; a "hint" is a word that may stand for a number (twice, half, third), never asked for by itself;
    an "article" explains a 1 in the translation, and makes up for none that is lost.
    """

    value: Decimal
    start: int
    end: int
    text: str
    form: Form = "digits"
    also: frozenset[Decimal] = frozenset()
    """What the language lets it mean as well: 5 p.m. is 17, the 1990s are the 90s."""
    swapped: Decimal | None = None
    """What it means to whoever takes the decimal sign for the thousands sign: 1.5 for "1,500" in English."""
    foreign: bool = False
    """Written with another language's separators, its value not in doubt: "7.5" in Vietnamese."""
    scale: Decimal = Decimal(1)
    role: Role = ""
    parts: tuple["Number", ...] = ()
    """The numbers it is written with, where these may be said one by one: 1 and 3 of "1/3"."""

    @property
    def spelled(self) -> bool:
        """Read from words rather than digits."""
        return self.form != "digits"

    @property
    def readings(self) -> frozenset[Decimal]:
        """All that it may mean in its own language."""
        return self.also | {self.value}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sentences' numbers side by side: each number is in one pair at most."""

    missing: list[Number]
    """Digits, numerals from two on and, where months have numbers, months of the source."""
    extra: list[Number]
    """Digits of the target: what it spells out of its own accord is no claim."""
    pairs: list[tuple[Number, Number]]
    misread: list[tuple[Number, Number]]
    """Pairs that are equal only if the target is read by another language's separators."""


def plain(text: str) -> str:
    """The words alone: tags taken out, entities resolved, NFC; a power keeps its mark, as "10^9"."""
    if "<" in text:
        text = _TAG.sub("", _POWER.sub("^", _BREAK.sub(" ", text)))
    if "&" in text:
        text = html.unescape(text)
    return unicodedata.normalize("NFC", text)


def number_differences(
    source: list[Number], target: list[Number], *, months: bool = False
) -> tuple[list[Number], list[Number]]:
    """The numbers of the source that the target lacks, and the digits of the target that the source lacks."""
    result = compare(source, target, months=months)
    return result.missing, result.extra


def compare(source: list[Number], target: list[Number], *, months: bool = False) -> Comparison:
    """Pair equal numbers, each used once: digits with digits first, what is left of them with words.

    A fraction is tried whole ("½", "half", "1/2"), and only then by its parts ("one in two"). With `months`,
    for a target whose language numbers its months, the name of a month asks for its number as digits do.
    """
    work = _Matching(list(source), list(target))
    work.run()
    if any(number.parts for number in (*work.source, *work.target)):
        work.source, work.target = _in_parts(work.source), _in_parts(work.target)
        work.run()
    missing = [number for number in work.source if _asks(number, months)]
    extra = [number for number in work.target if not number.spelled]
    return Comparison(missing, extra, work.pairs, work.misread)


def code_differences(source: Iterable[str], target: Iterable[str]) -> tuple[list[str], list[str]]:
    """The codes only one side has; how often, in what case and with which hyphen does not matter."""
    left = {_bare(code): code for code in source}
    right = {_bare(code): code for code in target}
    missing = [code for bare, code in left.items() if bare not in right]
    return missing, [code for bare, code in right.items() if bare not in left]


def _bare(code: str) -> str:
    """B12 for "b-12"; an English plural s (F-16s) is not part of the code."""
    return re.sub(r"(?<=\d)s$", "", code).replace("-", "").replace("‑", "").casefold()


def _in_parts(numbers: list[Number]) -> list[Number]:
    return [part for number in numbers for part in number.parts or (number,)]


def _asks(number: Number, months: bool) -> bool:
    """Whether the number has to be in the translation; one is too often an article, a weekday has a name."""
    if number.form == "words":
        return number.value >= 2
    return number.form == "digits" or (months and number.form == "name" and number.role == "month")


def _may_pair(a: Number, b: Number) -> bool:
    """Whether September may be this 9, and Friday this 6."""
    return a.role == b.role or not (_is_name(a) or _is_name(b))


def _is_name(number: Number) -> bool:
    """A hint is a name where it may be a month: May and March are other words as well."""
    return number.form == "name" or (number.form == "hint" and number.role == "month")


def _same(a: Number, b: Number) -> bool:
    return a.value == b.value


def _same_role(a: Number, b: Number) -> bool:
    return bool(a.role) and a.role == b.role and a.value == b.value


def _same_way(a: Number, b: Number) -> bool:
    """Not for one and its article, which too often stand on one side only."""
    return a.value == b.value and (a.value > 1 or a.form == b.form)


def _readable_as(a: Number, b: Number) -> bool:
    return not a.readings.isdisjoint(b.readings)


def _target_misread(a: Number, b: Number) -> bool:
    return b.swapped is not None and a.value == b.swapped


def _source_misread(a: Number, b: Number) -> bool:
    return a.swapped is not None and a.swapped == b.value


@dataclass(slots=True)
class _Matching:
    """What is left to pair on either side, and the pairs made."""

    source: list[Number]
    target: list[Number]
    pairs: list[tuple[Number, Number]] = field(default_factory=list)
    misread: list[tuple[Number, Number]] = field(default_factory=list)

    def run(self) -> None:
        """The surest first: a numeral that has a counterpart of its own does not stand for lost digits."""
        self._pair(_same_role, _NAMES, _DIGITS)  # a month is not used up by another 3 that comes before it
        self._pair(_same_role, _DIGITS, _NAMES)
        self._pair(_same, _DIGITS, _DIGITS)
        self.misread += self._pair(_target_misread, _DIGITS, _DIGITS)
        self._pair(_source_misread, _DIGITS, _DIGITS)
        self._pair(_readable_as, _DIGITS, _DIGITS)
        self._pair(_same, _NAMES, _DIGITS)
        self._pair(_same, _NAMES, _SPELLED)
        self._pair(_same, _DIGITS, _NAMES)
        self._pair(_same, _SPELLED, _NAMES)
        self._pair(_same, _WORDS, _WORDS)
        self._pair(_same_way, _SPELLED, _SPELLED)
        for equal in (_same, _readable_as):
            self._pair(equal, _DIGITS, _SPELLED)
            self._pair(equal, _SPELLED, _DIGITS)
            self._pair(equal, _WORDS, _SPELLED)
        self._pair(_same, _ARTICLES, _DIGITS)

    def _pair(
        self, equal: Callable[[Number, Number], bool], left: frozenset[Form], right: frozenset[Form]
    ) -> list[tuple[Number, Number]]:
        made: list[tuple[Number, Number]] = []
        for a in [number for number in self.source if number.form in left]:
            for b in self.target:
                if b.form in right and equal(a, b) and _may_pair(a, b):
                    self.source.remove(a)
                    self.target.remove(b)
                    made.append((a, b))
                    break
        self.pairs += made
        return made

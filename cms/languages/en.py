"""English: its dates, and the numbers its words stand for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import ClassVar, Literal, NamedTuple

from cms.languages.claims import Form, Number
from cms.languages.digits import Convention, hide, multiplied, read_digits, read_roman, words_of
from cms.languages.language import UNITS, Language

Kind = Literal["unit", "teen", "ten", "many"]

_UNITS = words_of("one two three four five six seven eight nine")
_TEENS = words_of("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
_TENS = words_of("twenty thirty forty fifty sixty seventy eighty ninety")
_MANY = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
_UNIT_ORDINALS = words_of("first second third fourth fifth sixth seventh eighth ninth")
_TEEN_ORDINALS = words_of(
    "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
)

_WORDS: dict[str, tuple[Kind, int]] = (
    {word: ("unit", i) for i, word in enumerate(_UNITS, 1)}
    | {word: ("teen", i) for i, word in enumerate(_TEENS, 10)}
    | {word: ("ten", 10 * i) for i, word in enumerate(_TENS, 2)}
    | {word: ("many", value) for word, value in _MANY.items()}
)
_ORDINALS: dict[str, tuple[Kind, int]] = (
    {word: ("unit", i) for i, word in enumerate(_UNIT_ORDINALS, 1)}
    | {word: ("teen", i) for i, word in enumerate(_TEEN_ORDINALS, 10)}
    | {word[:-1] + "ieth": ("ten", 10 * i) for i, word in enumerate(_TENS, 2)}
    | {f"{word}th": ("many", value) for word, value in _MANY.items() if word != "dozen"}
)
# What may follow what inside one number: "twenty-one", "two hundred and five", never "one two".
_FOLLOWS: dict[Kind, frozenset[Kind]] = {
    "unit": frozenset({"many"}),
    "teen": frozenset({"many"}),
    "ten": frozenset({"unit", "many"}),
    "many": frozenset({"unit", "teen", "ten", "many"}),
}

# Words that hold a number without being one; the second value is another way to say the same.
_HIDDEN: dict[str, tuple[str, ...]] = {
    "once": ("1",), "single": ("1",), "sole": ("1",), "zero": ("0",), "nil": ("0",),
    "twice": ("2",), "double": ("2",), "doubled": ("2",), "doubles": ("2",), "both": ("2",), "pair": ("2",),
    "couple": ("2",), "twin": ("2",), "twofold": ("2",), "biweekly": ("2",), "either": ("2",),
    "thrice": ("3",), "triple": ("3",), "tripled": ("3",), "trio": ("3",), "threefold": ("3",),
    "quadruple": ("4",), "fortnight": ("2", "14"), "fortnightly": ("2", "14"), "decade": ("10",),
    "century": ("100", "1"), "noon": ("12",), "midday": ("12",), "midnight": ("0", "12", "24"),
}  # fmt: skip
_HIDDEN |= {word[:-1] + "ies": (str(10 * i), str(1900 + 10 * i)) for i, word in enumerate(_TENS, 2)}

_MONTHS = words_of("january february march april may june july august september october november december")
_MONTH_OF = {name: i for i, name in enumerate(_MONTHS, 1)} | {name[:3]: i for i, name in enumerate(_MONTHS, 1)}
_MONTH_OF["sept"] = 9
# Vietnamese counts the days of the week from Monday, "thứ Hai", the second; Sunday has no number.
_WEEKDAY_OF = {name: i for i, name in enumerate(words_of("monday tuesday wednesday thursday friday saturday"), 2)}
_WEEKDAY_OF |= {name[:3]: i for name, i in _WEEKDAY_OF.items()} | {"tues": 3, "thur": 5, "thurs": 5}

_PARTS = {"half": 2, "quarter": 4} | {word: i for word, (_, i) in _ORDINALS.items() if i > 2 and i != 100}
_PARTS |= {f"{word}s": i for word, i in _PARTS.items()} | {"halves": 2}

_SPEAKING = frozenset({*_HIDDEN, *_PARTS, *_MONTH_OF, *_WEEKDAY_OF, "a", "an"})
# The article means one only before what is counted.
_COUNTED = frozenset(
    words_of(
        "year month week day hour minute second decade fortnight third fifth sixth tablet pill capsule dose "
        "drop teaspoon tablespoon teaspoonful tablespoonful spoonful glass cup bottle sachet injection "
        "person time million"
    )
)

_SENTENCE_BEGINS = re.compile(r"(?:^|[.!?:;]\W*)\W*$")
_DATE_BEFORE = re.compile(
    r"(?:\b(?:in|since|until|by|from|last|next|early|late|mid)|[\d\0](?:st|nd|rd|th)?(?: of)?)[ -]$"
)
_DATE_AFTER = re.compile(r"\.?,? [\d\0]")
_AND_A_HALF = re.compile(r"[\s-]and[\s-](?:a[\s-])?(half|quarter)\b", re.IGNORECASE)
_OF_THE_DAY = re.compile(r"(?:[:.]\d\d)?\s?([ap])\.?m\b", re.IGNORECASE)
_DECADE = re.compile(r"['’]?s\b")
_DECADES = re.compile(r"[\s-](?:decades?)\b", re.IGNORECASE)
_CENTURIES = re.compile(r"[\s-]centuries\b", re.IGNORECASE)

_SCALES = {word: Decimal(value) for word, value in _MANY.items()} | {
    short: Decimal(10**power) for short, power in {"bn": 9, "tn": 12, "mn": 6, "mln": 6, "k": 3, "m": 6, "b": 9}.items()
}
CONVENTION = Convention(
    decimal=".",
    scales=_SCALES,
    # The letters k, m and b count only behind money: "100m" alone is a hundred metres.
    scale=re.compile(
        r"[\s\u00a0-]?(hundred|thousand|million|billion|trillion|dozen|bn|tn|mn|mln|(?<=\d)K)\b",
        re.IGNORECASE,
    ),
    joint=re.compile(r"\s?(?:-|–|—|to|or|and)\s?"),
    counted=re.compile(
        r"(?:-strong)?[\s\u00a0-](?:\w+ )?(?:people|persons|men|women|children|adults|patients|participants"
        r"|cases|deaths|births|pupils|students|doctors|hospitals|cells|steps|dollars|euros|dong)\b"
    ),
)
_MONEY = re.compile(r"([kmb])\b", re.IGNORECASE)


class _Word(NamedTuple):
    """A word of a sentence in small letters, with its place in it."""

    text: str
    start: int
    end: int
    gap: str
    """What stands between it and the word before."""
    written: str


_GUARDED_WORDS = (
    "microgram micrograms milligram milligrams gram grams international units hour hours day days week weeks month"
    " months year years daily twice once every less more least most over under up not no never none neither nor"
    " cannot without must should may avoid stop unless except only"
)


@dataclass(frozen=True)
class English(Language):
    """English."""

    date_pattern: ClassVar[str] = "d MMMM y"
    guarded: ClassVar[frozenset[str]] = UNITS | frozenset(_GUARDED_WORDS.split())

    @cached_property
    def convention(self) -> Convention:
        return CONVENTION

    def read_numbers(self, text: str) -> list[Number]:
        digits = [_in_context(number, text) for number in read_digits(text, CONVENTION)]
        return sorted([*digits, *_spelled(hide(text, digits)), *read_roman(text)], key=lambda number: number.start)


def _in_context(number: Number, text: str) -> Number:
    """What the words around the digits make of them: 5 p.m., 1990s, $35m, "2 and a half"."""
    if text[max(0, number.start - 1) : number.start] in ("$", "£", "€", "¥") and (m := _MONEY.match(text, number.end)):
        return multiplied(number, _SCALES[m[1].lower()], m.end(), text)
    if m := _OF_THE_DAY.match(text, number.end):
        return replace(number, also=number.also | _hours(number.value, m[1].lower()))
    if _DECADE.match(text, number.end) and number.value % 10 == 0:
        century = Decimal(number.value // 100 * 100) or Decimal(-1900)
        return replace(number, also=number.also | {number.value - century})
    return _longer(number, text)


def _hours(hour: Decimal, half: str) -> frozenset[Decimal]:
    """The hours of a clock of 24 that an hour of a.m. or p.m. may mean."""
    if half == "p":
        return frozenset({hour + 12} if hour < 12 else {hour})
    return frozenset({Decimal(0), Decimal(24)} if hour == 12 else {hour})


def _longer(number: Number, text: str) -> Number:
    """The number with what follows it: "and a half", "decades"."""
    if m := _AND_A_HALF.match(text, number.end):
        more = Decimal(1) / _PARTS[m[1].lower()]
        number = replace(number, value=number.value + more, end=m.end(), text=text[number.start : m.end()])
        if scale := CONVENTION.scale.match(text, number.end):
            return multiplied(number, _SCALES[scale[1].lower()], scale.end(), text)
    if _DECADES.match(text, number.end):
        return replace(number, also=number.also | {number.value * 10})
    if _CENTURIES.match(text, number.end):
        return replace(number, also=number.also | {number.value * 100})
    return number


def _spelled(text: str) -> Iterator[Number]:
    """The numbers in words, as long as each goes: "two hundred and five", "two-thirds", "half a million"."""
    words = list(_words(text))
    i = 0
    while i < len(words):
        word = words[i]
        if word.text in _WORDS or word.text in _ORDINALS:
            j = _end_of_number(words, i)
            number = _longer(_composed(words[i:j], text), text)
            if j < len(words) and j == i + 1 and (part := _part(number.value, word, words[j], text)):
                yield part
                j += 1
            else:
                unsure = number.value == 2 and not _is_counted(words, j)
                yield replace(number, form="hint") if unsure else number
            i = j
            continue
        if word.text in _SPEAKING:
            yield from _alone(words, i, text)
        i += 1


def _words(text: str) -> Iterator[_Word]:
    end = 0
    for match in re.finditer(r"[A-Za-z]+", text):
        yield _Word(match[0].lower(), match.start(), match.end(), text[end : match.start()], match[0])
        end = match.end()


def _end_of_number(words: list[_Word], i: int) -> int:
    """Behind the last word of the number that begins at i."""
    while words[i].text in _WORDS and i + 1 < len(words):
        kind = _WORDS[words[i].text][0]
        following = words[i + 1]
        skip = 1
        if kind == "many" and following.text == "and" and i + 2 < len(words):
            following, skip = words[i + 2], 2
        known = _WORDS.get(following.text) or _ORDINALS.get(following.text)
        if known is None or known[0] not in _FOLLOWS[kind] or following.gap not in (" ", "-", "\u00a0"):
            break
        i += skip
    return i + 1


def _is_counted(words: list[_Word], i: int) -> bool:
    return i < len(words) and words[i].text.removesuffix("s") in _COUNTED


def _composed(words: list[_Word], text: str) -> Number:
    total = current = 0
    for word in words:
        if word.text == "and":
            continue
        kind, value = _WORDS.get(word.text) or _ORDINALS[word.text]
        if kind != "many":
            current += value
        elif value < 1000:
            current = max(current, 1) * value
        else:
            total, current = total + max(current, 1) * value, 0
    number = _number(str(total + current), words[0], words[-1], text)
    if len(words) == 1 and 2 < number.value <= 10 and words[0].text in _ORDINALS:
        return replace(number, form="hint", also=frozenset({1 / number.value}))
    return number if _is_surely_cardinal(words, text) else replace(number, form="hint")


def _is_surely_cardinal(words: list[_Word], text: str) -> bool:
    """Not "the second", nor "hundreds" of something, nor a name: the Four Corners, Thousand Oaks."""
    if words[-1].text in _ORDINALS or (len(words) == 1 and words[0].text in _MANY):
        return False
    return words[0].written.islower() or bool(_SENTENCE_BEGINS.search(text, 0, words[0].start))


def _number(value: str, first: _Word, last: _Word, text: str, *also: str) -> Number:
    written = text[first.start : last.end]
    readings = frozenset(Decimal(other) for other in also)
    return Number(Decimal(value), first.start, last.end, written, "words", readings)


def _hint(value: str, first: _Word, last: _Word, text: str, *also: str) -> Number:
    return replace(_number(value, first, last, text, *also), form="hint")


def _part(over: Decimal, first: _Word, last: _Word, text: str) -> Number | None:
    """Two thirds, one-third; "one second" and "first quarter" are none."""
    under = _PARTS.get(last.text)
    if under is None or first.text not in _WORDS or not over < under or last.gap not in (" ", "-"):
        return None
    return _share(over, Decimal(under), first, last, text)


def _share(over: Decimal, under: Decimal, first: _Word, last: _Word, text: str) -> Number:
    """A fraction in words: it may also be said by its two numbers or, if half or quarter, in per cent."""
    whole = _hint(str(over / under), first, last, text)
    parts = (replace(whole, value=over), replace(whole, value=under))
    percent = {over / under * 100} if under in (2, 4) else set()
    return replace(whole, also=frozenset(percent), parts=parts)


def _alone(words: list[_Word], i: int, text: str) -> Iterator[Number]:
    """A word that is no numeral and still stands for a number: twice, half, September, Friday."""
    word = words[i]
    if hidden := _HIDDEN.get(word.text):
        yield _hint(hidden[0], word, word, text, *hidden[1:])
    elif word.text in ("a", "an"):
        form: Form = "hint" if _is_counted(words, i + 1) else "article"
        yield replace(_number("1", word, word, text), form=form)
    elif under := _PARTS.get(word.text):
        scale = words[i + 2] if words[i + 1 : i + 2] and words[i + 1].text == "a" and words[i + 2 :] else word
        if word.text == "half" and scale.text in _MANY:
            yield _hint(str(_MANY[scale.text] // 2), word, scale, text)
        yield _share(Decimal(1), Decimal(under), word, word, text)
    elif word.written[0].isupper():
        if month := _MONTH_OF.get(word.text):
            form = "name" if _is_surely_month(word, text) else "hint"
            yield replace(_number(str(month), word, word, text), form=form, role="month")
        elif day := _WEEKDAY_OF.get(word.text):
            yield replace(_number(str(day), word, word, text), form="name", role="weekday")


def _is_surely_month(word: _Word, text: str) -> bool:
    """May, March and the short names are also other words, unless a preposition or a date is about them."""
    if word.text in _MONTHS and word.text not in ("may", "march"):
        return True
    return bool(_DATE_BEFORE.search(text, 0, word.start) or _DATE_AFTER.match(text, word.end))

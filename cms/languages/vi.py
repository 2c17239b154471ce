"""Vietnamese: its alphabet, its dates, and the numbers its words stand for."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import ClassVar, NamedTuple

from cms.languages.claims import Number
from cms.languages.digits import Convention, hide, read_digits, read_roman, words_of
from cms.languages.language import UNITS, Language, without_marks

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PRIMARY = {letter: chr(0x100 + i) for i, letter in enumerate(_ALPHABET)}
# None, huyền, hỏi, ngã, sắc, nặng.
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}

_UNITS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9}
# Forms a unit takes only behind another numeral: hai mươi mốt, mười lăm, hai mươi tư.
_UNITS_BEHIND = {"mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5}
_MULTIPLIERS = {"mươi": 10, "chục": 10, "tá": 12, "trăm": 100}
_SCALES = {"nghìn": 10**3, "ngàn": 10**3, "vạn": 10**4, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_FILLERS = frozenset({"linh", "lẻ"})
_NUMERALS = frozenset({*_UNITS, *_UNITS_BEHIND, *_MULTIPLIERS, *_SCALES, *_FILLERS, "mười", "rưỡi"})

# Ba is also father, năm year, trăm and the like "hundreds of".
_DOUBTFUL = frozenset({"một", "hai", "ba", "năm", "tư", "chín"})
# Năm is five and year. It is five before what is counted, and the year beside these words.
_COUNTED = frozenset(
    words_of(
        "ngày tháng tuần giờ phút giây lần viên người năm liều mũi ống gói muỗng thìa ly cốc loại nhóm bước "
        "yếu trường bệnh triệu trăm nghìn ngàn mươi điều cách cái con chiếc quốc nước đứa trận bàn điểm "
        "phần bộ cuộc vụ"
    )
)
_ONE_OF = frozenset({"trong", "nửa", "mình", "mặt", "chiều", "giờ"})
_NUMBERED = frozenset({"số", "thứ", "hiệp", "chỉ", "tháng", "còn", "loại", "típ", "týp", "cấp", "độ", "bằng", "từng"})
_YEAR_BEFORE = frozenset(
    words_of("mỗi hàng hằng nhiều vài mấy từng các những suốt quanh đầu cuối giữa nửa lâu bao tròn")
)
_YEAR_AFTER = frozenset(words_of("nay ngoái sau trước qua tới đó này kia học tài liên liền kể sinh mới cũ"))

# Words that hold a number without being a numeral.
_HIDDEN = {
    "đôi": "2",
    "cặp": "2",
    "kép": "2",
    "nhì": "2",
}
_SPEAKING = frozenset({*_HIDDEN, "không", "nửa", "thập", "giêng", "chạp"})
_FIRST = re.compile(
    r"(?<!\w)(?:(?:hàng|dẫn|đứng|lần|ngày|thứ|ban|bước|giờ) (?:đầu(?: tiên)?|nhất)|đầu tiên"
    r"|(?:hạng|giải|hiệp|ngôi|số|bậc) nhất)(?!\w)"
)
# Không is mostly "not"; it is zero in these places.
_ZERO_BEFORE = frozenset({"số", "bằng", "là", "âm", "dưới", "trên", "từ"})
_ZERO_AFTER = (["độ"], ["phần"], ["giờ"])
_MONTH_NAMES = {"giêng": 1, "chạp": 12}

_AFTERNOON = re.compile(r"(?: giờ|h|g)?(?::?\d\d)?(?: phút)? (?:chiều|tối|đêm|trưa)(?!\w)")
_HALF_MORE = re.compile(r" rưỡi(?!\w)")
_HALF_HOUR = re.compile(r" giờ rưỡi(?!\w)")
_UNIT_AND_HALF = re.compile(r" (?!giờ)\w+ rưỡi(?!\w)")
_MONTH_BEFORE = re.compile(r"(?<!\w)tháng (?:\d{1,2} ?(?:-|–|/|,|và|hoặc|hay|đến|tới) ?)?$")
_WEEKDAY_BEFORE = re.compile(r"(?<!\w)thứ $")

CONVENTION = Convention(
    decimal=",",
    scales={word: Decimal(value) for word, value in {"trăm": 100, **_SCALES}.items()}
    | {f"{word} {bigger}": Decimal(_SCALES[word] * 10**9) for word in ("nghìn", "ngàn") for bigger in ("tỷ", "tỉ")},
    scale=re.compile(r"[\s\u00a0]?((?:nghìn|ngàn) (?:tỷ|tỉ)|trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ)(?!\w)", re.IGNORECASE),
    joint=re.compile(r"\s?(?:-|–|—|đến|tới|hoặc|hay|và)\s?"),
    counted=re.compile(
        r"[\s\u00a0](?:người|bệnh nhân|ca|trường hợp|trẻ|phụ nữ|đàn ông|học sinh|sinh viên|bác sĩ|bệnh viện"
        r"|hộ|tế bào|bước|lượt|đô la|đô-la|đồng|euro)(?!\w)",
        re.IGNORECASE,
    ),
)


class _Syllable(NamedTuple):
    """A syllable in small letters, with its place in the sentence."""

    text: str
    start: int
    end: int
    gap: str
    """What stands between it and the syllable before."""


_GUARDED_WORDS = (
    "microgam miligam gam giờ ngày tuần tháng năm mỗi hơn trên dưới ít tối đa thiểu không chưa chẳng đừng chớ cấm"
    " tránh ngừng ngưng thiếu trừ phải nên được chỉ"
)


@dataclass(frozen=True)
class Vietnamese(Language):
    """Vietnamese."""

    words_per_minute: ClassVar[int] = 300
    numbers_months: ClassVar[bool] = True
    # CLDR's own pattern, "30 tháng 11, 2022", reads foreign.
    date_pattern: ClassVar[str] = "d MMMM 'năm' y"
    month_pattern: ClassVar[str] = "'tháng' M 'năm' y"
    guarded: ClassVar[frozenset[str]] = UNITS | frozenset(_GUARDED_WORDS.split())

    @cached_property
    def convention(self) -> Convention:
        return CONVENTION

    def fold(self, text: str) -> str:
        """No case, no marks; y is i where it is the only vowel: "bác sỹ" is "bác sĩ", "tay" stays."""
        return re.sub(r"(?<![aeiouy])y(?![aeiouy])(?=[^\W\d]*)", _y_as_i, super().fold(text))

    def sort_key(self, text: str) -> tuple[str, ...]:
        """Vietnamese order: all letters first (a ă â b c d đ …), then the tones, then the case."""
        primary, tones, cases = [], [], []
        for letter in unicodedata.normalize("NFC", text):
            base, tone = _without_tone(letter)
            small = base.lower()
            primary.append(_PRIMARY.get(small) or small)
            tones.append(tone)
            cases.append("0" if base == small else "1")
        return "".join(primary), "".join(tones), "".join(cases), text

    def read_numbers(self, text: str) -> list[Number]:
        small = text.lower() if len(text.lower()) == len(text) else text
        digits = [more for number in read_digits(text, CONVENTION) for more in _in_context(number, small)]
        found = [*digits, *_spelled(small, digits), *read_roman(text)]
        return sorted(found, key=lambda number: number.start)


def _y_as_i(match: re.Match[str]) -> str:
    """The whole syllable decides: no other vowel in it."""
    text, place = match.string, match.start()
    left, right = place, place + 1
    while left and text[left - 1].isalpha():
        left -= 1
    while right < len(text) and text[right].isalpha():
        right += 1
    syllable = text[left:right]
    return "i" if sum(letter in "aeiouy" for letter in syllable) == 1 else "y"


def _without_tone(letter: str) -> tuple[str, str]:
    """A letter and its tone: "ấ" is "â" with the fourth mark."""
    apart = unicodedata.normalize("NFD", letter)
    tone = next((_TONES[mark] for mark in apart if mark in _TONES), "0")
    bare = unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in _TONES))
    return (bare, tone) if bare.lower() in _PRIMARY else (without_marks(bare) or bare, tone)


def _in_context(number: Number, text: str) -> Iterator[Number]:
    """What the words around the digits make of them: tháng 9, thứ 6, 5 giờ chiều, 3 triệu rưỡi."""
    before = text[max(0, number.start - 20) : number.start]
    if _MONTH_BEFORE.search(before):
        number = replace(number, role="month")
    elif _WEEKDAY_BEFORE.search(before):
        number = replace(number, role="weekday")
    if number.value <= 12 and _AFTERNOON.match(text, number.end):
        number = replace(number, also=number.also | {number.value % 12 + 12, number.value % 12})
    if half := _HALF_MORE.match(text, number.end):
        number = replace(number, value=number.value + number.scale / 2, end=half.end())
    elif half := _HALF_HOUR.match(text, number.end):
        yield Number(Decimal(30), half.start() + 1, half.end(), half[0].strip(), "hint")
        number = replace(number, also=number.also | {number.value + Decimal("0.5")})
    elif _UNIT_AND_HALF.match(text, number.end):
        number = replace(number, also=number.also | {number.value + Decimal("0.5")})
    yield number


def _spelled(text: str, digits: list[Number]) -> Iterator[Number]:
    """The numbers in words, as long as each goes; scale words that belong to digits are taken already."""
    ends = {number.end for number in digits}
    text = hide(text, digits)
    syllables = list(_syllables(text))
    i = 0
    while i < len(syllables):
        j = _end_of_number(syllables, i, ends)
        if j > i:
            number = _composed(syllables[i:j], text, syllables[i - 1].text if i else "")
            if _is_doubtful([syllable.text for syllable in syllables[i:j]]) and not _is_counted(syllables, i, j):
                number = replace(number, form="hint" if _is_exact(syllables, i) else "article")
            k = _end_of_number(syllables, j + 1, ends) if _is_part(syllables, j) else j
            if k > j + 1:
                number = _share(number, _composed(syllables[j + 1 : k], text, "phần"), text)
                j = k
            yield number
            i = j
            continue
        if syllables[i].text in _SPEAKING:
            yield from _alone(syllables, i)
        i += 1
    for match in _FIRST.finditer(text) if "đầu" in text or "nhất" in text else ():
        yield Number(Decimal(1), match.start(), match.end(), match[0], "hint")


def _syllables(text: str) -> Iterator[_Syllable]:
    end = 0
    for match in re.finditer(r"[^\W\d_]+", text):
        yield _Syllable(match[0], match.start(), match.end(), text[end : match.start()])
        end = match.end()


def _end_of_number(syllables: list[_Syllable], i: int, ends: set[int]) -> int:
    """Behind the last syllable of the number that begins at i; i itself if none does."""
    if i >= len(syllables) or syllables[i].text not in _NUMERALS or not _begins(syllables, i, ends):
        return i
    i += 1
    while i < len(syllables) and syllables[i].gap in (" ", "\u00a0", "-") and _continues(syllables, i):
        i += 1
    return i


def _begins(syllables: list[_Syllable], i: int, ends: set[int]) -> bool:
    word = syllables[i].text
    before = syllables[i - 1].text if i and syllables[i].gap == " " else ""
    if word == "năm":
        return _is_five(syllables, i, before, ends)
    if word == "tư":
        return before in ("thứ", "tháng", "phần")
    if word == "trăm":
        return before != "phần"
    return word in _UNITS or word == "mười" or word in ("chục", "tá") or word in _SCALES


def _is_five(syllables: list[_Syllable], i: int, before: str, ends: set[int]) -> bool:
    after = syllables[i + 1].text if i + 1 < len(syllables) and syllables[i + 1].gap == " " else ""
    if before in ("tháng", "thứ"):
        return True
    digits_behind = i + 1 < len(syllables) and "\0" in syllables[i + 1].gap
    if syllables[i].start - 1 in ends or digits_behind or before in _NUMERALS:
        return False
    if after in _COUNTED:
        return True
    return before not in _YEAR_BEFORE and after not in _YEAR_AFTER


def _is_exact(syllables: list[_Syllable], i: int) -> bool:
    """Một is mostly the article; it is one before what is counted, and behind a word that numbers."""
    if syllables[i].text != "một":
        return True
    before = syllables[i - 1].text if i and syllables[i].gap == " " else ""
    after = syllables[i + 1].text if i + 1 < len(syllables) and syllables[i + 1].gap == " " else ""
    return after in _COUNTED or after in _ONE_OF or after in _NUMERALS or before in _NUMBERED


def _continues(syllables: list[_Syllable], i: int) -> bool:
    """Whether the syllable goes on with the number that ends before it."""
    word, before = syllables[i].text, syllables[i - 1].text
    after = syllables[i + 1].text if i + 1 < len(syllables) else ""
    if word in _UNITS_BEHIND:
        return before in ("mươi", "mười") or (before in _UNITS and word != "mốt" and word != "tư")
    if word in _UNITS:
        if before in _FILLERS:
            return True
        # "một trăm năm" is a hundred years, "một trăm năm mươi" a hundred and fifty.
        multiplied_next = after in _MULTIPLIERS
        return multiplied_next if before in ("trăm", *_SCALES) else word != "năm" and before in ("mươi", "mười")
    if word == "mười":
        return before in ("trăm", *_SCALES, *_FILLERS)
    if word in _MULTIPLIERS:
        return before in _UNITS or (word == "trăm" and before in ("mấy",))
    if word in _FILLERS:
        return before in ("trăm", *_SCALES) and after in (*_UNITS, "mười")
    return word in _SCALES or word == "rưỡi"


def _composed(syllables: list[_Syllable], text: str, before: str) -> Number:
    total = current = Decimal(0)
    last = Decimal(1)
    for syllable in syllables:
        word = syllable.text
        if word in _SCALES:
            last = Decimal(_SCALES[word])
            if last > total > 0 or not current:
                total, current = ((total + current) or 1) * last, Decimal(0)
            else:
                total, current = total + current * last, Decimal(0)
        elif word in _MULTIPLIERS:
            last = Decimal(_MULTIPLIERS[word])
            hundreds = current // 100 * 100 if word != "trăm" else Decimal(0)
            current = hundreds + ((current - hundreds) or 1) * last
        elif word == "rưỡi":
            current += last / 2
        elif word not in _FILLERS:
            current += 10 if word == "mười" else _UNITS.get(word) or _UNITS_BEHIND[word]
    start, end = syllables[0].start, syllables[-1].end
    number = Number(total + current, start, end, text[start:end], "words")
    if before == "tháng":
        return replace(number, role="month")
    return replace(number, role="weekday", form="hint") if before == "thứ" else number


def _is_doubtful(words: list[str]) -> bool:
    """Whether the words are often no exact number: "ba", and "hàng trăm nghìn", "một tỷ"."""
    if len(words) == 1:
        return words[0] in _DOUBTFUL or words[0] in _MULTIPLIERS or words[0] in _SCALES
    return all(word in _MULTIPLIERS or word in _SCALES or word == "một" for word in words)


def _is_counted(syllables: list[_Syllable], i: int, j: int) -> bool:
    """Whether a doubtful unit is a numeral after all, because what it counts follows: "ba ngày"."""
    if j >= len(syllables) or syllables[i].text not in ("hai", "ba", "năm", "chín"):
        return False
    return syllables[j].gap == " " and syllables[j].text in _COUNTED


def _is_part(syllables: list[_Syllable], i: int) -> bool:
    """Whether "phần" joins two numbers: "hai phần ba" is two thirds, "phần trăm" is per cent."""
    behind = syllables[i : i + 2]
    return len(behind) == 2 and behind[0].text == "phần" and behind[0].gap == " " and behind[1].text != "trăm"


def _share(over: Number, under: Number, text: str) -> Number:
    whole = Number(over.value / under.value, over.start, under.end, text[over.start : under.end], "hint")
    return replace(whole, parts=(over, under))


def _alone(syllables: list[_Syllable], i: int) -> Iterator[Number]:
    """A syllable that is no numeral and still stands for a number: đôi, nửa, tháng Giêng."""
    word = syllables[i]
    before = syllables[i - 1].text if i else ""
    number = Number(Decimal(0), word.start, word.end, word.text, "hint")
    if hidden := _HIDDEN.get(word.text):
        yield replace(number, value=Decimal(hidden))
    elif word.text == "không" and (before in _ZERO_BEFORE or [s.text for s in syllables[i + 1 : i + 2]] in _ZERO_AFTER):
        yield number
    elif word.text == "nửa":
        parts = (replace(number, value=Decimal(1)), replace(number, value=Decimal(2)))
        yield replace(number, value=Decimal("0.5"), also=frozenset({Decimal(50)}), parts=parts)
    elif word.text == "thập" and i + 1 < len(syllables) and syllables[i + 1].text in ("kỷ", "kỉ", "niên"):
        yield replace(number, value=Decimal(10))
    elif before == "tháng" and word.text in _MONTH_NAMES:
        yield replace(number, value=Decimal(_MONTH_NAMES[word.text]), form="name", role="month")

"""What a sentence states that must not change unseen: its numbers, codes, units and negations. Pure.

Two texts of one language that state the same may differ in spelling, punctuation and phrasing only. The words are
those of units, negation and modality in use in patient information (EMA's QRD templates); a language without a
list of its own is compared by its numbers and codes.
"""

import re
from collections import Counter

from cms.languages.claims import plain
from cms.languages.language import get

_UNITS = "mg mcg µg g kg ml l iu mmol pmol pg ng dl kcal mmhg microgram micrograms milligram milligrams gram grams"
_GUARDED: dict[str, str] = {
    "en": _UNITS + " international units hour hours day days week weeks month months year years"
    " not no never none neither nor cannot without n't don't doesn't didn't isn't aren't can't won't shouldn't"
    " mustn't must should may avoid stop unless except only"
    " daily twice once every less more least most over under up",
    "vi": _UNITS + " microgam miligam gam giờ ngày tuần tháng năm không chưa chẳng đừng chớ cấm tránh ngừng ngưng"
    " thiếu trừ phải nên được chỉ mỗi hơn trên dưới ít tối đa thiểu",
}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def statements(language: str, text: str) -> Counter[str]:
    """Each number (by value), code and guarded word of the text, with how often it is there."""
    spoken = get(language)
    found = Counter(f"{number.value.normalize():f}" for number in spoken.numbers(text) if number.form != "article")
    found.update(spoken.codes(text))
    guarded = set(_GUARDED.get(language, _UNITS).split())
    words = (word.replace("’", "'").lower() for word in _WORD.findall(plain(text)))
    found.update(word for word in words if word in guarded or word.endswith("n't"))
    return found

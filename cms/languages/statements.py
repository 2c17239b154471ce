"""What a sentence states that must not change unseen: its numbers, codes, units and negations. Pure.

Two texts of one language that state the same may differ in spelling, punctuation and phrasing only. The guarded words
of a language are those of units, negation and modality in use in patient information (EMA's QRD templates).
"""

import re
from collections import Counter

from cms.languages.claims import plain
from cms.languages.language import get

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def statements(language: str, text: str) -> Counter[str]:
    """Each number (by value), code and guarded word of the text, with how often it is there."""
    spoken = get(language)
    found = Counter(f"{number.value.normalize():f}" for number in spoken.numbers(text) if number.form != "article")
    found.update(spoken.codes(text))
    words = (word.replace("’", "'").lower() for word in _WORD.findall(plain(text)))
    found.update(word for word in words if word in spoken.guarded or word.endswith("n't"))
    return found

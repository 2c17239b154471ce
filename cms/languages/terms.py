"""What a text is about: its words and pairs of neighbouring words, counted, for comparing texts. Pure."""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from cms.languages.function_words import EVERYDAY_TERMS, FUNCTION_WORDS
from cms.languages.language import without_marks

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# Neighbours are not those on the other side of one of these.
_PAUSE = re.compile(r"[.,;:!?()\[\]{}\"“”«»…/|\n]")
# Vietnamese is written syllable by syllable; a word with two groups of vowels is none of its syllables.
_SYLLABLES = {"vi"}
_TWO_VOWEL_GROUPS = re.compile(r"[aeiouy]+[^aeiouy]+[aeiouy]", re.IGNORECASE)
# A term belongs together with the word beside it if it stands there in most places, as "tháo đường" behind "đái".
_TOGETHER = 0.6


@dataclass(frozen=True)
class Terms:
    """The terms of one text in lower case with how often each occurs, and the runs of words they were read from."""

    counts: Counter[str] = field(default_factory=Counter)
    runs: list[list[str]] = field(default_factory=list)

    def written(self, wanted: Collection[str]) -> dict[str, str]:
        """How the text writes these terms, as whole as it writes them; nothing for one that it has only once."""
        forms: dict[str, Counter[str]] = {}
        before: dict[str, Counter[str]] = {}
        after: dict[str, Counter[str]] = {}
        for run in self.runs:
            for start in range(len(run)):
                for end in (start + 1, start + 2):
                    form = " ".join(run[start:end])
                    term = form.casefold()
                    if end <= len(run) and term in wanted and self.counts[term] > 1:
                        forms.setdefault(term, Counter())[form] += 1
                        before.setdefault(term, Counter())[run[start - 1] if start else ""] += 1
                        after.setdefault(term, Counter())[run[end] if end < len(run) else ""] += 1
        return {term: _whole(forms[term], before[term], after[term]) for term in forms}


def _whole(forms: Counter[str], before: Counter[str], after: Counter[str]) -> str:
    """The commonest form, with the word that stands beside it in most places."""
    form, _times = _commonest(forms)
    (left, times_left), (right, times_right) = _commonest(before), _commonest(after)
    most = _TOGETHER * forms.total()
    if left and times_left >= max(most, times_right if right else 0):
        return f"{left} {form}"
    return f"{form} {right}" if right and times_right >= most else form


def _commonest(forms: Counter[str]) -> tuple[str, int]:
    """In lower case if it is ever written so, for a capital may only begin a sentence; and how often in any case."""
    folded: Counter[str] = Counter()
    for form, times in forms.items():
        folded[form.casefold()] += times
    term = min(folded, key=lambda term: (-folded[term], term))
    written = [form for form in forms if form.casefold() == term]
    return (term if term in forms else min(written, key=lambda form: (-forms[form], form))), folded[term]


def terms(text: str, language: str) -> Terms:
    """Words and pairs of words; none holds a function word, no pair reaches across punctuation."""
    idle = FUNCTION_WORDS.get(language, frozenset())
    found = Terms()
    for sentence in _PAUSE.split(text):
        run: list[str] = []
        for word in [*_WORD.findall(sentence), ""]:
            if word and word.casefold() not in idle:
                run.append(word)
            elif run:
                found.runs.append(run)
                run = []
    for run in found.runs:
        folded = [word.casefold() for word in run]
        found.counts.update(folded)
        found.counts.update(f"{first} {second}" for first, second in pairwise(folded))
    return found


def tells(term: str, language: str) -> bool:
    """Whether a reader learns from this term alone what two texts share."""
    words = term.casefold().split(" ")
    if any(word.isdigit() for word in words) or term.casefold() in EVERYDAY_TERMS.get(language, frozenset()):
        return False
    if len(words) > 1:
        return True
    if language in _SYLLABLES:
        return any(letter.isdigit() for letter in term) or bool(_TWO_VOWEL_GROUPS.search(without_marks(term)))
    return len(term) > 3 or not term.isalpha()


def telling(shared: Iterable[str], language: str, most: int) -> list[str]:
    """The first of these terms that tell something; for a part of a longer one that is shared as well, that one."""
    candidates = [term for term in shared if tells(term, language)]
    chosen: list[str] = []
    for term in candidates:
        longer = (other for other in candidates if f" {term} ".casefold() in f" {other} ".casefold())
        best = max(longer, key=len, default=term)
        words = set(best.casefold().split(" "))
        if not any(words & set(other.casefold().split(" ")) for other in chosen):
            chosen.append(best)
        if len(chosen) == most:
            break
    return chosen

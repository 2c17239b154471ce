"""Text as it is kept: NFC, white space collapsed, no-break spaces only between a number and its unit."""

import hashlib
import re
import unicodedata

# Zero-width and bidirectional control characters that editors paste without seeing them.
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_NO_BREAK = re.compile("(?<![0-9])[\u00a0\u202f]|[\u00a0\u202f](?![0-9A-Za-zµμ%°])")
# As many marks as Unicode's own stream-safe text has at most, and what may hold more.
_MOST_MARKS = 30
_PILED = re.compile(r"[^\w\s!-~]{31,}")
_SPACES = re.compile("[ \t\r\n\f\v\x85\u2000-\u200a\u2028\u2029\u3000]+")


def nfc(text: str) -> str:
    """The text in Unicode normal form C, as every text in the database is; at most 30 marks stand on one letter."""
    return unicodedata.normalize("NFC", _PILED.sub(_without_the_pile, text))


def _without_the_pile(found: re.Match[str]) -> str:
    """No language writes so many marks; to bring them in order takes time by the square of their number."""
    kept, marks = [], 0
    for sign in found.group():
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks <= _MOST_MARKS:
            kept.append(sign)
    return "".join(kept)


def collapse(text: str) -> str:
    """NFC with white space collapsed and trimmed, invisible characters dropped.

    U+00A0 stays only after a digit and before a letter or digit ("5 mg"); anywhere else it is a space.
    """
    text = nfc(_CONTROL.sub("", _INVISIBLE.sub("", text)))
    text = _NO_BREAK.sub(" ", text.replace("\u202f", "\u00a0"))
    return _SPACES.sub(" ", text).strip(" \u00a0")


def digest(text: str) -> str:
    """128 bits of BLAKE2b as 32 hex digits: equal if and only if the texts are."""
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()

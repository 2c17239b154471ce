"""Texts that are the same in every language: names, numbers, codes and units. Pure."""

import re

# Names that stay as they are. Further ones come with the glossary.
NAMES = {
    "metformin",
    "stellapharm",
    "vitamin",
    "omega",
    "crohn",
    "covid",
    "hba1c",
    "pubmed",
    "nhs",
    "nih",
    "who",
    "msd",
}
_UNITS = {"mg", "mcg", "µg", "g", "kg", "ml", "l", "iu", "mmol", "pmol", "pg", "dl", "kcal", "mmhg", "mm", "cm"}
_TOKEN = re.compile(r"[^\W\d_]+(?:[0-9]+[^\W_]*)?|\d[\w.,]*")
_CODE = re.compile(r"[A-Z]*\d|[A-Z]{2,5}\Z")


def is_literal(text: str) -> bool:
    """Whether a text may be its own translation: nothing in it but names, numbers, codes and units."""
    tokens = _TOKEN.findall(re.sub(r"<[^>]*>", " ", text))
    if len([t for t in tokens if t.isalpha() and t.lower() not in NAMES | _UNITS and t.isupper()]) > 1:
        return False  # words in capitals
    return all(t.lower() in NAMES or t.lower() in _UNITS or _CODE.match(t) for t in tokens)

"""How grave a change of a text is, as far as a machine can tell. Pure; the editor has the last word."""

from cms.articles.blocks import hrefs
from cms.articles.models import Significance
from cms.languages.statements import statements


def default_significance(old: str, new: str, language: str) -> Significance:
    """A careful first answer: what touches a number, code, unit or negation is major, a removal too.

    Only letter case and punctuation changed, and no link: a typo. Everything else is minor. Texts are inline HTML.
    """
    if not new or not same_claims(old, new, language):
        return Significance.MAJOR
    if _letters(old) == _letters(new) and may_be_typo(old, new, language):
        return Significance.TYPO
    return Significance.MINOR


def same_claims(old: str, new: str, language: str) -> bool:
    """Whether two texts of one language say the same numbers, codes, units and negations, as often."""
    return statements(language, old) == statements(language, new)


def may_be_typo(old: str, new: str, language: str) -> bool:
    """Whether an editor may call the change a typo: the claims are the same, and so are the links."""
    return same_claims(old, new, language) and sorted(hrefs(old)) == sorted(hrefs(new))


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())

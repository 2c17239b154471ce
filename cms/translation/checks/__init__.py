"""The checks that keep a translation true: one file per family, one list of all."""

from cms.languages.language import Language
from cms.translation.checks import numbers
from cms.translation.checks.finding import Check, Finding, Pair

__all__ = ["CHECKS", "Finding", "findings"]

CHECKS: tuple[Check, ...] = (*numbers.CHECKS,)


def findings(source: str, target: str, source_language: Language, target_language: Language) -> list[Finding]:
    """All that the checks find in a translation, in the order of the list; empty for one not yet written."""
    if not target.strip():
        return []
    pair = Pair(source, target, source_language, target_language)
    return [finding for check in CHECKS for finding in check(pair)]

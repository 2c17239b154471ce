"""What a check is given and what it finds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from cms.languages.claims import Comparison, Number, code_differences, compare
from cms.languages.language import Language

Severity = Literal["B", "W", "I"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that may be wrong in a translation; spans are about the texts without their markup."""

    check: str
    severity: Severity
    message: str
    source_span: Span | None = None
    target_span: Span | None = None

    @property
    def blocks(self) -> bool:
        """Whether it stands in the way of approval until it is corrected or waived."""
        return self.severity == "B"


@dataclass(frozen=True)
class Pair:
    """A source and its translation; what several checks read out of them is read once."""

    source: str
    target: str
    source_language: Language
    target_language: Language

    @cached_property
    def numbers(self) -> Comparison:
        """The numbers of both, paired as far as they are equal."""
        return compare(
            self.source_language.numbers(self.source),
            self.target_language.numbers(self.target),
            months=self.target_language.numbers_months,
        )

    @cached_property
    def codes(self) -> tuple[list[str], list[str]]:
        """The codes that only the source has, and those that only the target has."""
        source, target = self.source_language.codes(self.source), self.target_language.codes(self.target)
        return code_differences(source, target)


@dataclass(frozen=True, slots=True)
class Check:
    """One rule: its id in the list of safety rules, and what looks for breaches of it."""

    id: str
    severity: Severity
    find: Callable[[Pair], Iterator[tuple[str, Span | None, Span | None]]]

    def __call__(self, pair: Pair) -> Iterator[Finding]:
        for message, source_span, target_span in self.find(pair):
            yield Finding(self.id, self.severity, message, source_span, target_span)


def span(number: Number) -> Span:
    """Where the number stands."""
    return number.start, number.end

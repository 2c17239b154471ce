"""A site profile: what is chrome and what is shared on one site's pages. Data, read from ``profiles/NAME.toml``."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "profiles"


@dataclass(frozen=True)
class SharedText:
    """One text that many articles share, and how to know it."""

    key: str
    title: Mapping[str, str]
    starts: tuple[re.Pattern[str], ...]
    continues: tuple[re.Pattern[str], ...]
    remove: tuple[re.Pattern[str], ...]

    def matches(self, words: str) -> bool:
        return any(pattern.match(words) for pattern in self.starts)

    def goes_on(self, words: str) -> bool:
        """Whether words that follow this text are a further paragraph of it."""
        return any(pattern.match(words) for pattern in self.continues)

    def cleaned(self, text: str) -> str:
        for pattern in self.remove:
            text = pattern.sub("", text).strip()
        return text


@dataclass(frozen=True)
class SiteProfile:
    name: str
    content: tuple[str, ...]
    title: tuple[str, ...]
    date: tuple[str, ...]
    chrome: tuple[str, ...]
    closing: tuple[re.Pattern[str], ...]
    snippets: tuple[SharedText, ...]


@cache
def load(name: str) -> SiteProfile:
    """The profile of this name. Raises FileNotFoundError, tomllib.TOMLDecodeError or KeyError."""
    data: dict[str, Any] = tomllib.loads((_FOLDER / f"{name}.toml").read_text())
    return SiteProfile(
        name=data["name"],
        content=tuple(data["content"]),
        title=tuple(data["title"]),
        date=tuple(data["date"]),
        chrome=tuple(data["chrome"]),
        closing=_patterns(data["closing"]),
        snippets=tuple(
            SharedText(
                key=snippet["key"],
                title=snippet["title"],
                starts=_patterns(snippet["starts"]),
                continues=_patterns(snippet.get("continues", [])),
                remove=_patterns(snippet.get("remove", [])),
            )
            for snippet in data["snippet"]
        ),
    )


def _patterns(sources: list[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(source, re.IGNORECASE) for source in sources)

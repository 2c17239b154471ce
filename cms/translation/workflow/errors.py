"""Why an act was not done, in sentences for the person who asked for it."""

from collections.abc import Sequence


class Reason(str):
    """A sentence that says why not; and where it speaks of one text, its words, what is wrong, and where to mend it."""

    def __new__(cls, sentence: str, *, words: str = "", why: str = "", unit: int | None = None, block: str = ""):
        reason = super().__new__(cls, sentence)
        reason.words, reason.why, reason.unit, reason.block = words, why, unit, block
        return reason

    words: str
    why: str
    unit: int | None
    block: str


class Refused(Exception):
    """The act is not possible as things are; ``reasons`` are sentences."""

    def __init__(self, *reasons: str) -> None:
        self.reasons: Sequence[str] = reasons
        super().__init__("\n".join(reasons))


class Conflict(Refused):
    """Somebody changed the unit meanwhile; ``unit`` is as it is now."""

    def __init__(self, reason: str, unit) -> None:
        super().__init__(reason)
        self.unit = unit


class Overtaken(Refused):
    """What was to be published is no longer what the person had looked at."""

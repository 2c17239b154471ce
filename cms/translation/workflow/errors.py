"""Why an act was not done, in sentences for the person who asked for it."""

from collections.abc import Sequence


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

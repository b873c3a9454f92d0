"""The clock is passed in: no room reads the machine's time by itself."""

from datetime import UTC, datetime
from typing import Final, Protocol

NEVER: Final = datetime(9999, 12, 31, tzinfo=UTC)
"""An instant that does not come: the expiry of what never expires."""


class Clock(Protocol):
    """Tells the present instant, in UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class SetClock:
    """A clock that shows what it was last set to: for tests, replays and what-if questions."""

    def __init__(self, instant: datetime) -> None:
        self.instant = instant

    def now(self) -> datetime:
        return self.instant

"""What members choose: the values of `choices:`."""

from dataclasses import dataclass
from enum import StrEnum


class ChoicePeriod(StrEnum):
    """The calendar periods for which members choose, in the programme's time zone; weeks begin on Monday."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Newcomers(StrEnum):
    """When the first choice counts of who joins within a period: for the rest of it, or from the next one on."""

    AT_ONCE = "at-once"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class MemberChoice:
    """What members choose for each period: at most `up_to` of `options`, which are values of a line's `attribute`.

    A period's choice is open until `days_before` whole days before the period begins, and counts for that period only.
    `newcomers`: whether who joins within a period may still choose for it, once.
    """

    id: str
    attribute: str
    options: tuple[str, ...]
    up_to: int
    period: ChoicePeriod
    days_before: int = 0
    newcomers: Newcomers = Newcomers.AT_ONCE

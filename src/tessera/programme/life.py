"""The life of points, as the document says it: when they can be used, until when, and what keeps them longer."""

from dataclasses import dataclass
from enum import StrEnum


class ExpiryRound(StrEnum):
    """To which end an expiry is moved forward, in the programme's time zone."""

    NONE = "none"
    MONTH_END = "month-end"
    QUARTER_END = "quarter-end"
    YEAR_END = "year-end"


class Then(StrEnum):
    """What becomes of points whose event has not come in time."""

    AVAILABLE = "available"
    GONE = "gone"


class Clocked(StrEnum):
    """What a clock of inactivity ends: all points of an account together, or each lot on its own date."""

    BALANCE = "balance"
    LOT = "lot"


_LONGEST = {
    ExpiryRound.NONE: 0,
    ExpiryRound.MONTH_END: 31,
    ExpiryRound.QUARTER_END: 92,
    ExpiryRound.YEAR_END: 366,
}
"""How many days a rounding adds at most."""


@dataclass(frozen=True, slots=True)
class Pending:
    """Points wait `days` whole days after the activity's local day, and can be used from that midnight. 0: at once.

    With `round`, the last day of waiting (the activity's own, when there are no `days`) is moved forward to the end of its
    month, quarter or year. With `until`, the days count from an activity of that type that names the earning one. It is
    waited for `at_most_days`; `then` the points can be used all the same, or are gone.
    """

    days: int = 0
    until: str | None = None
    at_most_days: int = 0
    then: Then = Then.AVAILABLE
    round: ExpiryRound = ExpiryRound.NONE

    @property
    def longest_days(self) -> int:
        """After how many days at the latest they can be used."""
        if self.until is None:
            return self.days + _LONGEST[self.round]
        return self.at_most_days + (self.days if self.then is Then.GONE else 0)


@dataclass(frozen=True, slots=True)
class Inactivity:
    """All points lapse so long `after` the last activity that counts: one of the types `by` (empty: any).

    `of` LOT: each lot has its own date, and no activity that counts lets any of them expire within that time.
    """

    after: "Expiry"
    by: frozenset[str] = frozenset()
    of: Clocked = Clocked.BALANCE


@dataclass(frozen=True, slots=True)
class Expiry:
    """Rolling expiry: so long after the activity's local day, moved forward to `round` or to the date `on`
    (month, day). With none of them: never. `inactive`: what also ends points, or keeps them.

    `n` months after the 29th to 31st is the last day of a shorter month. The last good day is the day so found;
    the first bad instant is the midnight after it.
    """

    years: int = 0
    months: int = 0
    days: int = 0
    round: ExpiryRound = ExpiryRound.NONE
    on: tuple[int, int] | None = None
    inactive: Inactivity | None = None

    @property
    def dated(self) -> bool:
        """Has each lot a date of its own?"""
        return bool(self.years or self.months or self.days or self.on or self.round is not ExpiryRound.NONE)

    @property
    def comes(self) -> bool:
        """Is there an expiry at all?"""
        return self.dated or self.inactive is not None


AT_ONCE = Pending()
FOR_EVER = Expiry()


@dataclass(frozen=True, slots=True)
class Shelter:
    """While a member holds one of `levels`, nothing expires; nor for so many months and days after it has lapsed."""

    levels: tuple[str, ...]
    months: int = 0
    days: int = 0

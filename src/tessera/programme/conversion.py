"""Conversions, the values of `convert:`: on set dates, so many of one currency become so many of another."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tessera.kit.yearly import MonthDay, returning_on


class PeriodEnd(StrEnum):
    """The ends of calendar periods, in the programme's time zone."""

    MONTH_END = "month-end"
    QUARTER_END = "quarter-end"
    YEAR_END = "year-end"


_MONTHS = {PeriodEnd.MONTH_END: 1, PeriodEnd.QUARTER_END: 3, PeriodEnd.YEAR_END: 12}


@dataclass(frozen=True, slots=True)
class SetDates:
    """The end of every period, or `days` of each month, or `dates` (month, day) of each year; one of the three.

    A day that a month lacks is the month's last; February 29 is the 28th in other years.
    """

    end: PeriodEnd | None = None
    days: tuple[int, ...] = ()
    dates: tuple[MonthDay, ...] = ()

    def falls_on(self, day: date) -> bool:
        """Does the midnight that begins `day` bring it? A period ends when the day after it begins."""
        if self.end is not None:
            return day.day == 1 and (day.month - 1) % _MONTHS[self.end] == 0
        if self.days:
            last = monthrange(day.year, day.month)[1]
            return any(min(own, last) == day.day for own in self.days)
        return any(own in self.dates for own in returning_on(day))


@dataclass(frozen=True, slots=True)
class Conversion:
    """Every `step` of the currency `takes` becomes `amount` of the currency `gives`; all in smallest units.

    Less than `least` is not converted. `bonuses`: (so many taken at once, so many given on top), rising in both; the
    highest reached counts. `on` says when; who may ask for one between dates would be said there too.
    """

    id: str
    takes: str
    step: int
    gives: str
    amount: int
    on: SetDates
    least: int
    bonuses: tuple[tuple[int, int], ...] = ()

    def given_for(self, taken: int) -> int:
        """What comes of `taken`, a multiple of the step: the rate, and the highest bonus reached."""
        bonus = max((extra for at, extra in self.bonuses if at <= taken), default=0)
        return taken // self.step * self.amount + bonus

"""`day`, `week`, `month` or `{days-around: 3}`: where a day lies beside one that comes back every year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from tessera.kit.yearly import MonthDay, return_in
from tessera.programme.shapes import Choice, Key, OneOf, Refined, Scope, Shape, Table, Whole


class Stretch(StrEnum):
    """The stretch of the calendar that belongs to the day."""

    DAY = "day"
    WEEK = "week"  # from Monday
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Around:
    """A stretch, or so many days before and after."""

    stretch: Stretch | None
    days: int = 0

    def holds(self, day: date, of: MonthDay) -> bool:
        """Is `day` in the stretch of any year's return of that day? One of February 29 returns on the 28th."""
        if self.stretch is Stretch.MONTH:
            return day.month == of[0]
        returns = [return_in(year, of) for year in (day.year - 1, day.year, day.year + 1)]
        if self.stretch is Stretch.WEEK:
            weeks = {one.toordinal() - one.weekday() for one in returns}
            return day.toordinal() - day.weekday() in weeks
        return any(abs((day - one).days) <= self.days for one in returns)


def _around(values: Mapping[str, Any], _scope: Scope) -> Around:
    return Around(None, values["days-around"])


AROUND: Final[Shape[Around]] = OneOf(
    (
        Refined(
            Table(
                "days around",
                {
                    "days-around": Key(
                        Whole("days", most=180), "So many days before and after.", required=True
                    )
                },
                example="{days-around: 3}",
            ),
            _around,
        ),
        Refined(Choice(Stretch, "a stretch of days"), lambda stretch, _scope: Around(stretch)),
    )
)

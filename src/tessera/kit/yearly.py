"""Days that come back every year: birthdays, anniversaries. One of February 29 comes back on the 28th in other years."""

import re
from calendar import isleap
from datetime import date, timedelta
from typing import Final

MonthDay = tuple[int, int]
"""A day of the year: (month, day)."""

BIRTHDAY: Final = "birthday"
"""The trait in which a member tells the birthday."""

_LEAP_DAY: Final = (2, 29)
_LEAP_YEAR: Final = 2000
_BIRTHDAY = re.compile(r"(?:[0-9]{4}-)?(0[1-9]|1[0-2])-([0-3][0-9])")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def birthday_of(text: str | None) -> MonthDay | None:
    """The day of `YYYY-MM-DD` or `MM-DD`; None for what is no such day."""
    found = _BIRTHDAY.fullmatch(text or "")
    if found is None:
        return None
    month, day = int(found[1]), int(found[2])
    return (month, day) if 1 <= day <= _DAYS[month - 1] else None


def return_in(year: int, of: MonthDay) -> date:
    """The date in a year on which a day comes back."""
    if of == _LEAP_DAY and not isleap(year):
        return date(year, 2, 28)
    return date(year, *of)


def returning_on(day: date) -> tuple[MonthDay, ...]:
    """The days of the year that come back on a date: one, or on some 28ths of February two."""
    own = (day.month, day.day)
    return (own, _LEAP_DAY) if own == (2, 28) and not isleap(day.year) else (own,)


def beside(of: MonthDay) -> frozenset[MonthDay]:
    """A day of the year and its neighbours, in leap years and in others: where another time zone may have it."""
    around = [
        return_in(year, of) + timedelta(days=days)
        for year in (_LEAP_YEAR, _LEAP_YEAR + 1)
        for days in (-1, 0, 1)
    ]
    return frozenset((near.month, near.day) for near in around)


def number_of(of: MonthDay) -> int:
    """The day as one number that sorts and can be looked up: 605 is June 5."""
    return of[0] * 100 + of[1]

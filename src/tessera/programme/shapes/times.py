"""Dates, instants, times of day, weekdays."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum

from tessera.programme.nodes import Node
from tessera.programme.shapes.meant import date_meant, day_meant, time_meant
from tessera.programme.shapes.scope import Scope, quoted
from tessera.programme.shapes.shape import JsonSchema, Shape

FIRST_YEAR, LAST_YEAR = 1970, 2199  # far enough from both ends of the calendar for any zone's offset
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK = r"[0-9]{2}:[0-9]{2}"
_INSTANT = re.compile(rf"{_DATE}(?:[T ]{_CLOCK}(?::[0-9]{{2}})?(?:Z|[+-]{_CLOCK})?)?")
_DAY_OF_YEAR = re.compile(r"[0-9]{2}-[0-9]{2}")
_LEAP_YEAR = 2000
_TIME = re.compile(_CLOCK)
MINUTES_OF_DAY = 24 * 60


class Weekday(StrEnum):
    """The days of the week, Monday first, as in Python's `weekday()`."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


@dataclass(frozen=True)
class Instant(Shape[datetime]):
    """An instant, in UTC. A date is its midnight, and a time without an offset is local, in the programme's zone."""

    of: str = "a date or an instant"

    @property
    def expected(self) -> str:
        return f"{self.of}, such as 2026-06-01 or 2026-06-01T09:00"

    def read(self, node: Node, scope: Scope) -> datetime:
        text = self.text(node, scope)
        if not _INSTANT.fullmatch(text):
            raise scope.mismatch(node, self.expected, meant=date_meant(text))
        try:
            instant = datetime.fromisoformat(text)
        except ValueError as error:
            message = f"{quoted(text)} is not in the calendar: {error}."
            raise scope.at(node).fault("invalid_date", message, "Write year-month-day.") from None
        if not FIRST_YEAR <= instant.year <= LAST_YEAR:
            advice = f"Write a year from {FIRST_YEAR} to {LAST_YEAR}."
            raise scope.at(node).fault("out_of_range", f"{quoted(text)} is out of range.", advice)
        if instant.tzinfo is None:
            instant = instant.replace(tzinfo=scope.timezone)
        return instant.astimezone(UTC)

    def schema(self) -> JsonSchema:
        return {"type": "string", "pattern": f"^{_INSTANT.pattern}$"}


@dataclass(frozen=True)
class DayOfYear(Shape[tuple[int, int]]):
    """A date without its year, as (month, day); February 29 is one."""

    of: str = "a date without its year"

    @property
    def expected(self) -> str:
        return f"{self.of}, such as 12-31"

    def read(self, node: Node, scope: Scope) -> tuple[int, int]:
        text = self.text(node, scope)
        if not _DAY_OF_YEAR.fullmatch(text):
            raise scope.mismatch(node, self.expected, meant=day_meant(text))
        month, day = int(text[:2]), int(text[3:])
        try:
            date(_LEAP_YEAR, month, day)
        except ValueError as error:
            message = f"{quoted(text)} is not in the calendar: {error}."
            raise scope.at(node).fault("invalid_date", message, "Write month-day.") from None
        return month, day

    def schema(self) -> JsonSchema:
        return {"type": "string", "pattern": f"^{_DAY_OF_YEAR.pattern}$"}


@dataclass(frozen=True)
class TimeOfDay(Shape[int]):
    """A time of day as minutes after midnight; 24:00 is the day's end."""

    of: str = "a time of day"

    @property
    def expected(self) -> str:
        return f"{self.of}, such as 17:30"

    def read(self, node: Node, scope: Scope) -> int:
        text = self.text(node, scope)
        if not _TIME.fullmatch(text):
            raise scope.mismatch(node, self.expected, meant=time_meant(text))
        minutes = int(text[:2]) * 60 + int(text[3:])
        if minutes > MINUTES_OF_DAY or int(text[3:]) > 59:
            raise scope.at(node).fault(
                "out_of_range", f"{quoted(text)} is not a time.", "Write 00:00 to 24:00."
            )
        return minutes

    def schema(self) -> JsonSchema:
        return {"type": "string", "pattern": f"^{_TIME.pattern}$"}


def clock_time(minutes: int) -> time:
    """The time of day so many minutes after midnight; the day's end is midnight."""
    return time(minutes // 60 % 24, minutes % 60)

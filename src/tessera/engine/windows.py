"""Calendar windows by their first day, as proleptic ordinals of the programme's local calendar."""

from calendar import monthrange
from datetime import date

from tessera.programme.document import Span

FOREVER = 0
"""The first day of the window that never ends."""


def window_start(span: Span, day: date) -> int:
    """The first day (ordinal) of the window of `span` that holds `day`; weeks begin on Monday."""
    match span:
        case Span.DAY:
            return day.toordinal()
        case Span.WEEK:
            return day.toordinal() - day.weekday()
        case Span.MONTH:
            return day.toordinal() - day.day + 1
        case Span.YEAR:
            return date(day.year, 1, 1).toordinal()
        case _:
            return FOREVER


def add_months(day: date, months: int) -> date:
    """The same day `months` later (or earlier); the last day of the month where that month is shorter."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))

"""The programme's local calendar: windows by their first day (proleptic ordinals), months, midnights, expiries."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tessera.programme.document import Expiry, ExpiryRound, Span

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


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of a local day, in UTC."""
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)


def last_good_day(day: date, expiry: Expiry) -> date | None:
    """The last day on which points of `day` can be used; None when they never expire.

    Years and months are added first, then days; then it moves forward to the end of its month or year.
    """
    if not (expiry.years or expiry.months or expiry.days):
        return None
    end = add_months(day, 12 * expiry.years + expiry.months) + timedelta(days=expiry.days)
    match expiry.round:
        case ExpiryRound.MONTH_END:
            return add_months(end.replace(day=1), 1) - timedelta(days=1)
        case ExpiryRound.YEAR_END:
            return date(end.year, 12, 31)
        case _:
            return end

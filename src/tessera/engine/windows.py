"""The programme's local calendar: windows by their first day (proleptic ordinals), months, midnights, expiries."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tessera.programme.document import Span
from tessera.programme.life import Expiry, ExpiryRound

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
        case Span.QUARTER:
            return date(day.year, (day.month - 1) // 3 * 3 + 1, 1).toordinal()
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


def clock_of(at: datetime, zone: ZoneInfo) -> str:
    """An instant as a refusal tells it: the local date and time."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def last_good_day(day: date, expiry: Expiry) -> date | None:
    """The last day on which points of `day` can be used; None when they never expire.

    Years and months are added first, then days; then it moves forward to the next such date, or to the end of its
    month, quarter or year.
    """
    if not expiry.dated:
        return None
    end = add_months(day, 12 * expiry.years + expiry.months) + timedelta(days=expiry.days)
    if expiry.on is not None:
        this_year = _on(end.year, *expiry.on)
        return this_year if end <= this_year else _on(end.year + 1, *expiry.on)
    return rounded_forward(end, expiry.round)


def rounded_forward(day: date, to: ExpiryRound) -> date:
    """The last day of the month, quarter or year that holds `day`; the day itself for NONE."""
    match to:
        case ExpiryRound.MONTH_END:
            return add_months(day.replace(day=1), 1) - timedelta(days=1)
        case ExpiryRound.QUARTER_END:
            return add_months(date(day.year, (day.month - 1) // 3 * 3 + 1, 1), 3) - timedelta(days=1)
        case ExpiryRound.YEAR_END:
            return date(day.year, 12, 31)
        case _:
            return day


def first_ready_day(day: date, *, days: int, rounding: ExpiryRound) -> date:
    """The first day on which points of `day` can be used that wait so many days, or to an end."""
    if rounding is ExpiryRound.NONE:
        return day + timedelta(days=days)
    last_waiting = day + timedelta(days=max(days, 1) - 1)
    return rounded_forward(last_waiting, rounding) + timedelta(days=1)


def _on(year: int, month: int, day: int) -> date:
    """The date in a year; the last day of February for the 29th where there is none."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def member_year_start(day: date, joined: date) -> int:
    """The first day (ordinal) of the year of membership that holds `day`."""
    start = add_months(joined, 12 * (day.year - joined.year))
    return (start if start <= day else add_months(joined, 12 * (day.year - joined.year - 1))).toordinal()

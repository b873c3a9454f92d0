"""The programme's calendar: short months, leap years, days of 23 and 25 hours."""

from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tessera.engine.windows import FOREVER, add_months, first_ready_day, last_good_day, midnight, window_start
from tessera.programme.document import Span
from tessera.programme.life import Expiry, ExpiryRound

NEW_YORK, CHISINAU = ZoneInfo("America/New_York"), ZoneInfo("Europe/Chisinau")
dates = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-01-29", 1, "2026-02-28"),
        ("2026-01-30", 1, "2026-02-28"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-29", 1, "2028-02-29"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2028-02-29", 48, "2032-02-29"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-01-15", -1, "2025-12-15"),
    ],
)
def test_months_end_where_the_shorter_month_ends(day: str, months: int, expected: str) -> None:
    """The same day of the month, or the last one where there is no such day."""
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        (NEW_YORK, "2026-03-08", 23),
        (NEW_YORK, "2026-11-01", 25),
        (CHISINAU, "2026-03-29", 23),
        (CHISINAU, "2026-10-25", 25),
        (CHISINAU, "2026-06-05", 24),
    ],
)
def test_a_day_is_as_long_as_its_clocks_make_it(zone: ZoneInfo, day: str, hours: int) -> None:
    """From midnight to midnight 23 hours in spring, 25 in autumn."""
    start = date.fromisoformat(day)
    assert midnight(start + timedelta(days=1), zone) - midnight(start, zone) == timedelta(hours=hours)


@given(dates, st.sampled_from([NEW_YORK, CHISINAU, ZoneInfo("UTC")]))
def test_midnight_is_the_first_instant_of_its_local_day(day: date, zone: ZoneInfo) -> None:
    """In UTC; a microsecond earlier it was still yesterday."""
    start = midnight(day, zone)
    assert start.tzinfo is UTC
    assert start.astimezone(zone).date() == day
    assert (start - timedelta(microseconds=1)).astimezone(zone).date() == day - timedelta(days=1)


@given(dates, st.sampled_from([Span.DAY, Span.WEEK, Span.MONTH, Span.YEAR]))
def test_windows_tile_the_calendar(day: date, span: Span) -> None:
    """A window begins on or before the day; the day before its beginning belongs to another; its beginning to itself."""
    first = date.fromordinal(window_start(span, day))
    assert first <= day
    assert window_start(span, first) == first.toordinal()
    assert window_start(span, first - timedelta(days=1)) < first.toordinal()
    same = {Span.DAY: "%Y-%m-%d", Span.WEEK: "%G-%V", Span.MONTH: "%Y-%m", Span.YEAR: "%Y"}[span]
    assert format(first, same) == format(day, same)


def test_a_lifetime_is_one_window() -> None:
    """Whatever the day."""
    assert window_start(Span.LIFETIME, date(1990, 1, 1)) == window_start(Span.LIFETIME, date.max) == FOREVER


@pytest.mark.parametrize(
    ("expiry", "last"),
    [
        (Expiry(), None),
        (Expiry(days=30), "2026-03-02"),
        (Expiry(months=1), "2026-02-28"),
        (Expiry(months=1, days=1), "2026-03-01"),
        (Expiry(months=12, round=ExpiryRound.MONTH_END), "2027-01-31"),
        (Expiry(days=1, round=ExpiryRound.MONTH_END), "2026-02-28"),
        (Expiry(years=1, round=ExpiryRound.YEAR_END), "2027-12-31"),
    ],
)
def test_points_of_31_january_last(expiry: Expiry, last: str | None) -> None:
    """Months first, then days, then forward to the end of the month or year; without any, for ever."""
    assert last_good_day(date(2026, 1, 31), expiry) == (last and date.fromisoformat(last))


@given(dates, st.integers(0, 3), st.integers(0, 30), st.integers(0, 400), st.sampled_from(ExpiryRound))
def test_rounding_only_prolongs(day: date, years: int, months: int, days: int, rounding: ExpiryRound) -> None:
    """Points never last less than said, and at most to the end of that month or year; an end alone is one too."""
    plain = last_good_day(day, Expiry(years, months, days))
    rounded = last_good_day(day, Expiry(years, months, days, rounding))
    assert (plain is None) == (not (years or months or days))
    assert (rounded is None) == (plain is None and rounding is ExpiryRound.NONE)
    if rounded is not None:
        assert (plain or day) <= rounded
        assert rounding is ExpiryRound.NONE or (rounded + timedelta(days=1)).day == 1
        assert (plain or day).year == rounded.year


@pytest.mark.parametrize(
    ("day", "days", "rounding", "first"),
    [
        ("2026-06-30", 0, ExpiryRound.NONE, "2026-06-30"),
        ("2026-06-17", 14, ExpiryRound.NONE, "2026-07-01"),
        ("2026-06-01", 0, ExpiryRound.MONTH_END, "2026-07-01"),
        ("2026-06-30", 0, ExpiryRound.MONTH_END, "2026-07-01"),
        ("2026-06-17", 14, ExpiryRound.MONTH_END, "2026-07-01"),
        ("2026-06-18", 14, ExpiryRound.MONTH_END, "2026-08-01"),
        ("2026-06-30", 1, ExpiryRound.QUARTER_END, "2026-07-01"),
        ("2026-06-30", 2, ExpiryRound.QUARTER_END, "2026-10-01"),
        ("2026-12-31", 0, ExpiryRound.YEAR_END, "2027-01-01"),
    ],
)
def test_points_wait_for_an_end(day: str, days: int, rounding: ExpiryRound, first: str) -> None:
    """The last day of waiting moves to the end of its month, quarter or year; the next one is the first good day."""
    ready = first_ready_day(date.fromisoformat(day), days=days, rounding=rounding)
    assert ready == date.fromisoformat(first)


@pytest.mark.parametrize(
    ("day", "first"),
    [("2026-03-31", "2026-01-01"), ("2026-04-01", "2026-04-01"), ("2026-12-31", "2026-10-01")],
)
def test_a_quarter_begins_with_its_first_month(day: str, first: str) -> None:
    """January, April, July and October."""
    start = window_start(Span.QUARTER, date.fromisoformat(day))
    assert start == date.fromisoformat(first).toordinal()

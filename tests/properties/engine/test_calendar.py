"""The local calendar in every zone there is: nights that change the clocks at midnight, and days that were left out."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import example, given
from hypothesis import strategies as st

from tessera.engine.windows import midnight

ZONES = sorted(available_timezones())
APIA = "Pacific/Apia"  # went from the 29th to the 31st of December 2011
# From 2012 on: until 2011 Newfoundland went back at a minute past midnight, and had that minute on two days.
instants = st.datetimes(datetime(2012, 1, 1), datetime(2090, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001


@given(instants, st.sampled_from(ZONES))
@example(datetime(2011, 12, 30, 9, 59, 59, tzinfo=UTC), APIA)
@example(datetime(2011, 12, 30, 10, tzinfo=UTC), APIA)
@example(datetime(2026, 9, 6, 4, tzinfo=UTC), "America/Santiago")
@example(datetime(2026, 11, 1, 4, 30, tzinfo=UTC), "America/Havana")
def test_every_instant_lies_within_its_local_day(at: datetime, zone: str) -> None:
    """From the day's first instant, which is of that day, to before the next one's; days follow each other."""
    own = ZoneInfo(zone)
    today = at.astimezone(own).date()
    starts, ends = midnight(today, own), midnight(today + timedelta(days=1), own)
    assert starts <= at < ends
    assert starts.astimezone(own).date() == today
    assert (starts - timedelta(microseconds=1)).astimezone(own).date() < today


def test_a_day_that_was_left_out_has_no_length() -> None:
    """The 30th of December 2011 begins in Apia when the 31st does: what would mature on it matures then."""
    apia = ZoneInfo(APIA)
    missing, after = (midnight(date(2011, 12, day), apia) for day in (30, 31))
    assert missing == after

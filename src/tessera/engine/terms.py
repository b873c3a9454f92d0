"""From when points can be used, and until when: dates of the programme's calendar, made instants."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tessera.engine.windows import add_months
from tessera.programme.document import Expiry, ExpiryRound, Pending


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of a local day, in UTC (where a clock jumps over midnight, the instant of the jump)."""
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)


def last_good_day(day: date, expiry: Expiry) -> date:
    """The last day on which points of `day` can be used: years and months first, then days, then the rounding."""
    end = add_months(day, 12 * expiry.years + expiry.months) + timedelta(days=expiry.days)
    match expiry.round:
        case ExpiryRound.MONTH_END:
            return add_months(end.replace(day=1), 1) - timedelta(days=1)
        case ExpiryRound.YEAR_END:
            return date(end.year, 12, 31)
        case _:
            return end


class Terms:
    """The terms of one rule's points, remembered by day: they are asked for with every purchase."""

    __slots__ = ("_expire", "_known", "_pending", "_zone")

    def __init__(self, *, pending: Pending, expire: Expiry, zone: ZoneInfo) -> None:
        self._pending = pending
        self._expire = expire
        self._zone = zone
        self._known: dict[date, tuple[datetime | None, datetime | None]] = {}

    def on(self, day: date, occurred_at: datetime) -> tuple[datetime, datetime | None]:
        """(available_at, expires_at) for points of an activity at `occurred_at`, on the local `day`."""
        known = self._known.get(day)
        if known is None:
            if len(self._known) > _DAYS_REMEMBERED:
                self._known.clear()
            known = self._known[day] = self._reckon(day)
        available_at, expires_at = known
        return (occurred_at if available_at is None else available_at), expires_at

    def _reckon(self, day: date) -> tuple[datetime | None, datetime | None]:
        available_at = expires_at = None
        if self._pending.days:
            available_at = midnight(day + timedelta(days=self._pending.days), self._zone)
        if self._expire.years or self._expire.months or self._expire.days:
            expires_at = midnight(last_good_day(day, self._expire) + timedelta(days=1), self._zone)
        return available_at, expires_at


_DAYS_REMEMBERED = 1_000

"""The programme as it is on one local day: which rules may apply, on what terms, in which windows. Worked out once."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tessera.engine.candidates import Plan
from tessera.engine.caps import Used
from tessera.engine.facts import enrolled_on
from tessera.engine.rule import CompiledRule
from tessera.engine.windows import first_ready_day, last_good_day, midnight
from tessera.kit.clock import NEVER
from tessera.programme.life import Expiry, Pending, Then

_LONG_AGO = date(1970, 1, 1)

Terms = tuple[datetime | None, datetime | None]


class Day:
    """One local day of a programme version."""

    __slots__ = ("_caps", "_lives", "_terms", "date", "ordinal", "plans", "zone")

    def __init__(self, day: date, zone: ZoneInfo, plans: dict[str, Plan]) -> None:
        self.date = day
        self.ordinal = day.toordinal()
        self.zone = zone
        self.plans = plans
        self._terms: dict[str, Terms] = {}
        self._lives: dict[tuple[Pending, Expiry], Terms] = {}
        self._caps: dict[str, tuple[int, ...]] = {}

    def bounds(self) -> tuple[datetime, datetime]:
        """The day's first instant and the next day's, in UTC."""
        return midnight(self.date, self.zone), midnight(self.date + timedelta(days=1), self.zone)

    def terms(self, rule: CompiledRule) -> Terms:
        """(available_at, expires_at) of what a rule gives on this day; None: at once, and never.

        What waits for an event has NEVER, and is gone at the other instant, unless it can be used all the same.
        """
        known = self._terms.get(rule.id)
        if known is None:
            life = rule.pending, rule.expire  # a thousand campaigns have few lives between them
            known = self._terms[rule.id] = self._lives.get(life) or self._reckon(rule)
            self._lives[life] = known
        return known

    def cap_windows(self, rule: CompiledRule, used: Used, traits: Mapping[str, str]) -> tuple[int, ...]:
        """The keys of the windows that each of a rule's caps counts in on this day, for a member."""
        if rule.own_windows:
            joined = enrolled_on(traits, self.zone) or _LONG_AGO
            return tuple(cap.own_key(self.date, joined=joined, used=used) for cap in rule.caps)
        known = self._caps.get(rule.id)
        if known is None:
            known = self._caps[rule.id] = tuple(cap.key(self.date) for cap in rule.caps)
        return known

    def _reckon(self, rule: CompiledRule) -> Terms:
        available_at = expires_at = None
        pending = rule.pending
        days = pending.days if pending.until is None else pending.at_most_days
        ready = first_ready_day(self.date, days=days, rounding=pending.round)
        if ready != self.date:
            available_at = midnight(ready, self.zone)
        if pending.until is not None and pending.then is Then.GONE:
            return NEVER, midnight(self.date + timedelta(days=days + 1), self.zone)
        last = last_good_day(self.date, rule.expire)
        if last is not None:
            expires_at = midnight(last + timedelta(days=1), self.zone)
        return available_at, expires_at

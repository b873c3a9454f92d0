"""How long points live after an activity: the clocks of inactivity, the shelter of a level, and the events waited for."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tessera.engine.activity import Activity
from tessera.engine.compile import Compiled
from tessera.engine.standing import Standing
from tessera.engine.tiers.lapse import A_LIFETIME
from tessera.engine.windows import add_months, last_good_day, midnight
from tessera.kit.clock import NEVER
from tessera.programme.document import Currency
from tessera.programme.life import Clocked, Shelter, Then


class Pushed(NamedTuple):
    """What an activity does for all points of a currency; None where it does nothing.

    `lapses_at`: its clock would then have run out; an activity that does not count (`counts`) starts one only where none
    runs. `kept_until`: nothing expires before.
    """

    currency: str
    lapses_at: datetime | None
    kept_until: datetime | None
    counts: bool


def push(
    compiled: Compiled,
    standing: Standing,
    activity: Activity,
    traits: Mapping[str, str],
    *,
    by_member: bool = True,
) -> tuple[Pushed, ...]:
    """What an activity does for the points that are there, by its own day; `standing` is the one after it.

    `traits`: those that the activity was decided with. What staff does by hand, or the calendar by
    itself, counts for no clock.
    """
    day = activity.occurred_at.astimezone(compiled.zone).date()
    return tuple(
        _push(
            currency,
            day,
            compiled.zone,
            counts=by_member and _counts(currency, activity),
            holds=lambda level_day, levels: _holds(compiled, levels, standing, level_day, traits),
        )
        for currency in compiled.lives
    )


def _counts(currency: Currency, activity: Activity) -> bool:
    clock = currency.expire.inactive
    return clock is not None and (not clock.by or activity.type in clock.by)


Holds = Callable[[int, Collection[str]], bool]
"""Would the member hold one of these levels on a day (ordinal), if nothing more happened?"""


def _push(currency: Currency, day: date, zone: ZoneInfo, *, counts: bool, holds: Holds) -> Pushed:
    clock, shelter = currency.expire.inactive, currency.shelter
    lapses_at = kept_until = None
    if clock is not None:
        last = last_good_day(day, clock.after)
        runs_out_at = None if last is None else midnight(last + timedelta(days=1), zone)
        if clock.of is Clocked.BALANCE:
            lapses_at = runs_out_at
        elif counts:
            kept_until = runs_out_at
    if shelter is not None:
        sheltered_until = _sheltered_until(shelter, day, zone, holds)
        kept_until = max(filter(None, (kept_until, sheltered_until)), default=None)
    return Pushed(currency.id, lapses_at, kept_until, counts)


def _sheltered_until(shelter: Shelter, day: date, zone: ZoneInfo, holds: Holds) -> datetime | None:
    """Until when a shelter lasts if nothing more happens; None for members outside it.

    By time alone a level only falls, so the day on which it lapses is found by halving.
    """
    first = day.toordinal()
    if not holds(first, shelter.levels):
        return None
    held, lapsed = first, first + A_LIFETIME
    if holds(lapsed, shelter.levels):
        return NEVER
    while lapsed - held > 1:
        middle = (held + lapsed) // 2
        if holds(middle, shelter.levels):
            held = middle
        else:
            lapsed = middle
    end = add_months(date.fromordinal(lapsed), shelter.months) + timedelta(days=shelter.days)
    return midnight(end, zone)


def _holds(
    compiled: Compiled, levels: Collection[str], standing: Standing, day: int, traits: Mapping[str, str]
) -> bool:
    held, _ = compiled.holding(standing, day, traits)
    return any(level in levels for level in held.values())


def released(
    compiled: Compiled, rule_id: str, *, earned_by: Activity, event: Activity
) -> tuple[datetime, datetime] | None:
    """(available_at, expires_at) of what a rule gave for `earned_by`, once `event` has come; None: it waits for no such.

    `compiled` is the version that gave it. It is never later than without the event.
    """
    rule = compiled.find(rule_id)
    if rule is None or rule.pending.until != event.type:
        return None
    pending, zone = rule.pending, compiled.zone
    available_at = event.occurred_at
    if pending.days:
        available_at = midnight(available_at.astimezone(zone).date() + timedelta(days=pending.days), zone)
    day = earned_by.occurred_at.astimezone(zone).date()
    if pending.then is Then.AVAILABLE:
        available_at = min(available_at, midnight(day + timedelta(days=pending.at_most_days), zone))
    last = last_good_day(day, rule.expire)
    return available_at, NEVER if last is None else midnight(last + timedelta(days=1), zone)

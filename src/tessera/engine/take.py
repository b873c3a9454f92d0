"""Rewards that are taken: for which a member asks, whether they may have each, what each costs and takes off a basket.

All of it is pure. What all members share (stock, budgets) and what is available is told by whoever keeps it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from msgspec.structs import replace

from tessera.engine.caps import use_caps
from tessera.engine.compile import Compiled
from tessera.engine.decision import Reason
from tessera.engine.discount.basket import Basket
from tessera.engine.discount.discount import best_off
from tessera.engine.discount.eligible import Cost, Guest
from tessera.engine.discount.reward import CompiledReward, limit_name
from tessera.engine.facts import enrolled_on
from tessera.engine.lowered import Off
from tessera.engine.standing import Standing
from tessera.engine.windows import add_months, clock_of, midnight
from tessera.kit.codes import RefusalCode
from tessera.kit.record import Record
from tessera.kit.refused import Refused
from tessera.programme.gift_cards import GiftCards
from tessera.programme.reward import Reward

FREE = Cost()


class RewardRefused(Refused):
    """A reward that the member cannot have. `left` can be had now."""


class Wanted(NamedTuple):
    """A reward that is asked for, at its cost, by the terms of a version; `voucher`: the one that stands for it."""

    reward: CompiledReward
    cost: Cost
    version: int
    voucher: UUID | None = None


class Taken(Record, array_like=True, frozen=True, gc=False):
    """A reward that is taken by the terms of `version`, with what it costs and what it takes off which lines.

    `points` are smallest units of `currency` (None: it costs none), `money_minor` is paid beside them. `lines` are (place,
    minor units) and sum to `amount_minor`. `voucher`: it was taken before, and this stands for it.
    """

    reward: str
    version: int
    currency: str | None = None
    points: int = 0
    money_minor: int = 0
    lines: tuple[tuple[int, int], ...] = ()
    amount_minor: int = 0
    voucher: UUID | None = None


def want(compiled: Compiled, guest: Guest, id_: str, *, at_checkout: bool = True) -> Wanted:
    """A reward that a member names. Raises RewardRefused when they may not have it now.

    What asks for a basket is asked only `at_checkout`: a voucher is asked when it is used.
    """
    reward = compiled.rewards.by_id.get(id_)
    if reward is None:
        raise RewardRefused(RefusalCode.UNKNOWN_REWARD, f"The programme has no reward {id_!r}.")
    code = guest.refused(reward, at_checkout=at_checkout)
    if code is not None:
        raise RewardRefused(code, f"The member cannot have {id_!r} now.")
    return Wanted(reward, guest.cost(reward), compiled.number)


def take(basket: Basket, wanted: Sequence[Wanted]) -> tuple[list[Taken], list[Reason]]:
    """What of all that is wanted is taken with a basket, and why the rest is not: what takes nothing off costs nothing."""
    known = {
        one.reward.id if one.voucher is None else f"{one.reward.id} {one.voucher}": one for one in wanted
    }
    lowering = [
        one.reward if one.voucher is None else one.reward.known_as(id_)
        for id_, one in known.items()
        if one.reward.lowers
    ]
    off = {one.reward: one for one in best_off(basket, lowering)} if lowering else {}
    taken, reasons = [], []
    for id_, one in known.items():
        found = off.get(id_)
        if found is not None and found.reason is not None:
            reasons.append(Reason(one.reward.id, found.reason))
            continue
        lines, minor = (found.lines, found.amount_minor) if found is not None else ((), 0)
        cost = one.cost
        taken.append(
            Taken(
                one.reward.id,
                one.version,
                cost.currency if cost.points else None,
                cost.points,
                cost.money_minor,
                lines,
                minor,
                one.voucher,
            )
        )
    return taken, reasons


def off_of(taken: Iterable[Taken]) -> Off:
    """What rewards take off a basket together, by line."""
    off: dict[int, int] = {}
    for one in taken:
        for place, minor in one.lines:
            off[place] = off.get(place, 0) + minor
    return off


def points_of(taken: Iterable[Taken]) -> dict[str, int]:
    """What rewards cost together, by currency."""
    cost: dict[str, int] = {}
    for one in taken:
        if one.currency is not None:
            cost[one.currency] = cost.get(one.currency, 0) + one.points
    return cost


def count_taken(  # noqa: PLR0913 - who takes what, when, and what else they have set aside
    compiled: Compiled,
    caps: Mapping[str, dict[int, int]],
    reward: CompiledReward,
    *,
    at: datetime,
    traits: Mapping[str, str],
    aside: int = 0,
    promised: bool = False,
) -> Mapping[str, dict[int, int]]:
    """The member's use of all limits once the reward is taken once more. Raises RewardRefused where one is reached.

    `aside`: so many the member's own open holds have set aside beside it. `promised`: it was set aside for this, so no
    limit refuses it any more.
    """
    if not reward.caps:
        return caps
    day = at.astimezone(compiled.zone).date()
    name = limit_name(reward.id)
    used = caps.get(name, {})
    windows = _windows(reward, used, day, traits, compiled)
    for cap, window in zip(reward.caps, windows, strict=True):
        if not promised and cap.limit - (used.get(window, 0) if cap.lasts else 0) - aside < 1:
            ends_on = cap.ends_on(window)
            until = None if ends_on is None else midnight(ends_on, compiled.zone)
            detail = f"The member has had {reward.id!r} as often as it can be had"
            detail += "." if until is None else f" until {clock_of(until, compiled.zone)}."
            raise RewardRefused(RefusalCode.OVER_LIMIT, detail, left=0, until=until)
    after = use_caps(reward.caps, points=0, times=1, used=used, windows=windows, today=day.toordinal())
    return {**caps, name: after} if after else caps


def free_limit(
    compiled: Compiled, standing: Standing, reward: CompiledReward, *, at: datetime, traits: Mapping[str, str]
) -> Standing:
    """The standing once a reward that was taken at an instant no longer counts for its limits."""
    used = standing.caps.get(limit_name(reward.id), {})
    if not reward.caps or not used:
        return standing
    day = at.astimezone(compiled.zone).date()
    windows = _windows(reward, used, day, traits, compiled)
    after = use_caps(reward.caps, points=0, times=-1, used=used, windows=windows, today=day.toordinal())
    return replace(standing, caps={**standing.caps, limit_name(reward.id): after})


def usable_until(compiled: Compiled, reward: CompiledReward, at: datetime) -> datetime | None:
    """When what is taken at an instant can no longer be used; None: as long as it exists."""
    return _until(compiled, reward.reward, at)


def card_until(compiled: Compiled, at: datetime) -> datetime | None:
    """When a gift card that is issued at an instant can no longer be used; None: for ever."""
    return _until(compiled, compiled.programme.gift_cards, at)


def _until(compiled: Compiled, terms: Reward | GiftCards, at: datetime) -> datetime | None:
    if not terms.valid_months and not terms.valid_days:
        return None
    day = at.astimezone(compiled.zone).date()
    last = add_months(day, terms.valid_months) + timedelta(days=terms.valid_days)
    return midnight(last + timedelta(days=1), compiled.zone)


def _windows(
    reward: CompiledReward,
    used: Mapping[int, int],
    day: date,
    traits: Mapping[str, str],
    compiled: Compiled,
) -> list[int]:
    joined = enrolled_on(traits, compiled.zone) or day
    return [cap.own_key(day, joined=joined, used=used) for cap in reward.caps]

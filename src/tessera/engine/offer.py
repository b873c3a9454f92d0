"""What a quote tells of rewards: which of them fit the basket, what each would take off it, and why the others do not."""

from collections.abc import Iterable, Mapping

from tessera.engine.activity import Activity
from tessera.engine.compile import Compiled
from tessera.engine.discount.discount import cut_of
from tessera.engine.discount.eligible import Guest
from tessera.engine.discount.reward import CompiledReward
from tessera.engine.standing import Standing
from tessera.engine.take import Taken, count_taken
from tessera.kit.codes import ReasonCode, RefusalCode
from tessera.kit.record import Record
from tessera.kit.refused import Refused

MOST_OFFERED = 50
"""A till shows no more; whoever asks for others names them."""


class Offered(Record, array_like=True, frozen=True, gc=False):
    """A reward as it would be alone, with the reason (a code) why it cannot be had; None when it can.

    What it would take off which line is told once somebody names it: beside others it may be another line.
    """

    taken: Taken
    reason: str | None = None


def offer(
    compiled: Compiled,
    standing: Standing,
    activity: Activity,
    traits: Mapping[str, str],
    *,
    available: Mapping[str, int],
) -> list[Offered]:
    """The rewards for which something in the basket may count, by id. `available`: points in smallest units.

    What all members share is not looked at here.
    """
    found = compiled.rewards.for_basket(activity)
    if not found:
        return []
    guest = Guest(compiled, standing, activity, traits)
    told = []
    for reward in found:
        taken = _alone(compiled, guest, reward)
        if isinstance(taken, Offered):
            told.append(taken)
        else:
            told.append(Offered(taken, _refused(compiled, standing, activity, traits, taken, available)))
    return told


def first_of(offered: Iterable[Offered]) -> tuple[Offered, ...]:
    """As many as are told: those that can be had, the one that takes most off first; then the others, by id."""
    ranked = sorted(
        offered, key=lambda one: (one.reason is not None, -one.taken.amount_minor, one.taken.reward)
    )
    return tuple(ranked[:MOST_OFFERED])


def _alone(compiled: Compiled, guest: Guest, reward: CompiledReward) -> Taken | Offered:
    """What a reward takes off the basket by itself, or why it takes nothing, or may not."""
    cost = guest.cost(reward)
    currency = cost.currency if cost.points else None
    reason = guest.refused(reward)
    cut = reason or cut_of(reward, guest.basket)  # of what may not be had it is not worked out
    if isinstance(cut, ReasonCode):
        return Offered(Taken(reward.id, compiled.number, currency, cost.points, cost.money_minor), cut)
    return Taken(reward.id, compiled.number, currency, cost.points, cost.money_minor, amount_minor=cut.minor)


def _refused(  # noqa: PLR0913, PLR0917 - who asks, for what, with what in hand
    compiled: Compiled,
    standing: Standing,
    activity: Activity,
    traits: Mapping[str, str],
    taken: Taken,
    available: Mapping[str, int],
) -> str | None:
    """Why the member has had it often enough, or has too few points for it."""
    reward = compiled.rewards.by_id[taken.reward]
    try:
        count_taken(compiled, standing.caps, reward, at=activity.occurred_at, traits=traits)
    except Refused as refusal:
        return refusal.code
    if taken.currency is not None and available.get(taken.currency, 0) < taken.points:
        return RefusalCode.INSUFFICIENT_POINTS
    return None

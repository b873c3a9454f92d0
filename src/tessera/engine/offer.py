"""What a quote tells of rewards: which of them fit the basket, what each would take off it, and why the others do not."""

from collections.abc import Iterable, Mapping

from tessera.engine.compile import Compiled
from tessera.engine.discount.discount import cut_of
from tessera.engine.discount.eligible import Guest
from tessera.engine.discount.reward import CompiledReward
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


def offer(compiled: Compiled, guest: Guest, *, available: Mapping[str, int]) -> list[Offered]:
    """The rewards for which something in the guest's basket may count, by id. `available`: points in smallest units.

    What all members share is not looked at here.
    """
    told = []
    for reward in compiled.rewards.for_basket(guest.facts.activity):
        taken = _alone(compiled, guest, reward)
        if isinstance(taken, Offered):
            told.append(taken)
        else:
            told.append(Offered(taken, _refused(compiled, guest, reward, taken, available)))
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


def _refused(
    compiled: Compiled, guest: Guest, reward: CompiledReward, taken: Taken, available: Mapping[str, int]
) -> str | None:
    """Why the member has had it often enough, or has too few points for it."""
    facts = guest.facts
    try:
        caps, at = facts.standing.caps, facts.activity.occurred_at
        count_taken(compiled, caps, reward, at=at, traits=facts.traits)
    except Refused as refusal:
        return refusal.code
    if taken.currency is not None and available.get(taken.currency, 0) < taken.points:
        return RefusalCode.INSUFFICIENT_POINTS
    return None

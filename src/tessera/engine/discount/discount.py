"""What one reward takes off a basket, and which of several do."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from msgspec.structs import replace

from tessera.engine.activity import Activity
from tessera.engine.discount.basket import Basket, Cut
from tessera.engine.discount.buy_get import take_buy_get
from tessera.engine.discount.off import take_amount, take_percent
from tessera.engine.discount.piece import take_cheapest, take_product
from tessera.engine.discount.reward import CompiledReward
from tessera.engine.discount.rewards import Rewards
from tessera.kit.codes import ReasonCode
from tessera.kit.record import Record
from tessera.programme.reward import AmountOff, BuyGet, CheapestOff, FreeProduct, PercentOff, Voucher


class Discount(Record, array_like=True, frozen=True):
    """What a reward takes off: `lines` are (place in the activity, minor units), and sum to `amount_minor`.

    `reason` says why it takes nothing (a `ReasonCode`); without lines, an activity's whole amount is at place 0.
    """

    reward: str
    lines: tuple[tuple[int, int], ...] = ()
    amount_minor: int = 0
    reason: str | None = None


class Benefit(NamedTuple):
    """What a benefit takes off lines, by place; and why it takes nothing of goods that are there."""

    take: Callable[[Any, Basket, Sequence[int]], Cut]
    short: ReasonCode


BENEFITS: Mapping[type, Benefit] = {
    PercentOff: Benefit(take_percent, ReasonCode.ROUNDED_TO_NOTHING),
    AmountOff: Benefit(take_amount, ReasonCode.ROUNDED_TO_NOTHING),
    CheapestOff: Benefit(take_cheapest, ReasonCode.TOO_FEW_PIECES),
    BuyGet: Benefit(take_buy_get, ReasonCode.TOO_FEW_PIECES),
    FreeProduct: Benefit(take_product, ReasonCode.TOO_FEW_PIECES),
    Voucher: Benefit(take_amount, ReasonCode.ROUNDED_TO_NOTHING),
}


def cut_of(reward: CompiledReward, basket: Basket) -> Cut | ReasonCode:
    """How much the reward takes off what is left of the basket, not yet shared out to its lines; or why nothing."""
    benefit = BENEFITS.get(type(reward.reward.give))
    if benefit is None:
        return ReasonCode.NOT_A_DISCOUNT
    places = basket.places(reward.goods)
    if not places:
        return ReasonCode.NO_LINE_MATCHES
    open_ = [place for place in places if place not in basket.fixed] if basket.fixed else places
    if not open_:
        return ReasonCode.NEVER_DISCOUNTED
    cut = benefit.take(reward.reward.give, basket, open_)
    if not cut.minor:
        return benefit.short if basket.cost(open_) else ReasonCode.ROUNDED_TO_NOTHING
    return cut


def discount(reward: CompiledReward, basket: Basket) -> Discount:
    """What the reward takes off what is left of the basket, which stays as it is. Who may have it, `eligible` says."""
    cut = cut_of(reward, basket)
    if isinstance(cut, ReasonCode):
        return Discount(reward.id, reason=cut)
    lines = [(place, minor) for place, minor in basket.spread(cut).items() if minor]
    return Discount(reward.id, tuple(sorted(lines)), cut.minor)


def best(rewards: Rewards, activity: Activity, candidates: Iterable[CompiledReward]) -> tuple[Discount, ...]:
    """What the candidates take off an activity's basket together: `best_off`."""
    return best_off(Basket(activity, rewards.never), candidates)


def best_off(basket: Basket, candidates: Iterable[CompiledReward]) -> tuple[Discount, ...]:
    """What the candidates take off together, by id, each with its share or with the reason why it has none.

    Of those that do not add, one counts: the one with which the basket costs least, of equal ones the first by id, and
    none where it would change nothing. It goes first; those that add follow by id, each on what is left, and then what
    pays of any basket. Several may be of one reward, if each has an id of its own (`CompiledReward.known_as`).
    """
    asked = sorted(set(candidates), key=lambda reward: reward.id)
    adding = sorted([reward for reward in asked if reward.adds], key=lambda reward: reward.pays)
    alone = {reward.id: discount(reward, basket) for reward in asked if not reward.adds}
    firsts = [None, *[one for one in alone.values() if one.lines]]
    ways = [_one_after_another(first, adding, basket) for first in firsts]
    chosen = max(ways, key=lambda way: sum([one.amount_minor for one in way]))
    told = {one.reward: one for one in chosen}
    return tuple(told.get(reward.id) or _beaten(alone[reward.id]) for reward in asked)


def _one_after_another(
    first: Discount | None, then: Sequence[CompiledReward], whole: Basket
) -> list[Discount]:
    """What is taken off the whole basket first, and what the others then take of what is left."""
    found = [first] if first else []
    if not then:
        return found
    basket = whole.untouched()
    basket.take(first.lines if first else ())
    for reward in then:
        own = discount(reward, basket)
        basket.take(own.lines)
        found.append(own)
    return found


def _beaten(alone: Discount) -> Discount:
    """A discount that counts for nothing beside a better one; one that took nothing keeps its own reason."""
    if alone.reason is not None:
        return alone
    return replace(alone, lines=(), amount_minor=0, reason=ReasonCode.BETTER_DISCOUNT)

"""A programme's rewards made ready: gates as closures, and an index by the goods that they ask for."""

from collections.abc import Mapping
from copy import copy
from datetime import datetime, timedelta
from typing import Self

from tessera.engine.caps import CompiledCap, compile_caps
from tessera.engine.conditions.gated import Asking, Gated
from tessera.engine.facts import ENROLLED_AT, Gate
from tessera.kit.codes import ReasonCode
from tessera.programme.document import Programme
from tessera.programme.reward import Discounting, Event, Goods, Reward, Stacking, Voucher

_EVERYTHING = Goods()


def limit_name(reward_id: str) -> str:
    """Under which name a standing keeps what was used of a reward's limits; no rule is called that."""
    return f"reward:{reward_id}"


class CompiledReward:
    """A reward, ready to be asked for.

    `goods`: the lines that count for it. `gates` must all be open, each with the reason when it is not. `caps` are its
    limits, with the windows that the engine knows (`engine.caps`). `is_perk`: some level brings it. `until_at`: when its
    period is over, or its event begins. `pieces`: how many there are in all (None: as many as are asked for). `pays`: it
    pays of any basket, after all discounts. `adds`: it counts beside others. `prices`: so many points for whom all of these
    gates are open.
    """

    __slots__ = (
        "adds",
        "caps",
        "gates",
        "goods",
        "id",
        "is_perk",
        "pays",
        "pieces",
        "prices",
        "reward",
        "traits_asked",
        "until_at",
    )

    def __init__(self, reward: Reward, programme: Programme, *, is_perk: bool) -> None:
        self.id = reward.id
        self.reward = reward
        self.is_perk = is_perk
        give = reward.give
        self.goods = give.goods if isinstance(give, Discounting) else _EVERYTHING
        ends = [give.at] if isinstance(give, Event) else []
        self.until_at = min([*ends, *([reward.until_at] if reward.until_at else [])], default=None)
        self.pays = isinstance(give, Voucher)
        self.adds = self.pays or reward.stack is Stacking.ADDS
        places = give.places if isinstance(give, Event) else None
        self.pieces = min([n for n in (reward.stock, places) if n is not None], default=None)
        asked = [condition for condition in reward.conditions if isinstance(condition, Gated)]
        self.gates: tuple[tuple[Gate, ReasonCode], ...] = tuple((c.gate(programme), c.code) for c in asked)
        self.caps: tuple[CompiledCap, ...] = compile_caps(limit_name(reward.id), reward.limits)
        segments = reward.price.by_segment if reward.price is not None else ()
        self.prices: tuple[tuple[int, tuple[Gate, ...]], ...] = tuple(
            (one.points, tuple(c.gate(programme) for c in one.conditions if isinstance(c, Gated)))
            for one in segments
        )
        joined = [ENROLLED_AT] if any(cap.is_own for cap in self.caps) else []
        self.traits_asked = frozenset(
            [*joined, *(trait for c in reward.asks if isinstance(c, Asking) for trait in c.traits_asked)]
        )

    def known_as(self, id_: str) -> Self:
        """The same reward under an id of its own: one of several vouchers."""
        other = copy(self)
        other.id = id_
        return other

    @property
    def lowers(self) -> bool:
        """Does it make a basket cheaper?"""
        return self.pays or self.reward.discounts

    def runs_at(self, at: datetime, levels: Mapping[str, str]) -> bool:
        """Is the instant in its period, which begins earlier for the members of some levels (by structure)?"""
        reward = self.reward
        start = reward.from_at
        if start is not None and reward.early_days:
            days = max((reward.early_days.get(level, 0) for level in levels.values()), default=0)
            start -= timedelta(days=days)
        return (start is None or start <= at) and (self.until_at is None or at < self.until_at)

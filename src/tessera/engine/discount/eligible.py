"""Who may have a reward, and for how many points: all that needs no look at stock, limits and budgets."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tessera.engine.activity import Activity
from tessera.engine.compile import Compiled
from tessera.engine.discount.basket import Basket
from tessera.engine.discount.reward import CompiledReward
from tessera.engine.facts import Facts
from tessera.engine.standing import Standing
from tessera.kit.codes import ReasonCode

_OF_A_BASKET = {ReasonCode.BELOW_MINIMUM_SPEND}


class Cost(NamedTuple):
    """What a member pays for a reward: smallest units of a currency (None: nothing), and minor units beside."""

    currency: str | None = None
    points: int = 0
    money_minor: int = 0


class Guest:
    """A member at the moment of an activity, as rewards see them: levels, perks, traits, the activity's facts.

    Made once for an activity, asked for any number of rewards. Everything goes by when the activity occurred.
    """

    __slots__ = ("_basket", "_never", "facts", "perks")

    def __init__(
        self, compiled: Compiled, standing: Standing, activity: Activity, traits: Mapping[str, str]
    ) -> None:
        local = activity.occurred_at.astimezone(compiled.zone)
        day = local.date().toordinal()
        levels = compiled.holding(standing, day, traits)[0]
        nth = standing.counts.get(activity.type, 0) + 1
        self.facts = Facts(activity, local, standing, traits, levels, nth)
        self._basket: Basket | None = None  # once it is asked for
        self._never = compiled.rewards.never
        self.perks = compiled.perks_held(standing, day, traits)

    @property
    def basket(self) -> Basket:
        """What the activity is about, as discounts see it."""
        if self._basket is None:
            self._basket = Basket(self.facts.activity, self._never)
        return self._basket

    def refused(self, reward: CompiledReward, *, at_checkout: bool = True) -> ReasonCode | None:
        """Why the member may not have the reward now; None: they may. What asks for a basket is asked `at_checkout`."""
        facts = self.facts
        if reward.is_perk and reward.reward.price is None and reward.id not in self.perks:
            return ReasonCode.TIER_DIFFERS
        if not reward.runs_at(facts.activity.occurred_at, facts.levels):
            return ReasonCode.OUTSIDE_PERIOD
        if not reward.gates:
            return None
        return next((code for code in self._closed(reward) if at_checkout or code not in _OF_A_BASKET), None)

    def unfit(self, reward: CompiledReward) -> ReasonCode | None:
        """Why a voucher of the reward cannot be used for this basket, though the member has it; None: it can."""
        return next((code for code in self._closed(reward) if code in _OF_A_BASKET), None)

    def _closed(self, reward: CompiledReward) -> Iterator[ReasonCode]:
        """Why each of its gates that is not open is not."""
        facts = self.facts
        lines = self.basket.lines
        counted = [lines[place] for place in self.basket.places(reward.goods)]
        amount = sum([line.amount_minor for line in counted if line.amount_minor > 0])
        quantity = sum([line.quantity_milli for line in counted])
        for gate, code in reward.gates:
            if not gate(facts, amount, quantity):
                yield code

    def cost(self, reward: CompiledReward) -> Cost:
        """What the member pays: nothing for a perk of the level, the lowest price of all levels and segments."""
        price = reward.reward.price
        if price is None or reward.id in self.perks:
            return Cost()
        held = [price.by_level[level] for level in self.facts.levels.values() if level in price.by_level]
        facts = self.facts
        held += [points for points, gates in reward.prices if all(gate(facts, 0, 0) for gate in gates)]
        return Cost(price.currency, min(held, default=price.points), price.money_minor)

"""A shop with rewards, for tests: discounts that are free, rewards that cost points, stock, budgets, limits."""

from collections.abc import Mapping
from datetime import datetime

from psycopg import Connection
from tests.integration.usecases.paying import Checkout
from tests.integration.usecases.shop import NOON

from tessera.engine.activity import Activity, Line
from tessera.usecases.answers import Answer, Submission
from tessera.usecases.quote_activities import quote_activities

PROGRAMME = """\
programme: {id: corner-club, name: Corner Club, money: USD, timezone: UTC}
currencies:
  points: {name: {en: [point, points]}, worth: 0.01, expire: {days: 60}}
spend:
  points: {at-least: 100, step: 100, at-most: {share: 50%}, hold: {minutes: 30}, grace: {days: 30}}
earn:
  base: {on: purchase, give: {points: 1, per: 1.00}}
tiers:
  qualify: {by: points-earned, of: points, within: calendar-year}
  levels: [{id: seed}, {id: oak, at: 50, perks: [{reward: delivery}]}]
rewards:
  tenth: {give: {off: 10%}}
  three: {give: {buy: 2, get: 1, lines: {department: dairy}}}
  coffee: {price: {points: 300}, give: {product: [ESPRESSO]}, limit: {times: 1, per: day}}
  box: {price: {points: 200}, give: {off: 2.00}, stock: 5, on-return: keep, stack: adds}
  fund: {give: {off: 50%, lines: {department: bakery}}, budget: 4.00, stack: adds}
  delivery: {give: free-delivery, limit: {times: 2, per: month}}
  five: {price: {points: 400}, give: {voucher: 5.00}, valid: {days: 30}, stock: 3}
  gift: {price: {points: 100, money: 1.50}, give: sample}
"""
MILK = Line("milk", 1000, department="dairy")
BREAD = Line("bread", 500, department="bakery")
ESPRESSO = Line("cup", 300, product="ESPRESSO")


class Counter(Checkout):
    """A till where rewards are taken. Ann begins with 1,000 points."""

    def __init__(self, connection: Connection, *, programme: str = PROGRAMME, now: datetime = NOON) -> None:
        super().__init__(connection, programme=programme, now=now)

    def basket(
        self,
        kind: str,
        key: str,
        *lines: Line,
        rewards: tuple[str, ...] | None = None,
        spend: Mapping[str, int] | None = None,
        hold: str | None = None,
        card: str = "ANN1",
    ) -> Submission:
        """Lines, with the rewards and points that are to make them cheaper."""
        activity = Activity(
            kind,
            key,
            self.clock.now(),
            sum(line.amount_minor for line in lines),
            "USD",
            lines=lines,
            spend=None if spend is None else dict(spend),
            hold=hold,
            rewards=rewards,
        )
        return Submission("till", "card", card, activity)

    def take(
        self,
        key: str,
        *lines: Line,
        rewards: tuple[str, ...] | None = None,
        spend: Mapping[str, int] | None = None,
        hold: str | None = None,
        card: str = "ANN1",
    ) -> Submission:
        """A purchase with rewards."""
        return self.basket("purchase", key, *lines, rewards=rewards, spend=spend, hold=hold, card=card)

    def aside(
        self,
        key: str,
        *lines: Line,
        rewards: tuple[str, ...] | None = None,
        spend: Mapping[str, int] | None = None,
        card: str = "ANN1",
    ) -> Submission:
        """A hold with rewards."""
        return self.basket("hold", key, *lines, rewards=rewards, spend=spend, card=card)

    def quote(self, sent: Submission) -> Answer:
        """What a basket would come to."""
        (answer,) = quote_activities(self.connection, self.programmes, [sent], clock=self.clock)
        assert isinstance(answer, Answer), answer
        return answer


def off(answer: Answer) -> dict[str, int]:
    """Minor units that each reward took off."""
    return {one.taken.reward: one.taken.amount_minor for one in answer.redeemed}


def whys(answer: Answer) -> dict[str, str]:
    """Why each of those was not taken that were named."""
    return {reason.rule: reason.code for reason in answer.untaken}

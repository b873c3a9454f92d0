"""A shop whose members give points to each other and to causes."""

from tests.integration.usecases.shop import Shop

from tessera.kit.ids import new_id
from tessera.usecases.answers import Answer, Recorded
from tessera.usecases.donate_points import donation
from tessera.usecases.transfer_points import Giving, transfer_points

PROGRAMME = """\
programme: {id: corner-club, name: Corner Club, money: USD, timezone: America/New_York}
currencies:
  points: {name: [point, points], worth: 0.01, expire: {days: 60}}
  stars: {name: [star, stars], most: 30}
  coins: {name: [coin, coins]}
earn:
  base: {on: purchase, give: {points: 1, per: 1.00}}
  star: {on: review, give: {stars: 10}}
transfers:
  points: {at-least: 10, cap: [{points: 100, per: month}, {times: 3, per: week}]}
  stars: {after-joining: {days: 30}, cooldown: {days: 7}}
causes:
  trees: {name: City trees, at-least: 5, goal: 1000}
  shelter: {name: Animal shelter, currency: stars, from: 2026-07-01, until: 2026-08-01}
"""


class Givers:
    """Gives, each time in a transaction of its own; members are named by their cards."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop

    def try_give(
        self, giver: str, taker: str, points: int, *, key: str, currency: str = "points"
    ) -> Recorded:
        """Points from one member to another."""
        shop = self.shop
        giving = Giving("app", key, ("card", giver), ("card", taker), currency, points)
        with shop.connection.transaction():
            return transfer_points(shop.connection, shop.programmes, giving, clock=shop.clock, new_id=new_id)

    def give(self, giver: str, taker: str, points: int, *, key: str, currency: str = "points") -> Answer:
        """The same for the first time under this key."""
        recorded = self.try_give(giver, taker, points, key=key, currency=currency)
        assert not recorded.replayed
        return recorded.answer

    def donate(self, giver: str, cause: str, points: int, *, key: str) -> Answer:
        """Points from a member to a cause."""
        now = self.shop.clock.now()
        member = ("card", giver)
        return self.shop.answer(
            donation(source="app", key=key, member=member, cause=cause, points=points, occurred_at=now)
        )

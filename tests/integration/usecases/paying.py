"""A shop where points pay, for tests."""

from collections.abc import Mapping
from datetime import datetime

from psycopg import Connection
from tests.integration.usecases.shop import NOON, Shop

from tessera.engine.activity import Activity, Line
from tessera.usecases.answer_parts import Balance
from tessera.usecases.answers import Answer, Submission
from tessera.usecases.quote_activities import quote_activities
from tessera.usecases.read_balances import read_balances

PROGRAMME = """\
programme: {id: corner-club, name: Corner Club, money: USD, timezone: UTC}
currencies:
  points: {name: {en: [point, points]}, worth: 0.01, expire: {days: 60}}
spend:
  points: {at-least: 100, step: 100, at-most: {share: 50%}, hold: {minutes: 30}, grace: {days: 30}}
earn:
  base: {on: purchase, give: {points: 1, per: 1.00}}
  review: {on: review, give: {points: 20}}
"""
MILK = Line("milk", 1000, department="dairy")
BREAD = Line("bread", 500, department="bakery")


class Checkout(Shop):
    """A shop's till that takes points: it quotes, holds, captures and releases. Ann begins with 1,000 points."""

    def __init__(self, connection: Connection, *, programme: str = PROGRAMME, now: datetime = NOON) -> None:
        super().__init__(connection, programme=programme, now=now)
        (self.ann,) = self.enrol("ANN1")
        self.answer(self.adjust(self.ann, "start", 1000))

    def hold(self, key: str, *lines: Line, spend: Mapping[str, int], card: str = "ANN1") -> Submission:
        """Points set aside for a basket of these lines."""
        amount = sum(line.amount_minor for line in lines)
        activity = Activity("hold", key, self.clock.now(), amount, "USD", lines=lines, spend=dict(spend))
        return Submission("till", "card", card, activity)

    def release(self, key: str, of: str, *, card: str = "ANN1") -> Submission:
        """What a hold set aside, given back."""
        return Submission("till", "card", card, Activity("release", key, self.clock.now(), of=of))

    def pay(
        self,
        key: str,
        *lines: Line,
        spend: Mapping[str, int] | None = None,
        hold: str | None = None,
        card: str = "ANN1",
    ) -> Submission:
        """A purchase that points pay for in part, at once or out of a hold."""
        amount = sum(line.amount_minor for line in lines)
        spent = None if spend is None else dict(spend)
        activity = Activity(
            "purchase", key, self.clock.now(), amount, "USD", lines=lines, spend=spent, hold=hold
        )
        return Submission("till", "card", card, activity)

    def quote(self, submission: Submission) -> Answer:
        """What it would come to."""
        (answer,) = quote_activities(self.connection, self.programmes, [submission], clock=self.clock)
        assert isinstance(answer, Answer), answer
        return answer

    @property
    def balance(self) -> Balance:
        """Ann's points as anybody reads them now."""
        read = read_balances(self.connection, self.programmes, self.ann, at=None, clock=self.clock)
        return read.balances["points"]

    def lots(self) -> list[tuple[int, int, datetime]]:
        """(granted, remaining, until when) of every lot, in the order in which they were opened."""
        rows = "select granted, remaining, expires_at from lot order by lot_version"
        return list(self.connection.execute(rows).fetchall())

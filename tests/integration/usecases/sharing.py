"""A shop whose members share points in households."""

from datetime import timedelta
from uuid import UUID

from psycopg import Connection
from tests.integration.usecases.paying import Checkout
from tests.integration.usecases.shop import NOON, Shop

from tessera.kit.ids import new_id
from tessera.usecases.answer_parts import Balance
from tessera.usecases.answers import Answer, Recorded
from tessera.usecases.join_household import Joining, join_household
from tessera.usecases.leave_household import Leaving, leave_household
from tessera.usecases.manage_household import Invited, Managing, give_role_in_household, invite_to_household
from tessera.usecases.read_balances import read_balances

PROGRAMME = """\
programme: {id: corner-club, name: Corner Club, money: USD, timezone: UTC}
currencies:
  points: {name: {en: [point, points]}, worth: 0.01, expire: {days: 60}}
  stars: {name: {en: [star, stars]}, worth: 0.01}
spend:
  points: {at-least: 10, step: 10, hold: {minutes: 30}, grace: {days: 30}}
  stars: {}
earn:
  base: {on: purchase, give: {points: 1, per: 1.00}}
  review: {on: review, give: {points: 20}, cap: {times: 3, per: month}}
transfers: {points: {cap: {points: 1000, per: month}}}
causes: {trees: {name: City trees}}
tiers:
  qualify: {by: points-earned, of: points, within: calendar-year}
  levels: [{id: seed}, {id: oak, at: 50}]
households:
  members: 3
  roles:
    parent: {manages: true}
    child: {spends: {points: 100, per: month}}
    guest: {spends: nothing}
"""


def household_of(answer: Answer) -> UUID:
    """Which household a member joined."""
    assert answer.transfer is not None
    return answer.transfer.into_account_id


class Home(Checkout):
    """A shop with Ann, who begins with 1,000 points, and others; members are named by their cards."""

    def __init__(self, connection: Connection, *, programme: str = PROGRAMME) -> None:
        super().__init__(connection, programme=programme, now=NOON)
        self.random = 0
        self.household_id = self.ann  # until one is founded

    def wait(self, time: timedelta) -> None:
        """Some time goes by."""
        self.clock.instant += time

    def try_join(self, card: str, *, key: str, code: str | None = None) -> Recorded:
        """Start a household, or join one with a code."""
        joining = Joining("app", key, ("card", card), code)
        with self.connection.transaction():
            return join_household(self.connection, self.programmes, joining, clock=self.clock, new_id=new_id)

    def found(self, card: str = "ANN1", *, key: str = "found") -> UUID:
        """A household of one."""
        return household_of(self.try_join(card, key=key).answer)

    def invite(self, household_id: UUID, role: str = "parent", *, by: str = "ANN1") -> Invited:
        """An invitation, with another code each time."""
        self.random += 1
        managing = Managing("app", household_id, ("card", by))
        with self.connection.transaction():
            return invite_to_household(
                self.connection,
                self.programmes,
                managing,
                role=role,
                random=self.random.to_bytes(10),
                clock=self.clock,
                new_id=new_id,
            )

    def let_in(self, card: str, household_id: UUID, role: str = "parent", *, by: str = "ANN1") -> Answer:
        """Invited and joined."""
        code = self.invite(household_id, role, by=by).code
        return self.try_join(card, key=f"join-{code}", code=code).answer

    def try_leave(self, card: str, household_id: UUID, *, key: str, by: str | None = None) -> Recorded:
        """Leave, or be removed."""
        other = None if by is None else ("card", by)
        leaving = Leaving("app", key, household_id, ("card", card), other)
        with self.connection.transaction():
            return leave_household(self.connection, self.programmes, leaving, clock=self.clock, new_id=new_id)

    def leave(self, card: str, household_id: UUID, *, key: str = "leave") -> Answer:
        """Leave for the first time under this key."""
        recorded = self.try_leave(card, household_id, key=key)
        assert not recorded.replayed
        return recorded.answer

    def give_role(self, card: str, household_id: UUID, role: str, *, by: str = "ANN1") -> None:
        """Another role from now on."""
        managing = Managing("app", household_id, ("card", by))
        with self.connection.transaction():
            give_role_in_household(
                self.connection,
                self.programmes,
                managing,
                member=("card", card),
                role=role,
                clock=self.clock,
            )

    def points(self, member_id: UUID) -> Balance:
        """The points of a member's account now."""
        read = read_balances(self.connection, self.programmes, member_id, at=None, clock=self.clock)
        return read.balances.get("points", Balance())


def total(shop: Shop, currency: str = "points") -> int:
    """All points of a currency, wherever they lie, less what is owed."""
    row = shop.connection.execute(
        "select sum(available + pending + held - debt) from account where currency = %s", (currency,)
    ).fetchone()
    assert row is not None
    return int(row[0] or 0)

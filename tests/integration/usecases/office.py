"""A shop's office for tests: two clerks and a manager who adjust points by hand, within the limits of the programme."""

from functools import partial
from typing import Any
from uuid import UUID

from psycopg import Connection
from tests.integration.usecases.shop import PROGRAMME, Shop

from tessera.approvals.requests import Kind
from tessera.approvals.staff import Staff
from tessera.kit.ids import new_id
from tessera.usecases.adjusting.asked import Asked
from tessera.usecases.ask_adjustment import ask_adjustment
from tessera.usecases.decide_request import approve_request, refuse_request
from tessera.usecases.deciding.carry_out import Handled
from tessera.usecases.programmes import Programmes
from tessera.usecases.undo_adjustment import Undoing, undo_adjustment

LIMITS = """\
adjustments:
  reasons: [goodwill, correction]
  approve-above: {points: 100}
  approve-above-a-day: {points: 250}
  wait: {days: 7}
  undo: {days: 2}
"""
CLERK = Staff("desk", "key-1", "Clara")
OTHER_CLERK = Staff("desk", "key-2", "Conor")
MANAGER = Staff("back-office", "key-9", "Mara")


class Office:
    """The office of a shop, on a connection of its own."""

    def __init__(self, shop: Shop, connection: Connection | None = None) -> None:
        self.shop = shop
        self.connection = connection or shop.connection
        self.programmes = Programmes()
        self._tools: dict[str, Any] = {"clock": shop.clock, "new_id": new_id}

    @classmethod
    def open(cls, shop: Shop, *, limits: str = LIMITS) -> "Office":
        """An office whose programme has limits from now on."""
        shop.publish(PROGRAMME + limits)
        return cls(shop)

    def ask(self, member_id: UUID, key: str, points: int, *, staff: Staff = CLERK, **more: Any) -> Handled:
        """Ask for points of goodwill."""
        asked = Asked(
            staff, key, member_id, **{"currency": "points", "reason": "goodwill"} | more, points=points
        )
        return self.perform(partial(ask_adjustment, asked=asked))

    def undo(self, member_id: UUID, key: str, of: str, *, staff: Staff = CLERK) -> Handled:
        """Undo an adjustment."""
        return self.perform(
            partial(undo_adjustment, undoing=Undoing(staff, key, member_id, of, "correction"))
        )

    def approve(self, request_id: UUID, *, staff: Staff = MANAGER) -> Handled:
        """Say yes."""
        return self.perform(
            partial(approve_request, request_id=request_id, kind=Kind.ADJUSTMENT, staff=staff)
        )

    def refuse(self, request_id: UUID, *, staff: Staff = MANAGER, reason: str = "Too much") -> Handled:
        """Say no."""
        with self.connection.transaction():
            return refuse_request(
                self.connection,
                request_id,
                kind=Kind.ADJUSTMENT,
                staff=staff,
                reason=reason,
                clock=self.shop.clock,
            )

    def points(self, member_id: UUID) -> int:
        """What the member can use."""
        row = self.connection.execute(
            "select available from account join member using (account_id) where member_id = %s and currency = 'points'",
            (member_id,),
        ).fetchone()
        return row[0] if row else 0

    def perform(self, act: Any) -> Handled:
        """A use case in a transaction of its own."""
        with self.connection.transaction():
            done: Handled = act(self.connection, self.programmes, **self._tools)
            return done

"""What all members share, in memory: stock, budgets, and what open holds set aside of them.

As it was read under its rows' locks, with what this batch has taken since. Where decisions are made again nothing runs
out: only what was granted is decided a second time.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from tessera.catalogue.reservations import Reservation
from tessera.engine.discount.reward import CompiledReward

Own = tuple[str, UUID]
"""A subject, and the member for whom something of it is set aside."""


def pieces_of(reward_id: str) -> str:
    """The subject under which the pieces of a reward are counted."""
    return f"pieces {reward_id}"


def money_of(reward_id: str) -> str:
    """The subject under which a reward's budget is counted, in minor units."""
    return f"money {reward_id}"


def is_of_reward(subject: str) -> bool:
    """Is it one of these two?"""
    return subject.startswith(("pieces ", "money "))


def subjects_of(reward: CompiledReward) -> list[str]:
    """What of a reward all members share."""
    shared = [pieces_of(reward.id)] if reward.pieces is not None else []
    return shared if reward.reward.budget_minor is None else [*shared, money_of(reward.id)]


class Supply:
    """`taken`: by subject. `aside`: what running holds set aside, by subject and member. `holds`: those at hand.

    `endless`: nothing runs out.
    """

    def __init__(
        self,
        taken: Mapping[str, int] | None = None,
        aside: Mapping[Own, int] | None = None,
        holds: Iterable[Reservation] = (),
        *,
        endless: bool = False,
    ) -> None:
        self.endless = endless
        self.taken = dict(taken or {})
        self.changed: set[str] = set()
        self.placed: dict[UUID, list[Reservation]] = {}
        self.resolved: set[UUID] = set()
        self._aside = defaultdict[Own, int](int, aside or {})
        self._in_all = defaultdict[str, int](int)
        for (subject, _), amount in self._aside.items():
            self._in_all[subject] += amount
        self._holds = defaultdict[UUID, list[Reservation]](list)
        for reservation in holds:
            self._holds[reservation.hold_id].append(reservation)

    def left(self, subject: str, total: int | None) -> int | None:
        """How much of `total` is neither taken nor set aside; None: it does not run out."""
        if total is None or self.endless:
            return None
        return max(0, total - self.taken[subject] - self._in_all[subject])

    def set_aside(self, subject: str, member_id: UUID) -> int:
        """How much a member's running holds set aside. Deciding again nobody asks: what was granted was granted."""
        return 0 if self.endless else self._aside[subject, member_id]

    def take(self, subject: str, amount: int) -> None:
        """So much more is gone or, below zero, is there again."""
        self.taken[subject] = self.taken.get(subject, 0) + amount
        self.changed.add(subject)

    def reserve(self, reservation: Reservation) -> None:
        """Set something aside for a hold."""
        self.placed.setdefault(reservation.hold_id, []).append(reservation)
        self._holds[reservation.hold_id].append(reservation)
        self._move(reservation, reservation.amount)

    def is_open(self, hold_id: UUID) -> bool:
        """Does a hold still set something aside? Whether its time is over is not asked here."""
        return bool(self._holds.get(hold_id))

    def reserved(self, hold_id: UUID, subject: str) -> int:
        """How much of a subject a hold sets aside."""
        return sum(one.amount for one in self._holds.get(hold_id, ()) if one.subject == subject)

    def resolve(self, hold_id: UUID) -> None:
        """A hold was captured or released: it sets nothing aside any longer."""
        for reservation in self._holds.pop(hold_id, ()):
            self._move(reservation, -reservation.amount)
        if self.placed.pop(hold_id, None) is None:
            self.resolved.add(hold_id)

    def _move(self, reservation: Reservation, amount: int) -> None:
        self._aside[reservation.subject, reservation.member_id] += amount
        self._in_all[reservation.subject] += amount

"""What all members share, in memory: stock, budgets, and what open holds set aside of them.

As it was read under its rows' locks, with what this batch has taken since. Where decisions are made again nothing runs
out: only what was granted is decided a second time.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple
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


class ToHold(NamedTuple):
    """The subjects of what is only looked at: those that have no row yet (`new`), the others that are `known`, and those of
    which holds have something `aside`.
    """

    new: Collection[str]
    known: Collection[str]
    aside: Collection[str]


class Supply:
    """`taken`: by subject. `aside`: what running holds set aside, by subject and member. `holds`: those at hand.

    `endless`: nothing runs out. `to_hold`: it was read without a lock, and is believed until `stands` says otherwise.
    """

    def __init__(
        self,
        taken: Mapping[str, int] | None = None,
        aside: Mapping[Own, int] | None = None,
        holds: Iterable[Reservation] = (),
        *,
        endless: bool = False,
        to_hold: ToHold | None = None,
    ) -> None:
        self.endless = endless
        self.to_hold = to_hold
        self.taken = dict(taken or {})
        self.changed: dict[str, int] = {}  # of what was taken, how much by this batch
        self.asked: dict[tuple[str, ...], int] = {}  # how much there is in all, by the subjects that share it
        self.felt = False  # was anything refused, or less, since too little was left?
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
        self.ask((subject,), total)
        return max(0, total - self.taken.get(subject, 0) - self._in_all[subject])

    def ask(self, subjects: tuple[str, ...], total: int) -> None:
        """A decision rests on there being `total` of these in all; by another version it may be less."""
        self.asked[subjects] = min(total, self.asked.get(subjects, total))

    def stands(self, taken: Mapping[str, int], aside: Mapping[Own, int]) -> bool:
        """Is there as much as was taken and set aside, now that the rows are locked? `taken`: without this batch; `aside`:
        with it.
        """
        gone = Counter(taken)
        gone.update(self.changed)
        for (subject, _), amount in aside.items():
            gone[subject] += amount
        if self.felt:
            return False
        return all(sum(gone[one] for one in subjects) <= total for subjects, total in self.asked.items())

    def set_aside(self, subject: str, member_id: UUID) -> int:
        """How much a member's running holds set aside. Deciding again nobody asks: what was granted was granted."""
        return 0 if self.endless else self._aside[subject, member_id]

    def take(self, subject: str, amount: int) -> None:
        """So much more is gone or, below zero, is there again."""
        self.taken[subject] = self.taken.get(subject, 0) + amount
        self.changed[subject] = self.changed.get(subject, 0) + amount

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

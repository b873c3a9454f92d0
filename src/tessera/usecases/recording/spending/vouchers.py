"""What activities do to vouchers, all in memory: a step is worked out, and kept once the whole activity is accepted."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from psycopg import Connection

from tessera.catalogue.voucher import State, Step, Voucher, VoucherRefused, take_step
from tessera.catalogue.vouchers import (
    Taken,
    UnknownVoucher,
    lock_vouchers,
    read_vouchers,
    write_vouchers,
)
from tessera.engine.activity import Activity
from tessera.engine.take import Taken as _Taken
from tessera.kit.activities import CANCELLATION, USE
from tessera.kit.codes import RefusalCode
from tessera.usecases.answer_parts import VoucherMoved
from tessera.usecases.answers import Answer

VOUCHER = "voucher"
"""The fact by which a use and a cancellation name their voucher."""

_ABOUT_ONE = frozenset({USE, CANCELLATION})


class Vouchers:
    """The vouchers of a batch, as they were read under lock, and what has been done to them since."""

    def __init__(self) -> None:
        self._known: dict[UUID, Voucher] = {}
        self._moved: dict[UUID, Voucher] = {}
        self._new: set[UUID] = set()
        self._steps: list[Taken] = []

    def lock(self, connection: Connection, voucher_ids: Collection[UUID]) -> None:
        """Read vouchers, and keep them from others until the transaction ends."""
        self._known |= lock_vouchers(connection, voucher_ids)

    @property
    def accounts(self) -> set[UUID]:
        """The accounts whose vouchers were read."""
        return {voucher.account_id for voucher in self._known.values()}

    @property
    def known(self) -> Collection[Voucher]:
        """Those that were read."""
        return self._known.values()

    def look(self, connection: Connection, voucher_ids: Collection[UUID]) -> None:
        """Read vouchers as they stand, without a lock: to quote."""
        self._known |= read_vouchers(connection, voucher_ids)

    def know(self, voucher: Voucher) -> None:
        """A voucher as it was when something was decided about it: a fact, told again."""
        self._known[voucher.voucher_id] = voucher

    def find(self, voucher_id: UUID) -> Voucher:
        """A voucher of this batch. Raises UnknownVoucher."""
        voucher = self._known.get(voucher_id)
        if voucher is None:
            raise UnknownVoucher("No voucher has this code.", field=VOUCHER)
        return voucher

    def keep(self, moved: Sequence[VoucherMoved], *, by: UUID, account_id: UUID, at: datetime) -> None:
        """Steps that an accepted activity of an account takes."""
        for one in moved:
            after = one.after
            self._known[after.voucher_id] = after
            last = self._moved.get(after.voucher_id)
            if last is None or last.number < after.number:  # verify goes account by account, not by time
                self._moved[after.voucher_id] = after
            if one.before is None:
                self._new.add(after.voucher_id)
            self._steps.append(Taken(after.voucher_id, after.number, one.step, account_id, by, at))

    @property
    def moved(self) -> Mapping[UUID, Voucher]:
        """Those with which anything was done, each as its newest step here left it."""
        return self._moved

    def steps_of(self, account_id: UUID) -> list[Taken]:
        """What an account's activities did."""
        return [step for step in self._steps if step.account_id == account_id]

    def write(self, connection: Connection) -> None:
        """Write down what was done."""
        if self._steps:
            write_vouchers(connection, self._moved, self._steps, new=self._new)


def issue(voucher: Voucher) -> VoucherMoved:
    """A voucher that begins."""
    return VoucherMoved(Step.ISSUED, None, voucher)


def move(  # noqa: PLR0913 - a step of what, by whom and when
    voucher: Voucher,
    step: Step,
    *,
    by: UUID,
    now: datetime,
    hold: UUID | None = None,
    until: datetime | None = None,
) -> VoucherMoved:
    """A step with a voucher; see `take_step`. Raises VoucherRefused."""
    return VoucherMoved(step, voucher, take_step(voucher, step, by=by, now=now, hold=hold, until=until))


def refuse_stranger(*, holder: UUID, account_id: UUID) -> None:
    """Raise VoucherRefused unless the account that has what a voucher's account had (`holder`) is this one."""
    if holder != account_id:
        raise VoucherRefused(RefusalCode.OTHER_MEMBERS_VOUCHER, "The voucher is another member's.")


def named_by(activity: Activity) -> UUID | None:
    """The voucher that a use or a cancellation is about."""
    return UUID((activity.facts or {})[VOUCHER]) if activity.type in _ABOUT_ONE else None


def held_by(answer: Answer) -> Iterator[Voucher]:
    """What an answer has set aside, as it was then."""
    return (moved.after for moved in answer.vouchers if moved.step is Step.HELD)


def used_by(answer: Answer) -> Iterator[Voucher]:
    """What an answer has used, as it was then."""
    return (moved.after for moved in answer.vouchers if moved.after.state is State.USED)


def hold_presented(
    vouchers: Vouchers, taken: Iterable[_Taken], *, by: UUID, now: datetime, until: datetime
) -> tuple[VoucherMoved, ...]:
    """The vouchers that a basket takes are set aside for it."""
    return tuple(
        move(vouchers.find(one.voucher), Step.HELD, by=by, now=now, until=until)
        for one in taken
        if one.voucher is not None
    )


def use_presented(
    vouchers: Vouchers, taken: Iterable[_Taken], *, by: UUID, now: datetime, hold: UUID | None
) -> tuple[VoucherMoved, ...]:
    """The vouchers that a basket takes are used, perhaps out of a hold."""
    return tuple(
        move(vouchers.find(one.voucher), Step.USED, by=by, now=now, hold=hold)
        for one in taken
        if one.voucher is not None
    )


def release_held(
    vouchers: Vouchers, held: Answer, *, by: UUID, now: datetime, but: Collection[UUID] = ()
) -> tuple[VoucherMoved, ...]:
    """The vouchers that a hold set aside are free again, but for those that are used."""
    hold_id = held.activity_id
    return tuple(
        move(vouchers.find(one.voucher_id), Step.RELEASED, by=by, now=now, hold=hold_id)
        for one in held_by(held)
        if one.voucher_id not in but
    )


def unused(vouchers: Vouchers, activity: Activity, taken: Iterable[_Taken]) -> tuple[Voucher, ...]:
    """What a basket names and does not use, as it stands: a fact to the decision."""
    used = {one.voucher for one in taken}
    return tuple(vouchers.find(id_) for id_ in activity.vouchers or () if id_ not in used)

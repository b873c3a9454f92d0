"""A voucher: the right to one thing, taken before and used later. What may become of it, and when; no I/O.

What time brings is derived from the clock: a hold that is over holds nothing, and a voucher whose days are over is expired,
without anybody writing that down.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

import msgspec

from tessera.kit.codes import RefusalCode
from tessera.kit.record import Record
from tessera.kit.refused import Refused


class State(StrEnum):
    """How a voucher stands. `refunded`: undone, and what it had cost is given back; `cancelled`: undone, and it was free."""

    ISSUED = "issued"
    HELD = "held"
    USED = "used"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


class Step(StrEnum):
    """What is done to a voucher."""

    ISSUED = "issued"
    HELD = "held"
    RELEASED = "released"
    USED = "used"
    RESTORED = "restored"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


ALLOWED: Final[Mapping[Step, tuple[frozenset[State], State]]] = {
    Step.HELD: (frozenset({State.ISSUED}), State.HELD),
    Step.RELEASED: (frozenset({State.HELD}), State.ISSUED),
    Step.USED: (frozenset({State.ISSUED, State.HELD}), State.USED),
    Step.RESTORED: (frozenset({State.USED}), State.ISSUED),
    Step.CANCELLED: (frozenset({State.ISSUED}), State.CANCELLED),
    Step.REFUNDED: (frozenset({State.ISSUED}), State.REFUNDED),
}
"""From which states each step goes, and to which. Every voucher begins as issued; no other step is ever taken."""

_REFUSALS: Final[Mapping[State, tuple[RefusalCode, str]]] = {
    State.ISSUED: (RefusalCode.VOUCHER_NOT_USED, "The voucher was not used."),
    State.HELD: (RefusalCode.VOUCHER_HELD, "The voucher is set aside for another basket."),
    State.USED: (RefusalCode.VOUCHER_USED, "The voucher was used before."),
    State.EXPIRED: (RefusalCode.VOUCHER_EXPIRED, "The days of the voucher are over."),
    State.CANCELLED: (RefusalCode.VOUCHER_CANCELLED, "The voucher was cancelled."),
    State.REFUNDED: (RefusalCode.VOUCHER_CANCELLED, "The voucher was given back for what it had cost."),
}


class VoucherRefused(Refused):
    """A step that the voucher's state does not allow."""


class Voucher(Record, array_like=True, frozen=True):
    """A voucher as it is written down. It keeps the terms of the version by which it was issued.

    `voucher_id` is the id of the activity that issued it; `account_id`, `member_id`: whose it is; `held_by` is the hold,
    `used_by` the activity that used it. `number`: how many steps have been taken. `expires_at`: the first instant at which
    it can no longer be used; None for never.
    """

    voucher_id: UUID
    account_id: UUID
    member_id: UUID
    reward: str
    programme_version: int
    issued_at: datetime
    expires_at: datetime | None = None
    state: State = State.ISSUED
    number: int = 1
    held_by: UUID | None = None
    held_until: datetime | None = None
    used_by: UUID | None = None

    def state_at(self, now: datetime) -> State:
        """How it stands at an instant, with what time has brought."""
        state = self.state
        if state is State.HELD and self.held_until is not None and self.held_until <= now:
            state = State.ISSUED
        if state is State.ISSUED and self.expires_at is not None and self.expires_at <= now:
            return State.EXPIRED
        return state


def take_step(  # noqa: PLR0913 - a step of what, by whom and when
    voucher: Voucher,
    step: Step,
    *,
    by: UUID,
    now: datetime,
    hold: UUID | None = None,
    until: datetime | None = None,
) -> Voucher:
    """The voucher after a step that activity `by` takes. Raises VoucherRefused; nothing has changed then.

    `hold`: of a use or a release, the hold that set it aside: what was set aside in time may be used, though the voucher's
    own days are over meanwhile. `until`: when a hold is over; of a restoring, until when it can be used at least.
    """
    before, after = ALLOWED[step]
    state = voucher.state_at(now)
    mine = state is State.HELD and voucher.held_by == hold
    if state not in before or (state is State.HELD and not mine):
        raise VoucherRefused(*_REFUSALS[state])
    held = step is Step.HELD
    ends = voucher.expires_at
    if step is Step.RESTORED and ends is not None and until is not None:
        ends = max(ends, until)
    return msgspec.structs.replace(
        voucher,
        state=after,
        number=voucher.number + 1,
        held_by=by if held else None,
        held_until=until if held else None,
        used_by=by if step is Step.USED else None,
        expires_at=ends,
    )

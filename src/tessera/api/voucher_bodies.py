"""What goes out of vouchers: how they stand, what became of them, and what was decided about one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from tessera.api.bodies import RefusalBody, refusal_body
from tessera.api.body import Body
from tessera.catalogue.vouchers import Told
from tessera.usecases.answers import Recorded
from tessera.usecases.read_vouchers import Shown


class VoucherBody(Body, frozen=True):
    """A voucher: `issued`, `held` for a basket until `held_until`, `used`, `expired`, `cancelled`, or `refunded` (given back
    for what it had cost). `expires_at` is the first instant at which it cannot be used; null for never.
    """

    voucher_id: UUID
    member_id: UUID
    reward: str
    name: Mapping[str, str]
    programme_version: int
    state: str
    issued_at: datetime
    expires_at: datetime | None
    held_until: datetime | None


class OwnVoucherBody(VoucherBody, frozen=True):
    """A member's voucher. `code` is null where this server cannot show it: its secret is another one by now."""

    code: str | None


class OwnVouchersBody(Body, frozen=True):
    """A page of a member's vouchers, the newest first; `next` asks for the following one."""

    vouchers: list[OwnVoucherBody]
    next: str | None


class StepBody(Body, frozen=True):
    """What became of a voucher: issued, held, released, used, restored, cancelled, refunded; by which activity."""

    step: str
    activity_id: UUID
    at: datetime


class VoucherWithStepsBody(VoucherBody, frozen=True):
    """A voucher with all that became of it."""

    steps: list[StepBody]


class VoucherAnswerBody(Body, frozen=True):
    """What was decided about a voucher, and how it stands now."""

    status: Literal["accepted", "refused"]
    activity_id: UUID | None
    key: str
    member_id: UUID
    refusal: RefusalBody | None
    voucher: VoucherBody


def own_voucher_body(shown: Shown) -> OwnVoucherBody:
    """A member's voucher as it goes out, with its code."""
    return OwnVoucherBody(*_parts(shown), shown.code)


def voucher_with_steps_body(shown: Shown, steps: Sequence[Told]) -> VoucherWithStepsBody:
    """A voucher as it goes out, with all that became of it."""
    told = [StepBody(step.step.value, step.activity_id, step.at) for step in steps]
    return VoucherWithStepsBody(*_parts(shown), told)


def voucher_answer_body(recorded: Recorded, key: str, shown: Shown) -> VoucherAnswerBody:
    """What was decided about a voucher, as it goes out."""
    answer = recorded.answer
    return VoucherAnswerBody(
        status="accepted" if answer.refusal is None else "refused",
        activity_id=answer.activity_id,
        key=key,
        member_id=answer.member_id,
        refusal=refusal_body(answer),
        voucher=VoucherBody(*_parts(shown)),
    )


def _parts(
    shown: Shown,
) -> tuple[UUID, UUID, str, Mapping[str, str], int, str, datetime, datetime | None, datetime | None]:
    """The fields of a `VoucherBody`, in their order."""
    own = shown.voucher
    held_until = own.held_until if shown.state == own.state else None
    return (
        own.voucher_id,
        own.member_id,
        own.reward,
        shown.name,
        own.programme_version,
        shown.state.value,
        own.issued_at,
        own.expires_at,
        held_until,
    )

"""What goes out about claims."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec.structs import asdict

from tessera.api.adjustments import AskedBody, WordBody, asked_body, word_body
from tessera.api.bodies import AnswerBody, answer_body
from tessera.api.body import Body
from tessera.approvals.requests import Request
from tessera.usecases.claiming.asked import missing_of
from tessera.usecases.deciding.carry_out import Handled


class ClaimBody(Body, frozen=True):
    """A purchase that was claimed, and what became of it.

    `state`: `done` at once; `pending` until `ends_at`, when it has `ended`; `approved` or `refused` by somebody else;
    `failed` where the purchase could earn nothing. `lines`: how many are on the receipt. `answer` is what the purchase gave.
    """

    request_id: UUID
    key: str
    member_id: UUID
    source: str
    receipt: str
    occurred_at: datetime
    store: str | None
    amount_minor: int
    money: str | None
    lines: int
    note: str | None
    state: str
    asked: AskedBody
    ends_at: datetime
    decided: WordBody | None
    answer: AnswerBody | None


class RivalBody(Body, frozen=True):
    """Another claim of the same receipt, and what became of it."""

    request_id: UUID
    member_id: UUID
    state: str
    asked: AskedBody
    decided: WordBody | None


class OpenedClaimBody(ClaimBody, frozen=True):
    """A claim as it lies before whoever looks at it. `others`: who else has claimed the receipt, the first one first."""

    others: list[RivalBody]


def claim_body(handled: Handled, *, now: datetime) -> ClaimBody:
    """A claim, as whoever brought it hears of it."""
    request, recorded = handled.request, handled.recorded
    missing = missing_of(request)
    bought = missing.purchase
    return ClaimBody(
        request_id=request.request_id,
        key=request.key,
        member_id=request.member_id,
        source=missing.source,
        receipt=missing.receipt,
        occurred_at=bought.occurred_at,
        store=bought.store,
        amount_minor=bought.amount_minor,
        money=bought.money,
        lines=len(bought.lines),
        note=request.note,
        state=request.state(now),
        asked=asked_body(request),
        ends_at=request.ends_at,
        decided=word_body(request),
        answer=None if recorded is None else answer_body(recorded.answer, key=missing.receipt),
    )


def opened_body(handled: Handled, others: Sequence[Request], *, now: datetime) -> OpenedClaimBody:
    """The same for whoever looks at it, with the others of its receipt."""
    rivals = [
        RivalBody(one.request_id, one.member_id, one.state(now), asked_body(one), word_body(one))
        for one in others
    ]
    return OpenedClaimBody(**asdict(claim_body(handled, now=now)), others=rivals)

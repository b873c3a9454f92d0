"""Receipts with the wrong member on them: correct one, list what was corrected or waits for it, decide it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from litestar import post

from tessera.access.scopes import Scope
from tessera.api import receipt_examples as examples
from tessera.api.adjustments import AskedBody, WordBody, asked_body, staff_of, word_body
from tessera.api.bodies import AnswerBody, answer_body
from tessera.api.body import Body
from tessera.api.deciding import Decided, Listed, decisions, listing
from tessera.api.desk import Call, caller_of, desk_of, key_of
from tessera.api.identities import to_ref
from tessera.api.operation import OPT, Operation
from tessera.api.reading import read_form
from tessera.api.receipt_forms import CorrectionForm
from tessera.api.reply import Reply, reply
from tessera.approvals.requests import Kind
from tessera.kit.problems import InvalidValue, KeyConflict, NoProgramme, UnknownMember, UnknownPurchase
from tessera.kit.sandbox import beside
from tessera.usecases.correct_receipt import correct_receipt
from tessera.usecases.correcting.asked import Correcting, receipt_of
from tessera.usecases.deciding.carry_out import Handled

_form = msgspec.json.Decoder(CorrectionForm)


class CorrectionBody(Body, frozen=True):
    """That a receipt is another member's, and what became of it.

    `state`: `done` at once; `pending` until `ends_at`, when it has `ended`; `approved` or `refused` by another; `failed`
    where `decided.refusal` kept it from being done. `to` is the member whose it is said to be; `answer`, where it was
    decided, is what was taken from whom it was recorded for.
    """

    request_id: UUID
    key: str
    source: str
    of: str
    to: UUID
    reason: str
    note: str | None
    state: str
    asked: AskedBody
    ends_at: datetime
    decided: WordBody | None
    answer: AnswerBody | None


class CorrectionsBody(Body, frozen=True):
    """A page of them, newest first; for the next page send the last one's `request_id` as `before`."""

    corrections: list[CorrectionBody]


@post(
    "/v1/corrections",
    opt={
        OPT: Operation(
            id="correctReceipt",
            summary="Give a receipt to the member whose it is",
            description="What the purchase gave is taken back from the member it was recorded for, and it is recorded "
            "for the other as it occurred, all in one step. Returns find it by the key that the till knows. What "
            "one may not do alone waits until somebody else approves it. Safe to send again.",
            tag="By hand",
            scope=Scope.RECEIPTS_CORRECT,
            form=CorrectionForm,
            form_examples={"the wrong card": examples.CORRECTION},
            answer=CorrectionBody,
            answers={
                201: "Corrected now, or refused.",
                200: "Asked before under this key.",
                202: "It waits.",
            },
            example=examples.CORRECTED,
            problems=(InvalidValue, UnknownMember, UnknownPurchase, NoProgramme, KeyConflict),
        )
    },
)
async def correct(request: Call) -> Reply:
    caller, desk = await caller_of(request, Scope.RECEIPTS_CORRECT), desk_of(request)
    form = read_form(_form, await request.body())
    asked = Correcting(
        staff=staff_of(caller, form.by),
        key=key_of(request, form.key),
        source=beside(caller.source, form.source or caller.source),
        of=form.of,
        to=to_ref(form.to, source=caller.source, field="to"),
        reason=form.reason,
        note=form.note,
    )
    handled = await desk.services.perform(correct_receipt, asked, clock=desk.clock, new_id=desk.new_id)
    body, recorded = correction_body(handled, now=desk.clock.now()), handled.recorded
    if recorded is None:
        return reply(body, status=202 if handled.request.verdict is None else 200)
    return reply(body, status=200 if recorded.replayed else 201)


def correction_body(handled: Handled, *, now: datetime) -> CorrectionBody:
    """What became of a request by now, as it goes out."""
    request, recorded = handled.request, handled.recorded
    receipt = receipt_of(request)
    return CorrectionBody(
        request_id=request.request_id,
        key=request.key,
        source=receipt.source,
        of=receipt.of,
        to=request.member_id,
        reason=request.reason,
        note=request.note,
        state=request.state(now),
        asked=asked_body(request),
        ends_at=request.ends_at,
        decided=word_body(request),
        answer=None if recorded is None else answer_body(recorded.answer, key=request.key),
    )


async def _page(call: Call, found: Sequence[Handled]) -> CorrectionsBody:
    now = desk_of(call).clock.now()
    return CorrectionsBody([correction_body(one, now=now) for one in found])


async def _decided(call: Call, handled: Handled) -> CorrectionBody:
    return correction_body(handled, now=desk_of(call).clock.now())


corrections = listing(
    Listed(
        Kind.CORRECTION,
        CorrectionsBody,
        _page,
        summary="Receipts that were corrected, or wait for it",
        description="Who said whose which receipt is, and who decided it.",
        example={"corrections": [examples.CORRECTION_WAITS]},
    )
)

approve, refuse = decisions(
    Decided(
        Kind.CORRECTION,
        CorrectionBody,
        _decided,
        approval="It is done in the same moment, once.",
        approved=examples.CORRECTION_APPROVED,
        refused=examples.CORRECTION_REFUSED,
        problems=(UnknownPurchase,),
    )
)

"""Points that are missing: claim a purchase with its receipt, list what was claimed, decide it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from litestar import get, post

from tessera.access.check import Caller
from tessera.access.scopes import Scope
from tessera.api import receipt_examples as examples
from tessera.api.adjustments import AskedBody, WordBody, asked_body, staff_of, word_body
from tessera.api.bodies import AnswerBody, answer_body
from tessera.api.body import Body
from tessera.api.deciding import QUERIES, Decided, decisions, page_of
from tessera.api.desk import Call, Desk, caller_of, desk_of, key_of
from tessera.api.forms import ActivityForm
from tessera.api.operation import OPT, Operation
from tessera.api.reading import read_form
from tessera.api.receipt_forms import ClaimForm
from tessera.api.reply import Reply, reply
from tessera.api.translate import to_activity, to_ref
from tessera.approvals.requests import Kind
from tessera.kit.activities import PURCHASE
from tessera.kit.problems import InvalidValue, KeyConflict, NoProgramme, UnknownMember
from tessera.kit.sandbox import in_sandbox, plain
from tessera.usecases.claim_purchase import claim_purchase
from tessera.usecases.claiming.asked import (
    AlreadyClaimed,
    AlreadyReported,
    Claiming,
    ClaimTooLate,
    Missing,
    NoClaims,
    missing_of,
)
from tessera.usecases.deciding.carry_out import Handled
from tessera.usecases.manage_keys import list_sources
from tessera.usecases.read_claims import read_rivals

_form = msgspec.json.Decoder(ClaimForm)


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


class ClaimsBody(Body, frozen=True):
    """A page of them, newest first; for the next page send the last one's `request_id` as `before`."""

    claims: list[OpenedClaimBody]


@post(
    "/v1/claims",
    status_code=202,
    opt={
        OPT: Operation(
            id="claimPurchase",
            summary="Claim a purchase with its receipt",
            description="For purchases that no till reported: the member forgot the card, or the till was cut off. It "
            "earns as of its own day: small receipts at once, where the programme says so, others when somebody else has "
            "looked at them. A receipt that was reported or claimed is told at once. A till that reports it later is "
            "answered with what the claim gave. Safe to send again: the answer is what became of it by then.",
            tag="By hand",
            scope=Scope.RECEIPTS_CLAIM,
            form=ClaimForm,
            form_examples={"a forgotten card": examples.CLAIM},
            answer=ClaimBody,
            answers={
                202: "It waits for somebody to decide it.",
                201: "Recorded at once.",
                200: "Claimed before under this key, and decided.",
            },
            example=examples.CLAIM_WAITS,
            problems=(
                *(NoClaims, ClaimTooLate, AlreadyReported, AlreadyClaimed),
                *(InvalidValue, UnknownMember, NoProgramme, KeyConflict),
            ),
        )
    },
)
async def claim(request: Call) -> Reply:
    caller, desk = await caller_of(request, Scope.RECEIPTS_CLAIM), desk_of(request)
    asked = _asked(request, read_form(_form, await request.body()), caller)
    await _check(desk, asked)
    handled = await desk.services.perform(claim_purchase, asked, clock=desk.clock, new_id=desk.new_id)
    if handled.recorded is None:
        return reply(_body(request, handled), status=202 if handled.request.verdict is None else 200)
    return reply(_body(request, handled), status=200 if handled.recorded.replayed else 201)


@get(
    "/v1/claims",
    opt={
        OPT: Operation(
            id="listClaims",
            summary="Purchases that were claimed",
            description="What waits for a word, and what became of the rest. It is kept for ever.",
            tag="By hand",
            scope=Scope.POINTS_APPROVE,
            queries=QUERIES,
            answer=ClaimsBody,
            answers={200: "A page of claims; what was recorded is left out."},
            example={"claims": [examples.CLAIM_OPENED]},
            problems=(InvalidValue,),
        )
    },
)
async def claims(request: Call) -> Reply:
    found = await page_of(request, Kind.CLAIM)
    return reply(ClaimsBody(await _opened(request, [Handled(one) for one in found])))


async def _check(desk: Desk, asked: Claiming) -> None:
    """Raise InvalidValue for a till that there is not, and for a purchase of nothing."""
    sources = await desk.services.run(list_sources)
    if asked.missing.source not in sources:
        told = ", ".join(
            sorted(plain(one) for one in sources if in_sandbox(one) == in_sandbox(asked.missing.source))
        )
        raise InvalidValue(f"No key has this source; there are: {told}.", field="source")
    if asked.missing.purchase.amount_minor <= 0:
        raise InvalidValue("A receipt of nothing earns nothing.", field="amount")


def _asked(request: Call, form: ClaimForm, caller: Caller) -> Claiming:
    """What is claimed: the purchase as a till would have reported it."""
    desk, source = desk_of(request), form.source or caller.source
    now = desk.clock.now()
    bought = ActivityForm(
        type=PURCHASE,
        member=form.member,
        occurred_at=form.occurred_at,
        money=form.money,
        amount=form.amount,
        channel=form.channel,
        store=form.store,
        lines=form.lines,
        payments=form.payments,
    )
    return Claiming(
        staff=staff_of(caller, form.by),
        key=key_of(request, form.key),
        member=to_ref(form.member, source=caller.source),
        missing=Missing(
            source,
            form.receipt,
            to_activity(bought, key=form.receipt, now=now, money=desk.services.money(now)),
        ),
        note=form.note,
    )


def _body(call: Call, handled: Handled) -> ClaimBody:
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
        state=request.state(desk_of(call).clock.now()),
        asked=asked_body(request),
        ends_at=request.ends_at,
        decided=word_body(request),
        answer=None if recorded is None else answer_body(recorded.answer, key=missing.receipt),
    )


async def _decided(call: Call, handled: Handled) -> OpenedClaimBody:
    (body,) = await _opened(call, [handled])
    return body


async def _opened(call: Call, claims: Sequence[Handled]) -> list[OpenedClaimBody]:
    """Each with the others of its receipt."""
    desk = desk_of(call)
    rivals = await desk.services.run(read_rivals, [one.request for one in claims])
    now = desk.clock.now()
    return [
        OpenedClaimBody(
            **msgspec.structs.asdict(_body(call, one)),
            others=[
                RivalBody(
                    other.request_id, other.member_id, other.state(now), asked_body(other), word_body(other)
                )
                for other in others
            ],
        )
        for one, others in zip(claims, rivals, strict=True)
    ]


approve, refuse = decisions(
    Decided(
        Kind.CLAIM,
        OpenedClaimBody,
        _decided,
        approval="The purchase is recorded in the same moment, once. If the shop has reported the receipt meanwhile, that "
        "is told: refuse the claim then.",
        approved=examples.CLAIM_APPROVED,
        refused=examples.CLAIM_REFUSED,
        problems=(AlreadyReported, KeyConflict),
    )
)

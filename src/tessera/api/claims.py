"""Points that are missing: claim a purchase with its receipt, list what was claimed, decide it."""

from collections.abc import Sequence

import msgspec
from litestar import post

from tessera.access.check import Caller
from tessera.access.scopes import Scope
from tessera.api import receipt_examples as examples
from tessera.api.adjustments import staff_of
from tessera.api.body import Body
from tessera.api.claim_bodies import ClaimBody, OpenedClaimBody, claim_body, opened_body
from tessera.api.deciding import Decided, Listed, decisions, listing
from tessera.api.desk import Call, caller_of, desk_of, key_of
from tessera.api.forms import ActivityForm
from tessera.api.identities import to_ref
from tessera.api.operation import OPT, Operation
from tessera.api.reading import read_form
from tessera.api.receipt_forms import ClaimForm
from tessera.api.reply import Reply, reply
from tessera.api.translate import to_activity
from tessera.approvals.requests import Kind
from tessera.kit.activities import PURCHASE
from tessera.kit.problems import InvalidValue, KeyConflict, NoProgramme, UnknownMember
from tessera.kit.sandbox import beside
from tessera.usecases.claim_purchase import claim_purchase
from tessera.usecases.claiming.asked import (
    AlreadyClaimed,
    AlreadyReported,
    Claiming,
    ClaimTooLate,
    Missing,
    NoClaims,
)
from tessera.usecases.claiming.till import refuse_unknown_till
from tessera.usecases.deciding.carry_out import Handled
from tessera.usecases.read_claims import read_rivals

_form = msgspec.json.Decoder(ClaimForm)


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
    await desk.services.run(refuse_unknown_till, asked.missing)
    handled = await desk.services.perform(claim_purchase, asked, clock=desk.clock, new_id=desk.new_id)
    body, recorded = claim_body(handled, now=desk.clock.now()), handled.recorded
    if recorded is None:
        return reply(body, status=202 if handled.request.verdict is None else 200)
    return reply(body, status=200 if recorded.replayed else 201)


def _asked(request: Call, form: ClaimForm, caller: Caller) -> Claiming:
    """What is claimed: the purchase as a till would have reported it."""
    desk, source = desk_of(request), beside(caller.source, form.source or caller.source)
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


async def _page(call: Call, found: Sequence[Handled]) -> ClaimsBody:
    return ClaimsBody(await _opened(call, found))


async def _decided(call: Call, handled: Handled) -> OpenedClaimBody:
    (body,) = await _opened(call, [handled])
    return body


async def _opened(call: Call, claims: Sequence[Handled]) -> list[OpenedClaimBody]:
    """Each with the others of its receipt."""
    desk = desk_of(call)
    rivals = await desk.services.run(read_rivals, [one.request for one in claims])
    now = desk.clock.now()
    return [opened_body(one, others, now=now) for one, others in zip(claims, rivals, strict=True)]


claims = listing(
    Listed(
        Kind.CLAIM,
        ClaimsBody,
        _page,
        summary="Purchases that were claimed",
        description="What waits for a word, and what became of the rest.",
        example={"claims": [examples.CLAIM_OPENED]},
    )
)

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

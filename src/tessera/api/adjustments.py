"""Give and take points by hand, and undo it: at once, or when somebody else approves it."""

from datetime import datetime
from uuid import UUID

import msgspec
from litestar import post
from litestar.params import FromPath

from tessera.access.check import Caller
from tessera.access.scopes import Scope
from tessera.api import adjustment_examples as examples
from tessera.api.bodies import AnswerBody, answer_body
from tessera.api.body import Body
from tessera.api.desk import Call, caller_of, desk_of, key_of
from tessera.api.forms import AdjustmentForm, UndoForm
from tessera.api.operation import OPT, Operation
from tessera.api.reading import read_form
from tessera.api.reply import Reply, reply
from tessera.approvals.requests import Request
from tessera.approvals.staff import Staff
from tessera.kit.problems import InvalidValue, KeyConflict, NoProgramme, UnknownMember
from tessera.usecases.adjusting.asked import Asked, sum_of
from tessera.usecases.ask_adjustment import ask_adjustment
from tessera.usecases.deciding.carry_out import Handled
from tessera.usecases.undo_adjustment import Undoing, undo_adjustment

_form = msgspec.json.Decoder(AdjustmentForm)
_undo = msgspec.json.Decoder(UndoForm)


class WordBody(Body, frozen=True):
    """Who said it, and when: a source, and who spoke for it if that was told. `reason`: why it was refused by them;
    `refusal`: the code of why the books refused what was to be done.
    """

    source: str
    by: str | None
    at: datetime
    reason: str | None = None
    refusal: str | None = None


class AskedBody(Body, frozen=True):
    """Who asked, and when."""

    source: str
    by: str | None
    at: datetime


class AdjustmentBody(Body, frozen=True):
    """An adjustment that was asked for, and what became of it.

    `state`: `done` at once; `pending` until `ends_at`, when it has `ended`; `approved` or `refused` by another; `failed`
    where `decided.refusal` kept it from being done. `answer` is what was recorded, where it was. `of`: the key of the
    adjustment that it undoes.
    """

    request_id: UUID
    key: str
    member_id: UUID
    currency: str
    points: int
    of: str | None
    reason: str
    note: str | None
    state: str
    asked: AskedBody
    ends_at: datetime
    decided: WordBody | None
    answer: AnswerBody | None


@post(
    "/v1/members/{member_id:uuid}/adjustments",
    opt={
        OPT: Operation(
            id="adjustPoints",
            summary="Give or take points by hand",
            description="For goodwill and corrections. The reason is kept and the member may read it. What is more than "
            "the programme lets one do alone waits until somebody else approves it. Safe to send again: the answer is "
            "what became of it by then.",
            tag="By hand",
            scope=Scope.POINTS_ADJUST,
            form=AdjustmentForm,
            form_examples={"goodwill": examples.ADJUSTMENT},
            answer=AdjustmentBody,
            answers={201: "Adjusted now.", 200: "Asked before under this key.", 202: "It waits for another."},
            example=examples.ADJUSTED,
            problems=(InvalidValue, UnknownMember, NoProgramme, KeyConflict),
        )
    },
)
async def adjust(request: Call, member_id: FromPath[UUID]) -> Reply:
    caller, desk = await caller_of(request, Scope.POINTS_ADJUST), desk_of(request)
    form = read_form(_form, await request.body())
    asked = Asked(
        staff=staff_of(caller, form.by),
        key=key_of(request, form.key),
        member_id=member_id,
        currency=form.currency,
        points=form.points,
        reason=form.reason,
        note=form.note,
    )
    handled = await desk.services.perform(ask_adjustment, asked, clock=desk.clock, new_id=desk.new_id)
    return _reply(handled, now=desk.clock.now())


@post(
    "/v1/members/{member_id:uuid}/adjustments/undo",
    opt={
        OPT: Operation(
            id="undoAdjustment",
            summary="Undo an adjustment",
            description="What was given is taken back from its own lot, and owed where it is spent; what was taken "
            "goes back to the lots that it came from. Within the programme's time for it, and by the source that made it.",
            tag="By hand",
            scope=Scope.POINTS_ADJUST,
            form=UndoForm,
            form_examples={"a mistake": examples.UNDO},
            answer=AdjustmentBody,
            answers={201: "Undone now, or refused.", 200: "Answered before under this key."},
            example=examples.UNDONE,
            problems=(InvalidValue, UnknownMember, NoProgramme, KeyConflict),
        )
    },
)
async def undo(request: Call, member_id: FromPath[UUID]) -> Reply:
    caller, desk = await caller_of(request, Scope.POINTS_ADJUST), desk_of(request)
    form = read_form(_undo, await request.body())
    undoing = Undoing(
        staff=staff_of(caller, form.by),
        key=key_of(request, form.key),
        member_id=member_id,
        of=form.of,
        reason=form.reason,
        note=form.note,
    )
    handled = await desk.services.perform(undo_adjustment, undoing, clock=desk.clock, new_id=desk.new_id)
    return _reply(handled, now=desk.clock.now())


def staff_of(caller: Caller, by: str | None) -> Staff:
    """Who does something by hand, through this caller's key."""
    return Staff(caller.source, caller.key_id, by)


def adjustment_body(handled: Handled, *, now: datetime) -> AdjustmentBody:
    """What became of a request by now, as it goes out."""
    request, recorded = handled.request, handled.recorded
    asked = sum_of(request)
    return AdjustmentBody(
        request_id=request.request_id,
        key=request.key,
        member_id=request.member_id if recorded is None else recorded.answer.member_id,
        currency=asked.currency,
        points=asked.points,
        of=asked.of,
        reason=request.reason,
        note=request.note,
        state=request.state(now),
        asked=asked_body(request),
        ends_at=request.ends_at,
        decided=word_body(request),
        answer=None if recorded is None else answer_body(recorded.answer, key=request.key),
    )


def asked_body(request: Request) -> AskedBody:
    """Who asked, as it goes out."""
    return AskedBody(request.source, request.person, request.asked_at)


def word_body(request: Request) -> WordBody | None:
    """Who decided it and how, as it goes out; None before."""
    said = request.verdict
    return (
        None
        if said is None
        else WordBody(said.source, said.person, said.decided_at, said.reason, said.refusal)
    )


def _reply(handled: Handled, *, now: datetime) -> Reply:
    body, recorded = adjustment_body(handled, now=now), handled.recorded
    if recorded is None:
        return reply(body, status=202 if handled.request.verdict is None else 200)
    return reply(body, status=200 if recorded.replayed else 201)

"""What was asked for by hand: list it, read it, approve or refuse what waits."""

from uuid import UUID

import msgspec
from litestar import get, post
from litestar.params import FromPath

from tessera.access.scopes import Scope
from tessera.api import adjustment_examples as examples
from tessera.api.adjustments import AdjustmentBody, adjustment_body, staff_of
from tessera.api.body import Body
from tessera.api.desk import Call, caller_of, desk_of, limit_of
from tessera.api.forms import ApprovalForm, RefusalForm
from tessera.api.operation import OPT, Operation, Query
from tessera.api.reading import read_form
from tessera.api.reply import Reply, reply
from tessera.approvals.requests import Kind, State
from tessera.kit.problems import InvalidValue, KeyConflict, NoProgramme, UnknownMember
from tessera.usecases.decide_request import (
    AlreadyDecided,
    OwnRequest,
    RequestEnded,
    UnknownRequest,
    approve_request,
    refuse_request,
)
from tessera.usecases.deciding.carry_out import Handled
from tessera.usecases.read_requests import LIMIT, read_request, read_requests

_approval = msgspec.json.Decoder(ApprovalForm)
_refusal = msgspec.json.Decoder(RefusalForm)
_PAGE = 50


class AdjustmentsBody(Body, frozen=True):
    """A page of them, newest first; for the next page send the last one's `request_id` as `before`."""

    adjustments: list[AdjustmentBody]


@get(
    "/v1/adjustments",
    opt={
        OPT: Operation(
            id="listAdjustments",
            summary="What was asked for by hand",
            description="Who asked for what, and who decided it: all of it, or what is in one "
            "state. It is kept for ever.",
            tag="By hand",
            scope=Scope.POINTS_APPROVE,
            queries=(
                Query("state", "Only these.", {"enum": [str(state) for state in State]}, "pending"),
                Query(
                    "before", "Only what was asked before this request.", {"type": "string", "format": "uuid"}
                ),
                Query(
                    "limit",
                    "How many.",
                    {"type": "integer", "default": _PAGE, "minimum": 1, "maximum": LIMIT},
                ),
            ),
            answer=AdjustmentsBody,
            answers={200: "A page of adjustments; what was recorded is left out."},
            example=examples.WAITING_LIST,
            problems=(InvalidValue,),
        )
    },
)
async def adjustments(request: Call) -> Reply:
    caller, desk = await caller_of(request, Scope.POINTS_APPROVE), desk_of(request)
    requests = await desk.services.run(
        read_requests,
        kind=Kind.ADJUSTMENT,
        source=caller.source,
        state=_state_of(request),
        before=_before_of(request),
        limit=limit_of(request, default=_PAGE),
        clock=desk.clock,
    )
    now = desk.clock.now()
    return reply(AdjustmentsBody([adjustment_body(Handled(one), now=now) for one in requests]))


@get(
    "/v1/adjustments/{request_id:uuid}",
    opt={
        OPT: Operation(
            id="readAdjustment",
            summary="One adjustment that was asked for",
            description="Who asked for it, and what became of it by now.",
            tag="By hand",
            scope=Scope.POINTS_APPROVE,
            answer=AdjustmentBody,
            answers={200: "The adjustment; what was recorded is left out."},
            example=examples.WAITING,
            problems=(UnknownRequest,),
        )
    },
)
async def adjustment(request: Call, request_id: FromPath[UUID]) -> Reply:
    caller, desk = await caller_of(request, Scope.POINTS_APPROVE), desk_of(request)
    found = await desk.services.run(read_request, request_id, kind=Kind.ADJUSTMENT, source=caller.source)
    return reply(adjustment_body(Handled(found), now=desk.clock.now()))


@post(
    "/v1/adjustments/{request_id:uuid}/approve",
    status_code=200,
    opt={
        OPT: Operation(
            id="approveAdjustment",
            summary="Approve what somebody else asked for",
            description="It is done in the same moment, once. Nobody approves their own: neither with the same key nor "
            "under the same name. Safe to send again.",
            tag="By hand",
            scope=Scope.POINTS_APPROVE,
            form=ApprovalForm,
            form_examples={"yes": examples.APPROVAL},
            answer=AdjustmentBody,
            answers={200: "Approved; `answer` says what was recorded."},
            example=examples.APPROVED,
            problems=(
                *(UnknownRequest, OwnRequest, AlreadyDecided, RequestEnded),
                *(InvalidValue, UnknownMember, NoProgramme, KeyConflict),
            ),
        )
    },
)
async def approve(request: Call, request_id: FromPath[UUID]) -> Reply:
    caller, desk = await caller_of(request, Scope.POINTS_APPROVE), desk_of(request)
    staff = staff_of(caller, read_form(_approval, await request.body()).by)
    handled = await desk.services.perform(
        approve_request,
        request_id,
        kind=Kind.ADJUSTMENT,
        staff=staff,
        clock=desk.clock,
        new_id=desk.new_id,
    )
    return reply(adjustment_body(handled, now=desk.clock.now()))


@post(
    "/v1/adjustments/{request_id:uuid}/refuse",
    status_code=200,
    opt={
        OPT: Operation(
            id="refuseAdjustment",
            summary="Refuse what somebody else asked for",
            description="Nothing is done, and who asked reads why. Safe to send again.",
            tag="By hand",
            scope=Scope.POINTS_APPROVE,
            form=RefusalForm,
            form_examples={"no": examples.REFUSAL},
            answer=AdjustmentBody,
            answers={200: "Refused."},
            example=examples.REFUSED,
            problems=(UnknownRequest, OwnRequest, AlreadyDecided, RequestEnded, InvalidValue),
        )
    },
)
async def refuse(request: Call, request_id: FromPath[UUID]) -> Reply:
    caller, desk = await caller_of(request, Scope.POINTS_APPROVE), desk_of(request)
    form = read_form(_refusal, await request.body())
    handled = await desk.services.run(
        refuse_request,
        request_id,
        kind=Kind.ADJUSTMENT,
        staff=staff_of(caller, form.by),
        reason=form.reason,
        clock=desk.clock,
    )
    return reply(adjustment_body(handled, now=desk.clock.now()))


def _state_of(request: Call) -> State | None:
    given = request.query_params.get("state")
    if given is None:
        return None
    try:
        return State(given)
    except ValueError:
        raise InvalidValue(f"Write one of: {', '.join(State)}.", field="state") from None


def _before_of(request: Call) -> UUID | None:
    given = request.query_params.get("before")
    try:
        return None if given is None else UUID(given)
    except ValueError:
        raise InvalidValue("Write the id of a request.", field="before") from None

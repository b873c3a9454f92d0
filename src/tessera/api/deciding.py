"""What the calls on requests of every kind have in common: a page of them, somebody's yes or no."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from tessera.access.scopes import Scope
from tessera.api.adjustments import staff_of
from tessera.api.desk import Call, caller_of, desk_of, limit_of
from tessera.api.forms import ApprovalForm, RefusalForm
from tessera.api.operation import Query
from tessera.api.reading import read_form
from tessera.approvals.requests import Kind, Request, State
from tessera.kit.problems import InvalidValue
from tessera.usecases.decide_request import approve_request, refuse_request
from tessera.usecases.deciding.carry_out import Handled
from tessera.usecases.read_requests import LIMIT, read_requests

_approval = msgspec.json.Decoder(ApprovalForm)
_refusal = msgspec.json.Decoder(RefusalForm)
_PAGE = 50

QUERIES = (
    Query("state", "Only these.", {"enum": [str(state) for state in State]}, "pending"),
    Query("before", "Only what was asked before this request.", {"type": "string", "format": "uuid"}),
    Query("limit", "How many.", {"type": "integer", "default": _PAGE, "minimum": 1, "maximum": LIMIT}),
)
"""What may be asked of a page of requests."""


async def page_of(request: Call, kind: Kind) -> Sequence[Request]:
    """The page that a call asks for, newest first. Raises InvalidValue."""
    caller, desk = await caller_of(request, Scope.POINTS_APPROVE), desk_of(request)
    return await desk.services.run(
        read_requests,
        kind=kind,
        source=caller.source,
        state=_state_of(request),
        before=_before_of(request),
        limit=limit_of(request, default=_PAGE),
        clock=desk.clock,
    )


async def approved(request: Call, request_id: UUID, kind: Kind) -> Handled:
    """What came of the caller's yes. Raises what approving raises."""
    caller, desk = await caller_of(request, Scope.POINTS_APPROVE), desk_of(request)
    staff = staff_of(caller, read_form(_approval, await request.body()).by)
    return await desk.services.perform(
        approve_request, request_id, kind=kind, staff=staff, clock=desk.clock, new_id=desk.new_id
    )


async def refused(request: Call, request_id: UUID, kind: Kind) -> Handled:
    """What came of the caller's no. Raises what refusing raises."""
    caller, desk = await caller_of(request, Scope.POINTS_APPROVE), desk_of(request)
    form = read_form(_refusal, await request.body())
    staff = staff_of(caller, form.by)
    return await desk.services.run(
        refuse_request, request_id, kind=kind, staff=staff, reason=form.reason, clock=desk.clock
    )


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

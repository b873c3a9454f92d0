"""What the calls on requests of every kind have in common: a page of them, somebody's yes or no."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from tessera.access.scopes import Scope
from tessera.api.adjustment_examples import APPROVAL, REFUSAL
from tessera.api.adjustments import staff_of
from tessera.api.body import Body
from tessera.api.desk import Call, caller_of, desk_of, limit_of
from tessera.api.forms import ApprovalForm, RefusalForm
from tessera.api.operation import OPT, Operation, Query
from tessera.api.reading import read_form
from tessera.api.reply import Reply, reply
from tessera.approvals.requests import Kind, Request, State
from tessera.kit.problems import InvalidValue, NoProgramme, Problem, UnknownMember
from tessera.usecases.decide_request import (
    AlreadyDecided,
    OwnRequest,
    RequestEnded,
    UnknownRequest,
    approve_request,
    refuse_request,
)
from tessera.usecases.deciding.carry_out import Handled
from tessera.usecases.read_requests import LIMIT, read_requests

_approval = msgspec.json.Decoder(ApprovalForm)
_refusal = msgspec.json.Decoder(RefusalForm)
A_PAGE = 50

PAGES = (
    Query("before", "Only what was asked before this request.", {"type": "string", "format": "uuid"}),
    Query("limit", "How many.", {"type": "integer", "default": A_PAGE, "minimum": 1, "maximum": LIMIT}),
)
"""Which page of requests may be asked for."""

QUERIES = (Query("state", "Only these.", {"enum": [str(state) for state in State]}, "pending"), *PAGES)
"""The same, of those in one state."""


class Listed(NamedTuple):
    """What the call that lists requests of a kind says of itself.

    `page`: what goes out of those on a page, of the type `answer`.
    """

    kind: Kind
    answer: type[Body]
    page: Callable[[Call, Sequence[Handled]], Awaitable[Body]]
    summary: str
    description: str
    example: Any


def listing(of: Listed) -> HTTPRouteHandler:
    """The call that lists requests of a kind."""

    @get(
        f"/v1/{of.kind}s",
        opt={
            OPT: Operation(
                id=f"list{of.kind.capitalize()}s",
                summary=of.summary,
                description=f"{of.description} It is kept for ever.",
                tag="By hand",
                scope=Scope.POINTS_APPROVE,
                queries=QUERIES,
                answer=of.answer,
                answers={200: f"A page of {of.kind}s; what was recorded is left out."},
                example=of.example,
                problems=(InvalidValue,),
            )
        },
    )
    async def page(request: Call) -> Reply:
        found = await _page_of(request, of.kind)
        return reply(await of.page(request, [Handled(one) for one in found]))

    return page


async def _page_of(request: Call, kind: Kind) -> Sequence[Request]:
    """The page that a call asks for, newest first. Raises InvalidValue."""
    caller, desk = await caller_of(request, Scope.POINTS_APPROVE), desk_of(request)
    return await desk.services.run(
        read_requests,
        kind=kind,
        source=caller.source,
        state=_state_of(request),
        before=before_of(request),
        limit=limit_of(request, default=A_PAGE),
        clock=desk.clock,
    )


class Decided(NamedTuple):
    """What the calls that decide requests of a kind say of themselves.

    `body`: what goes out of a request once it is decided, of the type `answer`. `approval`: what is to be said of
    approving. `problems`: what recording it may raise, beside what every decision may.
    """

    kind: Kind
    answer: type[Body]
    body: Callable[[Call, Handled], Awaitable[Body]]
    approval: str
    approved: Any
    refused: Any
    problems: tuple[type[Problem], ...]


def decisions(of: Decided) -> tuple[HTTPRouteHandler, HTTPRouteHandler]:
    """The calls that approve and refuse requests of a kind."""
    name, path = of.kind.capitalize(), f"/v1/{of.kind}s/{{request_id:uuid}}"
    undecided = UnknownRequest, OwnRequest, AlreadyDecided, RequestEnded

    @post(
        f"{path}/approve",
        status_code=200,
        opt={
            OPT: Operation(
                id=f"approve{name}",
                summary=f"Approve the {of.kind} that somebody else asked for",
                description=f"{of.approval} Nobody approves their own: neither with the same key nor under the same name. "
                "Safe to send again.",
                tag="By hand",
                scope=Scope.POINTS_APPROVE,
                form=ApprovalForm,
                form_examples={"yes": APPROVAL},
                answer=of.answer,
                answers={200: "Approved; `answer` says what was recorded."},
                example=of.approved,
                problems=(*undecided, *of.problems, InvalidValue, UnknownMember, NoProgramme),
            )
        },
    )
    async def approve(request: Call, request_id: FromPath[UUID]) -> Reply:
        return reply(await of.body(request, await _approved(request, request_id, of.kind)))

    @post(
        f"{path}/refuse",
        status_code=200,
        opt={
            OPT: Operation(
                id=f"refuse{name}",
                summary=f"Refuse the {of.kind} that somebody else asked for",
                description="Nothing is done, and who asked reads why. Safe to send again.",
                tag="By hand",
                scope=Scope.POINTS_APPROVE,
                form=RefusalForm,
                form_examples={"no": REFUSAL},
                answer=of.answer,
                answers={200: "Refused."},
                example=of.refused,
                problems=(*undecided, InvalidValue),
            )
        },
    )
    async def refuse(request: Call, request_id: FromPath[UUID]) -> Reply:
        return reply(await of.body(request, await _refused(request, request_id, of.kind)))

    return approve, refuse


async def _approved(request: Call, request_id: UUID, kind: Kind) -> Handled:
    """What came of the caller's yes. Raises what approving raises."""
    caller, desk = await caller_of(request, Scope.POINTS_APPROVE), desk_of(request)
    staff = staff_of(caller, read_form(_approval, await request.body()).by)
    return await desk.services.perform(
        approve_request, request_id, kind=kind, staff=staff, clock=desk.clock, new_id=desk.new_id
    )


async def _refused(request: Call, request_id: UUID, kind: Kind) -> Handled:
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


def before_of(request: Call) -> UUID | None:
    """The request before which a page ends; None for the first page. Raises InvalidValue."""
    given = request.query_params.get("before")
    try:
        return None if given is None else UUID(given)
    except ValueError:
        raise InvalidValue("Write the id of a request.", field="before") from None

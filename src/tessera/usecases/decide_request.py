"""Approve or refuse what somebody else has asked for: once, whoever comes first."""

from typing import ClassVar
from uuid import UUID

import msgspec
from psycopg import Connection

from tessera.approvals.requests import Kind, Request, State, add_verdict, lock_request
from tessera.approvals.staff import Staff, is_same
from tessera.kit.clock import Clock
from tessera.kit.ids import Ids
from tessera.kit.problems import InvalidValue, Problem
from tessera.kit.sandbox import in_sandbox
from tessera.usecases.deciding.carry_out import Handled, carried_out, carry_out, verdict
from tessera.usecases.programmes import Programmes


class UnknownRequest(Problem):
    """No request has this id."""

    code: ClassVar[str] = "unknown_request"
    title: ClassVar[str] = "Unknown request"


class OwnRequest(Problem):
    """Who asked for it cannot decide it: neither by the same key nor under the same name."""

    code: ClassVar[str] = "own_request"
    title: ClassVar[str] = "Nobody decides their own request"


class AlreadyDecided(Problem):
    """Somebody else has decided it; `facts["outcome"]` says how."""

    code: ClassVar[str] = "already_decided"
    title: ClassVar[str] = "The request was decided before"


class RequestEnded(Problem):
    """Nobody decided it in time. It can be asked again, under another key."""

    code: ClassVar[str] = "request_ended"
    title: ClassVar[str] = "The request has ended"


def approve_request(  # noqa: PLR0913 - whose word on what, each by name
    connection: Connection,
    programmes: Programmes,
    request_id: UUID,
    *,
    kind: Kind,
    staff: Staff,
    clock: Clock,
    new_id: Ids,
) -> Handled:
    """Let it be done, in this transaction; who approved it before is told the same again. The caller commits.

    Raises UnknownRequest, OwnRequest, AlreadyDecided, RequestEnded, and what recording raises: then nothing is decided.
    """
    request = _open(connection, request_id, kind, staff, clock)
    if _said_before(request, staff, State.APPROVED):
        return carried_out(connection, programmes, request, clock=clock, new_id=new_id)
    return carry_out(
        connection, programmes, request, outcome=State.APPROVED, staff=staff, clock=clock, new_id=new_id
    )


def refuse_request(  # noqa: PLR0913 - as above
    connection: Connection, request_id: UUID, *, kind: Kind, staff: Staff, reason: str, clock: Clock
) -> Handled:
    """Let it be, with a reason for who asked; who refused it before is told the same again. The caller commits.

    Raises as `approve_request` does, and InvalidValue without a reason.
    """
    if not reason.strip():
        raise InvalidValue("Say why: who asked wants to know.", field="reason")
    request = _open(connection, request_id, kind, staff, clock)
    if _said_before(request, staff, State.REFUSED):
        return Handled(request)
    decided = verdict(State.REFUSED, staff, now=clock.now(), reason=reason.strip())
    add_verdict(connection, request_id, decided)
    return Handled(msgspec.structs.replace(request, verdict=decided))


def _open(connection: Connection, request_id: UUID, kind: Kind, staff: Staff, clock: Clock) -> Request:
    """The request, locked; nobody else decides it meanwhile."""
    request = lock_request(connection, request_id)
    if request is None or request.kind != kind or in_sandbox(request.source) != in_sandbox(staff.source):
        raise UnknownRequest("No request has this id.", field="request_id")
    if request.state(clock.now()) is State.ENDED:
        raise RequestEnded(f"Nobody decided it before {request.ends_at:%Y-%m-%d %H:%M} UTC; ask again.")
    return request


def _said_before(request: Request, staff: Staff, outcome: State) -> bool:
    """Has this one said the same before? Raises OwnRequest for who asked, AlreadyDecided after anybody else's word."""
    said = request.verdict
    if said is not None and said.outcome == outcome and said.hand == staff.hand:
        return True
    if said is not None:
        raise AlreadyDecided(f"The request is {said.outcome} already.", outcome=said.outcome)
    if is_same(request.hand, request.person, staff):
        raise OwnRequest("Somebody else, with a key of their own, must decide what you asked for.")
    return False

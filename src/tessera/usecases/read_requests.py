"""What was asked for by hand: what waits for a word, and who said what of the rest."""

from collections.abc import Sequence
from uuid import UUID

from psycopg import Connection

from tessera.approvals.requests import Kind, Request, State, list_requests
from tessera.approvals.requests import read_request as read_one
from tessera.kit.clock import Clock
from tessera.kit.problems import InvalidValue
from tessera.kit.sandbox import in_sandbox
from tessera.usecases.decide_request import UnknownRequest

LIMIT = 200
NEWEST = UUID(int=2**128 - 1)


def read_requests(  # noqa: PLR0913 - which page, each by name
    connection: Connection,
    *,
    kind: Kind,
    source: str,
    state: State | None,
    before: UUID | None,
    limit: int,
    clock: Clock,
) -> Sequence[Request]:
    """Requests of a kind on the source's side of the fence, newest first, older than `before`. Raises InvalidValue."""
    refuse_page(limit)
    return list_requests(
        connection,
        kind=kind,
        state=state,
        before=before or NEWEST,
        limit=limit,
        now=clock.now(),
        sandbox=in_sandbox(source),
    )


def refuse_page(limit: int) -> None:
    """Raise InvalidValue for a page of more requests than are read at a time, or of none."""
    if not 1 <= limit <= LIMIT:
        raise InvalidValue(f"limit must be from 1 to {LIMIT}.", field="limit")


def read_request(connection: Connection, request_id: UUID, *, kind: Kind, source: str) -> Request:
    """One request. Raises UnknownRequest."""
    request = read_one(connection, request_id)
    if request is None or request.kind != kind or in_sandbox(request.source) != in_sandbox(source):
        raise UnknownRequest("No request has this id.", field="request_id")
    return request

"""What was asked for by hand: what waits for a word, and who said what of the rest."""

from collections.abc import Sequence
from uuid import UUID

from psycopg import Connection

from tessera.approvals.requests import Request, State, list_requests, read_request
from tessera.kit.clock import Clock
from tessera.kit.problems import InvalidValue
from tessera.kit.sandbox import in_sandbox
from tessera.usecases.decide_adjustment import UnknownRequest

LIMIT = 200
_NEWEST = UUID(int=2**128 - 1)


def read_adjustments(  # noqa: PLR0913 - which page, each by name
    connection: Connection,
    *,
    source: str,
    state: State | None,
    before: UUID | None,
    limit: int,
    clock: Clock,
) -> Sequence[Request]:
    """Requests on the source's side of the sandbox's fence, newest first, older than `before`. Raises InvalidValue."""
    if not 1 <= limit <= LIMIT:
        raise InvalidValue(f"limit must be from 1 to {LIMIT}.", field="limit")
    return list_requests(
        connection,
        state=state,
        before=before or _NEWEST,
        limit=limit,
        now=clock.now(),
        sandbox=in_sandbox(source),
    )


def read_adjustment(connection: Connection, request_id: UUID, *, source: str) -> Request:
    """One request. Raises UnknownRequest."""
    request = read_request(connection, request_id)
    if request is None or in_sandbox(request.source) != in_sandbox(source):
        raise UnknownRequest("No request has this id.", field="request_id")
    return request

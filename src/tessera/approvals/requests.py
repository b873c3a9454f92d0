"""Requests and their verdicts: add, find, lock, list."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from psycopg import Connection
from psycopg.types.json import Jsonb

from tessera.approvals import _sql
from tessera.approvals.staff import Staff
from tessera.kit.record import Record
from tessera.kit.sandbox import MARK

_FIRST_OF_VERDICT = 13  # columns


class Kind(StrEnum):
    """What is asked for: points given or taken, a receipt that is another member's, a purchase that was never reported."""

    ADJUSTMENT = "adjustment"
    CORRECTION = "correction"
    CLAIM = "claim"


class State(StrEnum):
    """Where a request is. `ended`: nobody decided it in time. `failed`: it was to be done, and the books refused it."""

    PENDING = "pending"
    ENDED = "ended"
    DONE = "done"
    APPROVED = "approved"
    REFUSED = "refused"
    FAILED = "failed"


class Verdict(NamedTuple):
    """Who decided, when and how: `done`, `approved` or `refused`; see `models.Verdict`."""

    outcome: str
    source: str
    hand: str
    person: str | None
    reason: str | None
    decided_at: datetime
    activity_id: UUID | None
    refusal: str | None = None


class Request(Record, frozen=True):
    """What was asked; see `models.Request`."""

    request_id: UUID
    kind: str
    source: str
    key: str
    hand: str
    person: str | None
    member_id: UUID
    asks: dict[str, Any]
    gives: dict[str, int]
    reason: str
    note: str | None
    asked_at: datetime
    ends_at: datetime
    verdict: Verdict | None = None

    def state(self, now: datetime) -> State:
        """Where it is now. Time ends it without anybody's doing."""
        if self.verdict is not None and self.verdict.refusal is not None:
            return State.FAILED
        if self.verdict is not None:
            return State(self.verdict.outcome)
        return State.ENDED if self.ends_at <= now else State.PENDING


def lock_hand(connection: Connection, staff: Staff) -> None:
    """Let others of the same hand wait until this transaction ends. Before any account is locked."""
    connection.execute(_sql.LOCK_HAND, (staff.hand,))


def sum_given(connection: Connection, staff: Staff, *, currency: str, since: datetime) -> int:
    """The points that this hand has given since an instant without approval, undone ones too. Under its lock."""
    row = connection.execute(_sql.SUM_GIVEN, (currency, staff.hand, since)).fetchone()
    return int(row[0]) if row else 0


def add_request(connection: Connection, request: Request) -> None:
    """Keep a request. A second one under its source and key breaks the constraint: the caller tries again and finds it."""
    columns = [getattr(request, name) for name in Request.__struct_fields__ if name != "verdict"]
    connection.execute(_sql.ADD_REQUEST, [Jsonb(one) if isinstance(one, dict) else one for one in columns])


def add_verdict(connection: Connection, request_id: UUID, verdict: Verdict) -> None:
    """Keep what was decided."""
    connection.execute(_sql.ADD_VERDICT, (request_id, *verdict))


def find_request(connection: Connection, *, source: str, key: str) -> Request | None:
    """The request of a source's key."""
    return _read(connection.execute(_sql.FIND_REQUEST, (source, key)).fetchone())


def lock_receipt(connection: Connection, *, source: str, receipt: str) -> None:
    """Let others who claim the same receipt wait until this transaction ends."""
    connection.execute(_sql.LOCK_RECEIPT, (source, receipt))


def lock_claimant(connection: Connection, member_id: UUID) -> None:
    """Let others who claim for the same member wait until this transaction ends. After the receipt's lock."""
    connection.execute(_sql.LOCK_CLAIMANT, (str(member_id),))


def find_claims(connection: Connection, receipts: Collection[tuple[str, str]]) -> list[Request]:
    """Whoever claimed receipts, each a (source, number), with what became of it; in the order of asking."""
    asked = {"sources": [source for source, _ in receipts], "numbers": [number for _, number in receipts]}
    rows = connection.execute(_sql.FIND_CLAIMS, asked).fetchall()
    return [request for row in rows if (request := _read(row)) is not None]


def list_claims(
    connection: Connection, member_ids: Collection[UUID], *, before: UUID, limit: int
) -> list[Request]:
    """What these members have claimed, older than `before`, newest first."""
    rows = connection.execute(_sql.LIST_CLAIMS, (list(member_ids), before, limit)).fetchall()
    return [request for row in rows if (request := _read(row)) is not None]


def count_at_once(connection: Connection, member_ids: Collection[UUID], *, since: datetime) -> int:
    """How many claims of these members were granted without anybody's word since an instant."""
    row = connection.execute(_sql.COUNT_AT_ONCE, (list(member_ids), since)).fetchone()
    return int(row[0]) if row else 0


def read_request(connection: Connection, request_id: UUID) -> Request | None:
    """A request with what became of it."""
    return _read(connection.execute(_sql.READ_REQUEST, (request_id,)).fetchone())


def lock_request(connection: Connection, request_id: UUID) -> Request | None:
    """The same, so that nobody else decides it before this transaction ends. Before any account is locked."""
    connection.execute(_sql.LOCK_REQUEST, (request_id,))
    return read_request(connection, request_id)


def list_requests(  # noqa: PLR0913 - which page, each by name
    connection: Connection,
    *,
    kind: Kind,
    state: State | None,
    before: UUID,
    limit: int,
    now: datetime,
    sandbox: bool,
) -> list[Request]:
    """Requests of a kind, older than `before`, newest first; in one state, or (None) all."""
    asked = {
        "kind": kind,
        "state": state,
        "before": before,
        "limit": limit,
        "now": now,
        "mark": MARK,
        "sandbox": sandbox,
    }
    rows = connection.execute(_sql.LIST_REQUESTS, asked).fetchall()
    return [request for row in rows if (request := _read(row)) is not None]


def read_carried_out(connection: Connection) -> list[Request]:
    """Every request by which something was recorded, as they were asked."""
    rows = connection.execute(_sql.LIST_CARRIED_OUT).fetchall()
    return [request for row in rows if (request := _read(row)) is not None]


def _read(row: tuple[Any, ...] | None) -> Request | None:
    if row is None:
        return None
    verdict = Verdict._make(row[_FIRST_OF_VERDICT:])
    request = Request(*row[:_FIRST_OF_VERDICT])
    return msgspec.structs.replace(request, verdict=verdict) if verdict.outcome else request

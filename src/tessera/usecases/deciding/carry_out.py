"""Carry a request out: record what it asks for, and keep the verdict beside it."""

from datetime import datetime
from typing import Final

import msgspec
from psycopg import Connection

from tessera.approvals.requests import Kind, Request, State, Verdict, add_verdict
from tessera.approvals.staff import Staff
from tessera.kit.clock import Clock
from tessera.kit.ids import Ids
from tessera.kit.record import Record
from tessera.usecases.adjusting.record import record_adjustment
from tessera.usecases.answers import Recorded
from tessera.usecases.claiming.record import record_claim
from tessera.usecases.correcting.record import record_correction
from tessera.usecases.programmes import Programmes

_RECORD: Final = {
    Kind.ADJUSTMENT: record_adjustment,
    Kind.CORRECTION: record_correction,
    Kind.CLAIM: record_claim,
}
"""How what is asked for is recorded, by its kind; what was recorded before is answered again."""


class Handled(Record, frozen=True):
    """What became of a request so far: with what was recorded, None while (or because) nothing is."""

    request: Request
    recorded: Recorded | None = None


def carry_out(  # noqa: PLR0913 - whose word on what, each by name
    connection: Connection,
    programmes: Programmes,
    request: Request,
    *,
    outcome: State,
    staff: Staff,
    clock: Clock,
    new_id: Ids,
) -> Handled:
    """Record what the request asks for, as of now, by the word of `staff`. Raises what recording raises."""
    now = clock.now()
    record = _RECORD[Kind(request.kind)]
    recorded = record(connection, programmes, request, at=now, clock=clock, new_id=new_id)
    decided = verdict(outcome, staff, now=now, recorded=recorded)
    add_verdict(connection, request.request_id, decided)
    return Handled(msgspec.structs.replace(request, verdict=decided), recorded)


def carried_out(
    connection: Connection, programmes: Programmes, request: Request, *, clock: Clock, new_id: Ids
) -> Handled:
    """A request again, with the stored answer of what it recorded."""
    if request.verdict is None or request.verdict.activity_id is None:
        return Handled(request)
    record, at = _RECORD[Kind(request.kind)], request.verdict.decided_at
    return Handled(request, record(connection, programmes, request, at=at, clock=clock, new_id=new_id))


def verdict(
    outcome: State,
    staff: Staff,
    *,
    now: datetime,
    recorded: Recorded | None = None,
    reason: str | None = None,
) -> Verdict:
    """The word of `staff` on a request, and what was recorded by it."""
    activity_id = None if recorded is None else recorded.answer.activity_id
    refusal = None if recorded is None else recorded.answer.refusal
    return Verdict(outcome, staff.source, staff.hand, staff.person, reason, now, activity_id, refusal)

"""Carry a request out: record its activity under the key with which it was asked, and keep the verdict beside it."""

from datetime import datetime

import msgspec
from psycopg import Connection

from tessera.approvals.requests import Request, State, Verdict, add_verdict
from tessera.approvals.staff import Staff
from tessera.kit.clock import Clock
from tessera.kit.ids import Ids
from tessera.kit.problems import Problem
from tessera.kit.record import Record
from tessera.usecases.adjust_points import adjustment
from tessera.usecases.answers import Recorded, Submission
from tessera.usecases.programmes import Programmes
from tessera.usecases.record_activities import record_activities


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
    recorded = _record(connection, programmes, request, at=now, clock=clock, new_id=new_id)
    decided = verdict(outcome, staff, now=now, recorded=recorded)
    add_verdict(connection, request.request_id, decided)
    return Handled(msgspec.structs.replace(request, verdict=decided), recorded)


def carried_out(
    connection: Connection, programmes: Programmes, request: Request, *, clock: Clock, new_id: Ids
) -> Handled:
    """A request again, with the stored answer of what it recorded."""
    if request.verdict is None or request.verdict.activity_id is None:
        return Handled(request)
    at = request.verdict.decided_at
    return Handled(request, _record(connection, programmes, request, at=at, clock=clock, new_id=new_id))


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
    return Verdict(outcome, staff.source, staff.hand, staff.person, reason, now, activity_id)


def _record(  # noqa: PLR0913 - as above
    connection: Connection,
    programmes: Programmes,
    request: Request,
    *,
    at: datetime,
    clock: Clock,
    new_id: Ids,
) -> Recorded:
    """One activity in this transaction; under a key that was answered, its answer."""
    submissions = [submission_of(request, occurred_at=at)]
    (result,) = record_activities(connection, programmes, submissions, clock=clock, new_id=new_id)
    if isinstance(result, Problem):
        raise result
    return result


def submission_of(request: Request, *, occurred_at: datetime) -> Submission:
    """What a request asks for, as an activity. Raises InvalidValue."""
    submission = adjustment(
        source=request.source,
        key=request.key,
        member_id=str(request.member_id),
        currency=request.currency,
        points=request.points,
        reason=request.reason,
        occurred_at=occurred_at,
        of=request.of,
    )
    return msgspec.structs.replace(submission, dated=False)

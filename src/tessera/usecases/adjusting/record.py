"""From a request to the adjustment that it asks for."""

from datetime import datetime

import msgspec
from psycopg import Connection

from tessera.approvals.requests import Request
from tessera.kit.clock import Clock
from tessera.kit.ids import Ids
from tessera.usecases.adjust_points import adjustment
from tessera.usecases.adjusting.asked import sum_of
from tessera.usecases.answers import Recorded, Submission
from tessera.usecases.programmes import Programmes
from tessera.usecases.record_activities import record_one


def record_adjustment(  # noqa: PLR0913 - what is recorded as of when, each by name
    connection: Connection,
    programmes: Programmes,
    request: Request,
    *,
    at: datetime,
    clock: Clock,
    new_id: Ids,
) -> Recorded:
    """The adjustment, as of `at`; under a key that was answered, its answer. Raises what recording raises."""
    submission = submission_of(request, occurred_at=at)
    return record_one(connection, programmes, submission, clock=clock, new_id=new_id)


def submission_of(request: Request, *, occurred_at: datetime) -> Submission:
    """What a request asks for, as an activity. Raises InvalidValue."""
    asked = sum_of(request)
    submission = adjustment(
        source=request.source,
        key=request.key,
        member_id=str(request.member_id),
        currency=asked.currency,
        points=asked.points,
        reason=request.reason,
        occurred_at=occurred_at,
        of=asked.of,
    )
    return msgspec.structs.replace(submission, dated=False)

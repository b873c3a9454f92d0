"""Record a purchase that was claimed, as of its own day."""

from datetime import datetime

from psycopg import Connection

from tessera.approvals.requests import Request
from tessera.kit.clock import Clock
from tessera.kit.ids import Ids
from tessera.ledger.answers import find_answers
from tessera.usecases.answers import Recorded, Submission
from tessera.usecases.claiming.asked import AlreadyReported, missing_of
from tessera.usecases.programmes import Programmes
from tessera.usecases.record_activities import record_one
from tessera.usecases.recording.codec import read_answer


def record_claim(  # noqa: PLR0913 - what is recorded, each by name
    connection: Connection,
    programmes: Programmes,
    request: Request,
    *,
    at: datetime,  # noqa: ARG001 - a purchase is as of its own day, not of when it is looked at
    clock: Clock,
    new_id: Ids,
) -> Recorded:
    """The purchase, under the receipt's number; of one that was recorded, its answer again.

    Raises AlreadyReported when the shop has reported it meanwhile, and what recording raises.
    """
    missing = missing_of(request)
    known = find_answers(connection, [missing.key]).get(missing.key)
    if known is not None:
        answer = read_answer(known.outcome)
        if answer.claim != request.request_id:
            raise AlreadyReported("The shop has reported this receipt meanwhile: refuse the claim.")
        return Recorded(answer, replayed=True)
    submission = submission_of(request)
    return record_one(connection, programmes, submission, clock=clock, new_id=new_id)


def submission_of(request: Request) -> Submission:
    """The purchase as the till would have reported it."""
    missing = missing_of(request)
    return Submission(
        missing.source, "id", str(request.member_id), missing.purchase, claim=request.request_id
    )

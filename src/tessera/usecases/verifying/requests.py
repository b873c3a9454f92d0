"""What staff did by hand against the ledger: the trail says what was recorded, and nobody approved their own."""

from collections.abc import Iterator, Sequence
from typing import Final

from psycopg import Connection

from tessera.approvals.requests import Kind, Request, State, Verdict, read_carried_out
from tessera.approvals.staff import Staff, is_same
from tessera.engine.activity import Activity
from tessera.kit.activities import CORRECTION
from tessera.ledger.answers import SourceKey, Stored, find_answers
from tessera.ledger.corrections import told_key
from tessera.ledger.verify import Difference
from tessera.usecases.adjusting.record import submission_of
from tessera.usecases.claiming.asked import missing_of
from tessera.usecases.correcting.asked import receipt_of
from tessera.usecases.recording.codec import read_activity, read_answer

_A_PAGE = 1_000


def _is_adjustment(request: Request, activity: Activity) -> bool:
    return submission_of(request, occurred_at=activity.occurred_at).activity == activity


def _is_correction(request: Request, activity: Activity) -> bool:
    """Of the receipt that was asked about; the purchase may have stood under another key by then."""
    receipt, facts = receipt_of(request), activity.facts or {}
    return (
        activity.type == CORRECTION
        and (facts["source"], told_key(activity.of or "")) == (receipt.source, receipt.of)
        and facts["reason"] == request.reason
    )


def _is_claim(request: Request, activity: Activity) -> bool:
    return missing_of(request).purchase == activity


def _key_of(request: Request) -> SourceKey:
    """Under which what it asks for stands in the ledger: a claim under the receipt's number."""
    return missing_of(request).key if request.kind == Kind.CLAIM else (request.source, request.key)


_ASKED_FOR: Final = {
    Kind.ADJUSTMENT: _is_adjustment,
    Kind.CORRECTION: _is_correction,
    Kind.CLAIM: _is_claim,
}
"""Is an activity what a request of a kind asked for?"""


def compare_requests(connection: Connection) -> Iterator[Difference]:
    """Every request by which something was recorded, against the activity under its key."""
    requests = read_carried_out(connection)
    for first in range(0, len(requests), _A_PAGE):
        yield from _compare(connection, requests[first : first + _A_PAGE])


def _compare(connection: Connection, requests: Sequence[Request]) -> Iterator[Difference]:
    stored = find_answers(connection, [_key_of(request) for request in requests])
    for request in requests:
        found, verdict = stored.get(_key_of(request)), request.verdict
        assert verdict is not None  # noqa: S101 - only such are read
        for wrong in _wrong(request, verdict, found):
            account_id = None if found is None else found.account_id
            yield Difference("approval", account_id, "", f"request {request.request_id}: {wrong}")


def _wrong(request: Request, verdict: Verdict, found: Stored | None) -> Iterator[str]:
    if found is None or found.activity_id != verdict.activity_id:
        yield "what was recorded by it is not in the books"
    else:
        activity = read_activity(found.payload)
        if not _ASKED_FOR[Kind(request.kind)](request, activity):
            yield "something else was recorded than was asked for"
        if read_answer(found.outcome).refusal != verdict.refusal:
            yield "what the books answered is told otherwise"
    decider = Staff(verdict.source, verdict.hand, verdict.person)
    if verdict.outcome == State.APPROVED and is_same(request.hand, request.person, decider):
        yield "who asked for it has approved it"

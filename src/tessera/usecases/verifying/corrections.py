"""Receipts that changed hands, against the purchases in the books."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from uuid import UUID

from psycopg import Connection

from tessera.approvals.requests import Kind, read_carried_out
from tessera.engine.activity import Activity
from tessera.kit.activities import CORRECTION
from tessera.ledger.answers import Stored, find_answers, read_decided
from tessera.ledger.corrections import Correction, moved_key, read_corrections
from tessera.ledger.verify import Difference
from tessera.usecases.recording.codec import read_activity, read_answer
from tessera.usecases.recording.joining.correct import as_moved

_Named = tuple[str, Stored | None]
"""A key, and what is stored under it."""


def compare_corrections(connection: Connection) -> Iterator[Difference]:
    """Of every corrected purchase: it went from member to member without a gap, and stands for each as it was."""
    corrections = read_corrections(connection)
    yield from _untold(connection, {row.correction_id for rows in corrections.values() for row in rows})
    for rows in corrections.values():
        before = rows[0].key
        for number, row in enumerate(rows, start=1):
            source, key = row.source, moved_key(row.key, number)
            stored = find_answers(connection, [(source, before), (source, key)])
            was, is_now = stored.get((source, before)), stored.get((source, key))
            for wrong in _wrong(connection, row, (before, was), (key, is_now)):
                account_id = None if was is None else was.account_id
                detail = f"purchase {row.key} of {source}: {wrong}"
                yield Difference("correction", account_id, "", detail)
            before = key


def _untold(connection: Connection, told: AbstractSet[UUID]) -> Iterator[Difference]:
    """Corrections that were carried out, and of which nothing says whose the purchase is since."""
    for request in read_carried_out(connection):
        key = request.source, request.key
        if request.kind != Kind.CORRECTION:
            continue
        stored = find_answers(connection, [key]).get(key)
        if stored is None or stored.activity_id in told or read_answer(stored.outcome).refusal is not None:
            continue
        detail = f"request {request.request_id}: nothing says whose the purchase is since"
        yield Difference("correction", stored.account_id, "", detail)


def _wrong(connection: Connection, row: Correction, before: _Named, after: _Named) -> Iterator[str]:
    (was_key, was), (key, is_now) = before, after
    if row.purchase_key != key or was is None or is_now is None:
        yield "it is not in the books for either member"
        return
    bought = read_activity(was.payload)
    if as_moved(bought, read_answer(was.outcome), key=key) != read_activity(is_now.payload):
        yield "another purchase was recorded than was taken back"
    if is_now.member_id != row.to_id or read_answer(is_now.outcome).refusal is not None:
        yield "it was recorded for somebody else"
    decided = read_decided(connection, [(row.account_id, row.correction_id)]).get(row.correction_id)
    if decided is None or not _is_of(read_activity(decided[0]), row, of=was_key):
        yield "it was not taken from whom it is said to be"


def _is_of(activity: Activity, row: Correction, *, of: str) -> bool:
    """Is this what took the purchase from one member because it was the other's?"""
    facts = activity.facts or {}
    return (
        activity.type == CORRECTION
        and activity.of == of
        and (facts["source"], facts["to"]) == (row.source, str(row.to_id))
    )

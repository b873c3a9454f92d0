"""A hold as it stands now: what was set aside for a basket, until when, and what became of it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from psycopg import Connection

from tessera.kit.activities import RELEASE
from tessera.kit.clock import Clock
from tessera.kit.record import Record
from tessera.ledger.answers import SourceKey, find_answers, read_since
from tessera.members.households import list_accounts, list_left
from tessera.members.resolve import resolve_members
from tessera.programme.spending import LONGEST_HOLD_MINUTES
from tessera.usecases.answer_parts import Held
from tessera.usecases.answers import Answer
from tessera.usecases.read_answer import UnknownActivity
from tessera.usecases.recording.codec import read_activity, read_answer


class HoldState(StrEnum):
    """`open`: set aside; `captured` by a purchase; `released`; `ended` by itself, as its time was over."""

    OPEN = "open"
    CAPTURED = "captured"
    RELEASED = "released"
    ENDED = "ended"


class ShownHold(Record, frozen=True):
    """A hold, with the answer by which it was placed; `captured_by`: the key of the purchase."""

    state: HoldState
    answer: Answer
    held: Held
    captured_by: str | None = None


def read_hold(connection: Connection, *, source: str, key: str, clock: Clock) -> ShownHold:
    """The hold that a source placed under a key. Raises UnknownActivity, also for what set nothing aside."""
    stored = find_answers(connection, [(source, key)]).get((source, key))
    answer = None if stored is None else read_answer(stored.outcome)
    if stored is None or answer is None or answer.held is None:
        raise UnknownActivity("No hold of this source has this key.")
    accounts = {stored.account_id, *_accounts_of(connection, stored.member_id)}
    placed = answer.held.expires_at - timedelta(minutes=LONGEST_HOLD_MINUTES)
    for account_id in accounts:
        for state, by in _resolved(connection, account_id, (source, key), since=placed):
            return ShownHold(state, answer, answer.held, by if state is HoldState.CAPTURED else None)
    over = answer.held.expires_at <= clock.now()
    return ShownHold(HoldState.ENDED if over else HoldState.OPEN, answer, answer.held)


def _accounts_of(connection: Connection, member_id: UUID) -> Iterator[UUID]:
    """Where the member, or whoever they were merged into since, can have captured or released it."""
    name = "id", str(member_id)
    found = resolve_members(connection, [name]).get(name)
    if found is not None:
        yield from list_accounts(connection, found.member_id)
        yield from list_left(connection, found.member_id)


def _resolved(
    connection: Connection, account_id: UUID, hold: SourceKey, *, since: datetime
) -> Iterator[tuple[HoldState, str]]:
    """What captured or released a hold, by its key: one activity at most."""
    source, key = hold
    for one in read_since(connection, account_id, since):
        activity = read_activity(one.payload)
        if one.source != source or read_answer(one.outcome).refusal is not None:
            continue
        if activity.hold == key:
            yield HoldState.CAPTURED, activity.key
        elif activity.type == RELEASE and activity.of == key:
            yield HoldState.RELEASED, activity.key

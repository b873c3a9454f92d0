"""What is decided about two members at once: both accounts locked, read and written in one transaction."""

from collections.abc import Collection
from uuid import UUID

import msgspec
from psycopg import Connection

from tessera.engine.activity import Activity
from tessera.ledger.answers import find_answers
from tessera.ledger.lock import lock_accounts, lock_both, read_lots
from tessera.ledger.write import ActivityRow, write_activities, write_wallets
from tessera.members.merges import find_kin
from tessera.members.reviews import call_review
from tessera.members.standings import ELSEWHERE, read_stored_standings, write_standings
from tessera.usecases.answer_parts import Transfer
from tessera.usecases.answers import Recorded
from tessera.usecases.recording.books import Books, with_turns
from tessera.usecases.recording.codec import encode, read_activity, read_answer, read_standing
from tessera.usecases.recording.compare import refuse_other_body
from tessera.usecases.recording.joining.merge import Decided, Step


def find_answered(
    connection: Connection, activity: Activity, *, source: str, member_id: UUID | None = None
) -> Recorded | None:
    """The answer that the activity's key has already; None if it has none. Raises KeyConflict for another body.

    `member_id`: whose it must be, or whoever was merged into them; None where the facts name whom it is about.
    """
    stored = find_answers(connection, [(source, activity.key)]).get((source, activity.key))
    if stored is None:
        return None
    before = read_activity(stored.payload)
    same_instant = msgspec.structs.replace(activity, occurred_at=before.occurred_at)
    same = member_id in {None, stored.member_id} or (stored.member_id, member_id) in find_kin(
        connection, {stored.member_id}
    )
    refuse_other_body(same_instant, before, same_member=same)
    return Recorded(read_answer(stored.outcome), replayed=True)


def open_both(connection: Connection, pair: Transfer, *, currencies: Collection[str]) -> Books:
    """The books of the two accounts of `pair`, locked in the order of their ids, with all that they hold."""
    ids = [pair.account_id, pair.into_account_id]
    books = Books(lock_both(connection, ids, currencies))
    every = {currency for own in books.wallets.values() for currency in own}
    books.wallets |= lock_accounts(connection, [pair.into_account_id], every)
    read_lots(connection, [wallet for own in books.wallets.values() for wallet in own.values()])
    for member_id, stored in read_stored_standings(connection, ids).items():
        if stored.state != ELSEWHERE:
            books.standings[member_id] = read_standing(stored.state)
    return books


def write_both(connection: Connection, books: Books, step: Step, decided: Decided, *, source: str) -> None:
    """Write what was decided about both: under either account the activity with its one id and answer.

    The key is the account's that stays. The other row has a key that no source can send, as it holds a space. What it
    did to levels is told by a review. Of one member who has another account now, nothing is remembered in the first.
    """
    answer, versions = decided
    pair = answer.transfer
    assert pair is not None  # noqa: S101 - this kind of answer has one
    answer = with_turns(books, answer, {pair.into_account_id: pair.into_id, pair.account_id: pair.member_id})
    moved_on = pair.account_id if pair.into_id == pair.member_id else None
    rows = [
        ActivityRow(
            account_id,
            step.activity_id,
            member_id,
            source,
            step.activity.occurred_at,
            step.now,
            answer.programme_version,
            versions[member_id],
            encode(step.activity),
            encode(answer),
        )
        for account_id, member_id in (
            (pair.into_account_id, pair.into_id),
            (pair.account_id, pair.member_id),
        )
    ]
    key = step.activity.key
    write_activities(connection, rows, [key, f"{key} {pair.member_id}"])
    write_wallets(connection, [wallet for own in books.wallets.values() for wallet in own.values()])
    standings = []
    for row in sorted(rows, key=lambda row: row.account_id.int):
        standing = None if row.account_id == moved_on else books.standings.get(row.member_id)
        state = ELSEWHERE if standing is None else encode(standing)
        standings.append((row.account_id, row.member_id, versions[row.member_id], state))
    write_standings(connection, standings)
    for row in rows:
        if row.account_id != moved_on:
            call_review(connection, row.member_id, account_id=row.account_id, at=step.now)

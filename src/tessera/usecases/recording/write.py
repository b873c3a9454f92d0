"""Write a batch's books down. The caller commits."""

from contextlib import AbstractContextManager, nullcontext
from uuid import UUID

from psycopg import Connection

from tessera.ledger.append import append_few, append_many
from tessera.ledger.write import ActivityRow, write_activities, write_returned, write_wallets
from tessera.members.reviews import Looked, write_reviews
from tessera.members.standings import write_standings
from tessera.usecases.recording.books import Books, Kept
from tessera.usecases.recording.codec import encode
from tessera.usecases.recording.item import Item
from tessera.usecases.recording.spending.shared import hold_and_write_supply, write_supply
from tessera.usecases.recording.spending.supply import ToHold

FEW = 100  # activities


def write_books(connection: Connection, books: Books) -> None:
    """Books that were opened firmly, so that none of what they rest on can have gone."""
    assert _to_hold(books) is None, "what was only looked at may have gone"  # noqa: S101 - the caller's mistake
    with _waiting_once(connection, books):
        _write(connection, books)
        write_supply(connection, books.supply, mark=books.mark)


def write_if_they_stand(connection: Connection, books: Books) -> bool:
    """Books that may rest on what was only looked at: it is held now. False where it has gone meanwhile; then nothing is
    written.
    """
    to_hold = _to_hold(books)
    if to_hold is None:
        write_books(connection, books)
        return True
    with _waiting_once(connection, books):
        connection.execute("savepoint before_books")
        _write(connection, books)
        now = books.kept[0].item.now
        stands = hold_and_write_supply(connection, books.supply, to_hold, now, mark=books.mark)
    if stands():
        return True
    connection.execute("rollback to savepoint before_books")
    return False


def _to_hold(books: Books) -> ToHold | None:
    """What was only looked at, and decided by; None: nothing was, or nothing was decided."""
    return books.supply.to_hold if books.kept else None


def _waiting_once(connection: Connection, books: Books) -> AbstractContextManager[object]:
    """A small batch waits for the server once; a large one spends least on each row."""
    return connection.pipeline() if _are_few(books) else nullcontext()


def _are_few(books: Books) -> bool:
    return len(books.kept) <= FEW


def _write(connection: Connection, books: Books) -> None:
    """Activities with their answers, then the wallets and standings that they moved, then what has come back."""
    append = append_few if _are_few(books) else append_many
    keys = [kept.item.submission.activity.key for kept in books.kept]
    rows = [_row(kept, kept.item) for kept in books.kept]
    for kept in books.kept:
        if (
            kept.answer.home is not None
        ):  # under the member's own account too; no source can send a key with a space
            keys.append(f"{kept.item.submission.activity.key} {kept.item.member.member_id}")
            rows.append(_row(kept, kept.item.at_home))
    write_activities(connection, rows, keys, append)
    moved = {one for kept in books.kept if kept.answer.refusal is None for one in kept.item.account_ids}
    # A purchase's own account, and those that its points went through, may be of who was merged or joined a household.
    moved |= set(books.came_back.values()) | books.ways.keys()
    wallets = [wallet for account in moved for wallet in books.wallets[account].values()]
    write_wallets(connection, wallets, append)
    write_returned(
        connection,
        [
            (account_id, purchase_id, line, part.amount_minor, part.quantity_milli)
            for purchase_id, account_id in books.came_back.items()
            for line, part in books.returned[purchase_id].items()
        ],
    )
    books.vouchers.write(connection)
    books.pools.write(connection)
    books.gift_cards.write(connection)
    _write_standings(connection, books)
    if books.looked:
        _write_reviews(connection, books)


def _row(kept: Kept, item: Item) -> ActivityRow:
    answer = kept.answer
    assert answer.activity_id is not None  # noqa: S101 - only a quote has none
    return ActivityRow(
        item.member.account_id,
        answer.activity_id,
        item.member.member_id,
        item.submission.source,
        item.submission.activity.occurred_at,
        item.now,
        answer.programme_version,
        kept.standing.version,
        encode(item.submission.activity),
        encode(answer),
    )


def _write_standings(connection: Connection, books: Books) -> None:
    last: dict[UUID, Kept] = {
        kept.item.member.member_id: kept for kept in books.kept if kept.answer.refusal is None
    }
    write_standings(
        connection,
        [
            (
                last[member_id].item.at_home.member.account_id,
                member_id,
                last[member_id].standing.version,
                encode(last[member_id].standing),
            )
            for member_id in sorted(last, key=lambda member_id: member_id.int)
        ],
    )


def _write_reviews(connection: Connection, books: Books) -> None:
    looked = [
        Looked(account_id, member_id, books.reviews.get(member_id), at)
        for member_id, (account_id, at) in books.looked.items()
    ]
    write_reviews(connection, sorted(looked, key=lambda one: one.account_id.int))

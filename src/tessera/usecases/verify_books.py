"""Prove the ledger: check every table against the others, then decide every activity again and compare to the row."""

from collections.abc import Callable, Collection, Iterator, Sequence
from uuid import UUID

from psycopg import Connection

from tessera.engine.standing import Standing
from tessera.kit.record import Record
from tessera.kit.sandbox import mark_of
from tessera.ledger.verify import (
    CHECKS,
    Difference,
    Slice,
    check_books,
    check_pending,
    check_trial,
    count_books,
    read_halves,
    read_slice,
    read_slices,
)
from tessera.members.households import read_all_moves
from tessera.members.merges import find_kin, read_all_merges
from tessera.members.standings import ELSEWHERE, read_stored_standings
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.books import Books
from tessera.usecases.recording.codec import read_standing
from tessera.usecases.recording.spending.pools import Pools
from tessera.usecases.recording.spending.supply import Supply
from tessera.usecases.verifying.compare import compare_lots, compare_postings
from tessera.usecases.verifying.corrections import compare_corrections
from tessera.usecases.verifying.decide_again import compare_halves, decide_again, decide_both_again, is_joint
from tessera.usecases.verifying.draws import compare_draws
from tessera.usecases.verifying.guests import compare_guests
from tessera.usecases.verifying.households import compare_households
from tessera.usecases.verifying.order import in_order, join_accounts
from tessera.usecases.verifying.requests import compare_requests
from tessera.usecases.verifying.supplies import Supplied, compare_supplies
from tessera.usecases.verifying.vouchers import (
    accounts_marked,
    compare_cards,
    compare_instruments,
    compare_pools,
    compare_vouchers,
)

ACCOUNTS_A_SLICE = 100

Progress = Callable[[str, int, int], None]
"""Told (stage, done, of all)."""


class Verified(Record, frozen=True):
    """The result of a verification; `ok` when there is no difference at all."""

    ok: bool
    accounts: int
    postings: int
    activities: int
    differences: list[Difference]


def verify_books(connection: Connection, programmes: Programmes, *, progress: Progress) -> Verified:
    """Verify the whole ledger as of one instant; what is recorded meanwhile is not seen and not disturbed.

    Must be the first in its transaction: it asks for a snapshot.
    """
    connection.execute("set transaction isolation level repeatable read")
    programmes.refresh(connection)
    accounts, postings, activities = count_books(connection)
    differences: list[Difference] = []
    for place, check in enumerate(CHECKS):
        progress("checking tables", place, len(CHECKS))
        differences += check_books(connection, check)
    differences += check_pending(connection)
    differences += check_trial(connection)
    differences += compare_draws(connection)
    differences += compare_requests(connection)
    differences += compare_corrections(connection)
    differences += compare_vouchers(connection)
    differences += compare_cards(connection)
    differences += compare_guests(connection, programmes)
    differences += compare_pools(connection)
    differences += compare_households(connection)
    differences += compare_halves(read_halves(connection))
    supplied, marked = Supplied(), accounts_marked(connection)
    done = 0
    merges = [(account_id, into_account_id) for account_id, into_account_id, _ in read_all_merges(connection)]
    groups = join_accounts([*merges, *read_all_moves(connection)])
    alone = read_slices(connection, accounts=ACCOUNTS_A_SLICE, beside=set().union(*groups))
    for books_slice in alone:
        for account_id in books_slice.activities:
            differences += _rebuild(connection, programmes, [account_id], books_slice, supplied, marked)
        done += sum(len(rows) for rows in books_slice.activities.values())
        progress("deciding again", done, activities)
    for group in groups:
        books_slice = read_slice(connection, sorted(group))
        differences += _rebuild(connection, programmes, sorted(group), books_slice, supplied, marked)
        done += sum(len(rows) for rows in books_slice.activities.values())
        progress("deciding again", done, activities)
    differences += compare_supplies(connection, programmes, supplied)
    return Verified(not differences, accounts, postings, activities, differences)


def _rebuild(  # noqa: PLR0913, PLR0917 - the books of whom, and what they are held against
    connection: Connection,
    programmes: Programmes,
    account_ids: Sequence[UUID],
    stored: Slice,
    supplied: Supplied,
    marked: Collection[UUID],
) -> Iterator[Difference]:
    """Decide all that happened to an account again, or to accounts that belong together, and compare what comes out."""
    books = Books({account_id: {} for account_id in account_ids})
    members = {row.member_id for account_id in account_ids for row in stored.activities.get(account_id, [])}
    if len(members) > 1:
        books.kin = find_kin(connection, members)
    books.supply = Supply(endless=True)
    books.pools = Pools(endless=True)
    for rows in in_order({account_id: stored.activities.get(account_id, []) for account_id in account_ids}):
        if len(rows) > 1 and is_joint(rows[0]):
            yield from decide_both_again(books, programmes, rows)
        else:
            for row in rows:
                yield from decide_again(books, programmes, row)
    sources = (row.source for id_ in account_ids for row in stored.activities.get(id_, []))
    supplied.add(books.supply, mark=mark_of(next(sources, "")))
    for account_id in account_ids:
        yield from compare_postings(books, account_id, stored.postings.get(account_id, []))
        yield from compare_lots(books, account_id, stored)
    yield from compare_instruments(connection, books, account_ids, marked)
    states = read_stored_standings(connection, account_ids)
    for member_id in books.standings.keys() | states.keys():
        if not _is_same(books.standings.get(member_id), states.get(member_id, (0, None))[1]):
            yield Difference("standing", account_ids[0], "", f"the standing of member {member_id} differs")


def _is_same(ours: Standing | None, theirs: bytes | None) -> bool:
    """Is a member's standing what is stored of it? Of one who was merged nothing is."""
    if ours is None or not theirs:
        return ours is None and theirs == ELSEWHERE
    return read_standing(theirs) == ours

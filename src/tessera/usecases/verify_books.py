"""Prove the ledger: check every table against the others, then decide every activity again and compare to the row."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import zip_longest
from uuid import UUID

from psycopg import Connection

from tessera.engine.facts import ENROLLED_AT
from tessera.kit.record import Record
from tessera.ledger.life import NO_LIFE
from tessera.ledger.rows import Posting
from tessera.ledger.verify import (
    CHECKS,
    Difference,
    Slice,
    StoredActivity,
    check_books,
    check_pending,
    check_trial,
    count_books,
    read_slices,
)
from tessera.ledger.wallet import Wallet
from tessera.members.resolve import Found
from tessera.members.standings import read_standings
from tessera.usecases.answers import Answer, Submission
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.books import Books, item_of
from tessera.usecases.recording.codec import read_activity, read_answer, read_standing
from tessera.usecases.recording.post import post_activity

ACCOUNTS_A_SLICE = 100
_TIME_BROUGHT = {"matured", "expired", "lapsed", "repaid"}

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
    done = 0
    for books_slice in read_slices(connection, accounts=ACCOUNTS_A_SLICE):
        differences += _rebuild_slice(connection, programmes, books_slice)
        done += sum(len(rows) for rows in books_slice.activities.values())
        progress("deciding again", done, activities)
    return Verified(not differences, accounts, postings, activities, differences)


def _rebuild_slice(connection: Connection, programmes: Programmes, stored: Slice) -> Iterator[Difference]:
    states = read_standings(connection, list(stored.activities))
    for account_id, activities in stored.activities.items():
        books = Books({account_id: {}})
        for row in activities:
            yield from _decide_again(books, programmes, row)
        postings = stored.postings.get(account_id, [])
        yield from _compare_postings(books, account_id, postings)
        yield from _compare_lots(books, account_id, stored)
        for member_id, standing in books.standings.items():
            state = states.get(member_id)
            if state is None or read_standing(state[1]) != standing:
                yield Difference("standing", account_id, "", f"the standing of member {member_id} differs")


def _decide_again(books: Books, programmes: Programmes, row: StoredActivity) -> Iterator[Difference]:
    """Decide a stored activity from the facts kept with it; the answer must be the stored one."""
    activity, answer = read_activity(row.payload), read_answer(row.outcome)
    wallets = books.wallets[row.account_id]
    for currency in answer.balances:
        if currency not in wallets:
            wallets[currency] = Wallet(account_id=row.account_id, currency=currency, lots=[])
    if answer.refusal is not None:
        return
    joined = answer.traits.get(ENROLLED_AT)
    enrolled_at = row.received_at if joined is None else datetime.fromisoformat(joined)
    member = Found(row.member_id, row.account_id, answer.traits, enrolled_at)
    compiled = programmes.numbered(row.programme_version)
    item = item_of(
        Submission(row.source, "id", str(row.member_id), activity), member, compiled, row.received_at
    )
    again, standing = post_activity(books, programmes, item, row.activity_id)
    books.keep(item, again, standing)
    if _essence(again) != _essence(answer) or standing.version != row.standing_version:
        yield Difference(
            "decision", row.account_id, "", f"activity {row.activity_id} is decided in another way"
        )


def _essence(answer: Answer) -> tuple[object, ...]:
    return (answer.refusal, answer.granted, answer.taken_back, answer.reasons)


def _compare_postings(books: Books, account_id: UUID, stored: list[Posting]) -> Iterator[Difference]:
    """The rebuilt postings against the stored ones, once time has brought what the books say it brought."""
    for currency, wallet in sorted(books.wallets[account_id].items()):
        own = [posting for posting in stored if posting.currency == currency]
        if own and own[-1].kind in _TIME_BROUGHT:
            wallet.settle(own[-1].effective_at)
        for ours, theirs in zip_longest(wallet.postings, own):
            if ours is None or theirs is None or not _same(ours, theirs):
                version = (ours or theirs).version
                yield Difference(
                    "rebuild",
                    account_id,
                    currency,
                    f"posting {version}: {_told(theirs)}, rebuilt {_told(ours)}",
                )
                break


def _compare_lots(books: Books, account_id: UUID, stored: Slice) -> Iterator[Difference]:
    """The rebuilt lots, what was taken from them and what has come back of purchases, against the stored rows."""
    wallets = books.wallets[account_id].values()
    if sorted(row for w in wallets for row in w.allocations) != sorted(
        stored.allocations.get(account_id, [])
    ):
        yield Difference("rebuild", account_id, "", "lots were taken from in another way")
    lots = sorted(
        (
            account_id,
            w.currency,
            lot.lot_version,
            lot.expires_at,
            lot.available_at,
            lot.granted,
            lot.remaining,
        )
        for w in wallets
        for lot in w.new_lots
    )
    if lots != sorted(stored.lots.get(account_id, [])):
        yield Difference("rebuild", account_id, "", "there are other lots, or on other terms")
    lives = sorted((account_id, w.currency, *w.life) for w in wallets if w.life != NO_LIFE)
    if lives != sorted(stored.lives.get(account_id, [])):
        yield Difference("rebuild", account_id, "", "points are kept, or lapse, at another instant")
    returned = sorted(
        (account_id, purchase_id, line, part.amount_minor, part.quantity_milli)
        for purchase_id in books.came_back
        for line, part in books.returned[purchase_id].items()
    )
    if returned != sorted(stored.returned.get(account_id, [])):
        yield Difference("returned", account_id, "", "something else has come back of a purchase")


def _same(ours: Posting, theirs: Posting) -> bool:
    """Equal; what time brought may have been written down at another instant."""
    if ours.activity_id is None and ours.kind in _TIME_BROUGHT:
        return ours[:-1] == theirs[:-1]
    return ours == theirs


def _told(posting: Posting | None) -> str:
    return "nothing" if posting is None else f"{posting.kind} {posting.amount}"

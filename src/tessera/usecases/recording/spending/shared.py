"""Read and write what all members share of rewards: after the accounts, and in one order for everybody."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from psycopg import Connection

from tessera.catalogue.reservations import (
    add_reservations,
    drop_reservations,
    read_reservations,
    read_reserved,
    read_shared,
)
from tessera.catalogue.tallies import lock_tallies, write_tallies
from tessera.engine.discount.reward import CompiledReward
from tessera.usecases.answer_parts import Redeemed
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.books import Books, Item, Known
from tessera.usecases.recording.spending.supply import Supply, money_of, pieces_of, subjects_of
from tessera.usecases.recording.spending.take import stands_for


def read_supply(connection: Connection, programmes: Programmes, books: Books, items: Sequence[Item]) -> None:
    """What is left for these items, held until the transaction ends; nothing is read where nobody asks for a reward."""
    named = {
        item.compiled.rewards.by_id[id_]
        for item in items
        for id_ in item.submission.activity.rewards or ()
        if id_ in item.compiled.rewards.by_id
    }
    coming = {reward for item in items for reward in item.compiled.rewards.at_once}
    named |= {reward for reward in coming if reward.caps or subjects_of(reward)}
    holds = [known for item in items if (known := _hold_of(books, item)) is not None]
    earlier = [books.known[item.of] for item in items if item.of in books.known]
    redeemed = {
        one.taken.reward
        for known in (*holds, *earlier, *books.redemptions.values())
        for one in _redeemed(known)
    }
    presented = {
        money_of(voucher.reward)
        for voucher in books.vouchers.known
        if stands_for(programmes, voucher).reward.budget_minor is not None
    }
    if not named and not redeemed and not presented:
        return
    shared = {subject for reward in named for subject in subjects_of(reward)} | presented
    both = {subject for id_ in redeemed for subject in (pieces_of(id_), money_of(id_))}
    taken = lock_tallies(connection, shared, known=both, mark=books.mark)
    limited = {pieces_of(reward.id) for reward in named if reward.caps}
    aside = read_reserved(connection, shared | limited | both, items[0].now, mark=books.mark)
    ids = {known.answer.activity_id for known in holds if known.answer.activity_id is not None}
    books.supply = Supply(taken, aside, read_reservations(connection, ids, mark=books.mark))


def look_at_supply(
    connection: Connection, rewards: Collection[CompiledReward], now: datetime, *, mark: str = ""
) -> Supply:
    """What is left of these rewards as it stands, without a lock: to quote and to show. `mark`: as for tallies."""
    shared = {subject for reward in rewards for subject in subjects_of(reward)}
    limited = {pieces_of(reward.id) for reward in rewards if reward.caps}
    return Supply(*read_shared(connection, shared, shared | limited, now, mark=mark))


def write_supply(connection: Connection, supply: Supply, *, mark: str) -> None:
    """What this batch took of it, set aside, and freed."""
    write_tallies(
        connection, {subject: supply.taken[subject] for subject in sorted(supply.changed)}, mark=mark
    )
    add_reservations(connection, [one for placed in supply.placed.values() for one in placed], mark=mark)
    drop_reservations(connection, supply.resolved)


def _hold_of(books: Books, item: Item) -> Known | None:
    """The hold that an item captures or releases, if it is known."""
    activity = item.submission.activity
    known = None if activity.hold is None else books.known.get((item.key[0], activity.hold))
    known = books.known.get(item.of) if known is None and item.of is not None else known
    return known if known is not None and known.answer.held is not None else None


def _redeemed(known: Known) -> Iterator[Redeemed]:
    yield from known.answer.redeemed
    if known.answer.held is not None:
        yield from known.answer.held.redeemed

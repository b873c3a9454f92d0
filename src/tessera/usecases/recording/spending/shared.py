"""Read and write what all members share of rewards: after the accounts, and in one order for everybody."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from psycopg import Connection

from tessera.catalogue.reservations import (
    add_reservations,
    ask_reservations,
    ask_reserved,
    ask_shared,
    drop_reservations,
)
from tessera.catalogue.tallies import add_to_tallies, lock_tallies
from tessera.engine.budgeted import budget_limits
from tessera.engine.discount.reward import CompiledReward
from tessera.usecases.answer_parts import Redeemed
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.books import Books, Known
from tessera.usecases.recording.budgets import budgets_asked, budgets_drawn
from tessera.usecases.recording.item import Item
from tessera.usecases.recording.spending.supply import Supply, ToHold, money_of, pieces_of, subjects_of
from tessera.usecases.recording.spending.take import stands_for


class _Asked(NamedTuple):
    """Rewards that a batch may take, the subjects that it may take of (`taken`), others that it may free (`freed`) or whose
    holds count for limits (`limited`), and the holds at hand.
    """

    named: set[CompiledReward]
    taken: set[str]
    freed: set[str]
    limited: set[str]
    hold_ids: set[UUID]

    @property
    def counted(self) -> set[str]:
        return self.taken | self.freed

    @property
    def aside(self) -> set[str]:
        return self.counted | self.limited


def open_supply(
    connection: Connection, programmes: Programmes, books: Books, items: Sequence[Item], *, firmly: bool
) -> None:
    """What is left for these items; nothing is read where they ask for nothing that all members share.

    `firmly`: held until the transaction ends. Else it is looked at and decided by, and held only when it is written, so that
    nobody waits for a row while others decide; `hold_and_write_supply` then tells whether it was so. Where something has run
    out it is held at once: who is refused is refused by what is true.
    """
    asked = _asked_for(programmes, books, items)
    if asked is None:
        return
    now, mark = items[0].now, books.mark
    if not firmly:
        with connection.pipeline():
            shared = ask_shared(connection, asked.counted, asked.aside, now, mark=mark)
            held = ask_reservations(connection, asked.hold_ids, mark=mark)
        gone, aside = shared()
        new = asked.taken - gone.keys()
        books.supply = Supply(gone, aside, held(), to_hold=ToHold(new, asked.counted - new, asked.aside))
        if not _runs_out(books.supply, asked, items):
            return
    with connection.pipeline():
        taken = lock_tallies(connection, asked.taken, known=asked.freed, mark=mark)
        reserved = ask_reserved(connection, asked.aside, now, mark=mark)
        held = ask_reservations(connection, asked.hold_ids, mark=mark)
    books.supply = Supply(taken(), reserved(), held())


def look_at_supply(
    connection: Connection, rewards: Collection[CompiledReward], now: datetime, *, mark: str = ""
) -> Supply:
    """What is left of these rewards as it stands, without a lock: to quote and to show. `mark`: as for tallies."""
    shared = {subject for reward in rewards for subject in subjects_of(reward)}
    limited = {pieces_of(reward.id) for reward in rewards if reward.caps}
    if not shared and not limited:
        return Supply()
    return Supply(*ask_shared(connection, shared, shared | limited, now, mark=mark)())


def write_supply(connection: Connection, supply: Supply, *, mark: str) -> None:
    """What this batch took of what it holds, set aside, and freed."""
    _write_reservations(connection, supply, mark=mark)
    add_to_tallies(connection, supply.changed, mark=mark)


def hold_and_write_supply(
    connection: Connection, supply: Supply, to_hold: ToHold, now: datetime, *, mark: str
) -> Callable[[], bool]:
    """The same of what was only looked at. Does all that it was decided by stand? To be asked at the end of the pipeline; if
    not, nothing of the batch must be.
    """
    _write_reservations(connection, supply, mark=mark)
    taken = lock_tallies(connection, to_hold.new, known=to_hold.known, mark=mark)
    reserved = ask_reserved(connection, to_hold.aside, now, mark=mark)
    add_to_tallies(connection, supply.changed, mark=mark)
    return lambda: supply.stands(taken(), reserved())


def _write_reservations(connection: Connection, supply: Supply, *, mark: str) -> None:
    add_reservations(connection, [one for placed in supply.placed.values() for one in placed], mark=mark)
    drop_reservations(connection, supply.resolved)


def _asked_for(programmes: Programmes, books: Books, items: Sequence[Item]) -> _Asked | None:
    """None where it is nothing."""
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
    budgets, drawn = budgets_asked(items), budgets_drawn(books, items)
    if not (named or redeemed or presented or budgets or drawn):
        return None
    return _Asked(
        named,
        taken={subject for reward in named for subject in subjects_of(reward)} | presented | budgets,
        freed={subject for id_ in redeemed for subject in (pieces_of(id_), money_of(id_))} | drawn,
        limited={pieces_of(reward.id) for reward in named if reward.caps},
        hold_ids={known.answer.activity_id for known in holds if known.answer.activity_id is not None},
    )


def _runs_out(supply: Supply, asked: _Asked, items: Sequence[Item]) -> bool:
    """Has anything run out, or are there fewer pieces of anything than there are items?"""
    for reward in asked.named:
        pieces = supply.left(pieces_of(reward.id), reward.pieces)
        if pieces is not None and pieces < len(items):
            return True
        if supply.left(money_of(reward.id), reward.reward.budget_minor) == 0:
            return True
    return any(
        limit <= sum([supply.taken.get(subject, 0) for subject in subjects])
        for item in items
        for subjects, limit in budget_limits(item.compiled, item.submission.activity).items()
    )


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

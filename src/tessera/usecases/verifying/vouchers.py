"""Vouchers and gift cards against what was done with them, and that against the activities that did it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from uuid import UUID

from psycopg import Connection

from tessera.catalogue.gift_cards import accounts_with_entries, check_cards, read_entries_by
from tessera.catalogue.pools import check_pools
from tessera.catalogue.voucher import ALLOWED, State, Step, Voucher
from tessera.catalogue.vouchers import (
    Stood,
    accounts_with_steps,
    read_all_steps,
    read_steps_by,
    read_vouchers,
)
from tessera.ledger.verify import Difference
from tessera.usecases.recording.books import Books


def compare_vouchers(connection: Connection) -> Iterator[Difference]:
    """Every voucher stands where its steps have brought it, each of which was allowed."""
    for stood in read_all_steps(connection):
        if not stood.number == stood.last == len(stood.steps) or stood.state != _state_after(stood):
            detail = (
                f"voucher {stood.voucher_id}: it is {stood.state}, but its steps are {', '.join(stood.steps)}"
            )
            yield Difference("voucher", stood.account_id, "", detail)


def compare_cards(connection: Connection) -> Iterator[Difference]:
    """The balance of every gift card is the sum of its entries, and never below what is set aside of it."""
    for card_id, what in check_cards(connection):
        yield Difference("gift card", None, "", f"gift card {card_id}: {what}")


def compare_pools(connection: Connection) -> Iterator[Difference]:
    """Every pool has as many codes as it counts, and each that is taken is its voucher's."""
    for pool, what in check_pools(connection):
        yield Difference("pool", None, "", f"pool {pool}: {what}")


def accounts_marked(connection: Connection) -> set[UUID]:
    """The accounts whose activities did anything to vouchers and gift cards."""
    return accounts_with_steps(connection) | accounts_with_entries(connection)


def compare_instruments(
    connection: Connection, books: Books, account_ids: Sequence[UUID], marked: Collection[UUID]
) -> Iterator[Difference]:
    """What accounts' activities did to vouchers and gift cards, decided again, against what is stored of it.

    `marked`: the accounts of which anything is stored.
    """
    if not any(
        one in marked or books.vouchers.steps_of(one) or books.gift_cards.moved_by(one) for one in account_ids
    ):
        return
    steps, entries = read_steps_by(connection, account_ids), read_entries_by(connection, account_ids)
    for account_id in account_ids:
        ours = sorted(
            (step.activity_id, step.voucher_id, step.number, str(step.step))
            for step in books.vouchers.steps_of(account_id)
        )
        if ours != sorted(steps.get(account_id, [])):
            yield Difference("voucher", account_id, "", "other steps were taken with vouchers")
        if sorted(books.gift_cards.moved_by(account_id)) != sorted(entries.get(account_id, [])):
            yield Difference("gift card", account_id, "", "gift cards paid something else")
    yield from _compare_rows(connection, books.vouchers.moved)


def _compare_rows(connection: Connection, moved: Mapping[UUID, Voucher]) -> Iterator[Difference]:
    """Vouchers are what their newest steps made of them: of whom, for what, until when. Newer ones may be others'."""
    for voucher_id, stored in read_vouchers(connection, list(moved)).items():
        if stored.number == moved[voucher_id].number and stored != moved[voucher_id]:
            detail = f"voucher {voucher_id}: it is not what its newest step made of it"
            yield Difference("voucher", stored.account_id, "", detail)


def _state_after(stood: Stood) -> State | None:
    """The state to which the steps lead; None where one of them does not follow from those before.

    Time may have ended a hold: then what follows it begins where the hold had begun.
    """
    first, *others = stood.steps or ("",)
    state = State.ISSUED if first == Step.ISSUED else None
    for name in others:
        before, after = ALLOWED[Step(name)]
        over = state is State.HELD and State.ISSUED in before
        state = after if state in before or over else None
    return state

"""Open the books of a batch: everything that its decisions may need, read under the accounts' lock."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from psycopg import Connection

from tessera.engine.returned import Part
from tessera.kit.activities import ADJUSTMENT, CANCELLATION, CONVERSION, DONATION, HOLD, TRANSFER
from tessera.kit.sandbox import mark_of
from tessera.ledger.answers import SourceKey, Stored, ask_answers, read_returned
from tessera.ledger.conversions import read_gone
from tessera.ledger.lock import Wallets, read_lots, read_lots_by_key, read_takes
from tessera.members.merges import find_kin
from tessera.members.standings import Stored as StoredStanding
from tessera.members.standings import ask_standings
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.books import Books, Known
from tessera.usecases.recording.codec import read_activity, read_answer, read_standing
from tessera.usecases.recording.exchange import conversion_of
from tessera.usecases.recording.item import Item
from tessera.usecases.recording.joining.correct import refuse_moved
from tessera.usecases.recording.joining.sharing import read_sharing
from tessera.usecases.recording.joining.ways import learn_ways
from tessera.usecases.recording.spending.presented import lock_gift_cards, lock_pools, lock_presented
from tessera.usecases.recording.spending.shared import open_supply
from tessera.usecases.recording.spending.subscribed import read_subscribed, subscription_of

_TAKING = {ADJUSTMENT, CANCELLATION, CONVERSION, DONATION, HOLD, TRANSFER}
_LESS_THAN_ANY_CLOCK = timedelta(hours=12)


class Remembered(NamedTuple):
    """Gets what was decided under some keys, and what is remembered of members: at the end of a pipeline."""

    answers: Callable[[], Mapping[SourceKey, Stored]]
    standings: Callable[[], Mapping[UUID, StoredStanding]]


def ask_remembered(
    connection: Connection, keys: Collection[SourceKey], of: Mapping[UUID, UUID]
) -> Remembered:
    """Ask after the accounts' lock, in its pipeline or later. `of`: the account of each member."""
    accounts = list(dict.fromkeys(of.values()))
    return Remembered(ask_answers(connection, keys), ask_standings(connection, accounts, of=of))


def open_books(  # noqa: PLR0913 - what books are made of
    connection: Connection,
    programmes: Programmes,
    items: Sequence[Item],
    wallets: Wallets,
    *,
    firmly: bool = True,
    remembered: Remembered | None = None,
) -> Books:
    """The books for `items`, all of one side of the sandbox's fence, whose accounts (`wallets`) are locked.

    `firmly`: what all members share is held too, as `write_books` asks for; else `write_if_they_stand` may find it gone.
    `remembered`: where it has been asked for already.
    """
    books = Books(wallets)
    books.mark = mark_of(items[0].submission.source) if items else ""
    if remembered is None:
        keys = {key for item in items for key in item.keys}
        of = {item.member.member_id: item.home or item.member.account_id for item in items}
        remembered = ask_remembered(connection, keys, of)
    for key, stored in remembered.answers().items():
        activity, answer = read_activity(stored.payload), read_answer(stored.outcome)
        books.known[key] = Known(stored.account_id, stored.member_id, activity, answer)
    for member_id, (_, state, review_at) in remembered.standings().items():
        books.standings[member_id] = read_standing(state)
        if review_at is not None:
            books.reviews[member_id] = review_at
    lock_presented(connection, books, items)
    _follow_ways(connection, books, items)
    purchases = [books.known[item.of] for item in items if item.of in books.known]
    purchases += books.redemptions.values()
    _read_returned(connection, books, purchases)
    refuse_moved(connection, books, items)
    _read_lots(connection, books, items, purchases)
    _read_gone(connection, books, items)
    read_subscribed(connection, books, items)
    read_sharing(connection, books, [item.member for item in items])
    lock_pools(connection, books, items)
    lock_gift_cards(connection, books, items)
    open_supply(connection, programmes, books, items, firmly=firmly)
    return books


def _follow_ways(connection: Connection, books: Books, items: Sequence[Item]) -> None:
    """Where an activity at hand names one of another member, or account, learn whether they were merged, or what else took
    the points where.
    """
    strangers, accounts = set[UUID](), books.vouchers.accounts
    if not books.known and not accounts:
        return
    for item in items:
        activity = item.submission.activity
        hold = None if activity.hold is None else (item.key[0], activity.hold)
        for named in (item.key, item.of, hold):
            known = None if named is None else books.known.get(named)
            if known is None:
                continue
            if known.member_id != item.member.member_id:
                strangers |= {known.member_id, item.member.member_id}
            if known.account_id != item.member.account_id:
                accounts.add(known.account_id)
        if activity.type == CANCELLATION:
            strangers |= {known.member_id for known in books.redemptions.values()} - {item.member.member_id}
    if strangers:
        books.kin = find_kin(connection, strangers)
    learn_ways(connection, books, accounts)


def _read_returned(connection: Connection, books: Books, purchases: Sequence[Known]) -> None:
    ids = [(known.account_id, known.answer.activity_id) for known in purchases if known.answer.activity_id]
    for purchase_id, parts in read_returned(connection, ids).items():
        books.returned[purchase_id] = {line: Part(*part) for line, part in parts.items()}


def _read_gone(connection: Connection, books: Books, items: Sequence[Item]) -> None:
    """What could have been converted on its date, and has expired since."""
    asked = [
        (item.member.account_id, conversion_of(item).takes, item.submission.activity.occurred_at)
        for item in items
        if item.submission.activity.type == CONVERSION
    ]
    books.gone = read_gone(connection, asked)


def _read_lots(
    connection: Connection, books: Books, items: Sequence[Item], purchases: Sequence[Known]
) -> None:
    """Lots are read only where something may be taken from them: dues, debts, returns and adjustments."""
    latest: dict[UUID, datetime] = {}
    takers: set[UUID] = set()
    oldest: dict[UUID, datetime] = {}  # where a clock may run out within this batch
    for item in items:
        account_id, activity = item.member.account_id, item.submission.activity
        for one in item.account_ids:
            latest[one] = max(item.now, latest.get(one, item.now))
        paying = activity.spend or activity.hold or activity.rewards or subscription_of(activity)
        coming = item.compiled.rewards.at_once
        if activity.of or paying or coming or activity.type in _TAKING:
            takers.add(account_id)
        if item.compiled.lives:
            oldest[account_id] = min(activity.occurred_at, oldest.get(account_id, activity.occurred_at))
    takers |= {
        account_id for account_id, at in oldest.items() if latest[account_id] - at > _LESS_THAN_ANY_CLOCK
    }
    wanted = [
        wallet
        for account_id, wallets in books.wallets.items()
        for wallet in wallets.values()
        if account_id in takers or account_id in books.ways or wallet.needs_lots(latest[account_id])
    ]
    read_lots(connection, wanted)
    keys = [
        (account_id, granted.currency, lot)
        for known in purchases
        for granted in known.answer.granted
        for granted_lot in granted.lots
        for account_id, lot in books.places(known.account_id, granted.currency, granted_lot)
        if lot is not None
    ]
    keys += [
        (account_id, known.answer.adjusted.currency, lot)
        for known in purchases
        if known.answer.adjusted is not None
        for adjusted_lot in known.answer.adjusted.lots
        for account_id, lot in books.places(known.account_id, known.answer.adjusted.currency, adjusted_lot)
        if lot is not None
    ]
    books.lots = read_lots_by_key(connection, keys)
    paid_by = [
        (known.account_id, paid.payment.currency, paid.version)
        for known in purchases
        for paid in known.answer.paid
    ]
    paid_by += [
        (known.account_id, redeemed.taken.currency, redeemed.version)
        for known in purchases
        for redeemed in known.answer.redeemed
        if redeemed.taken.currency is not None
    ]
    # What another member's points paid for is refused, and their account is not held here.
    read_takes(connection, books.wallets, [one for one in paid_by if one[0] in books.wallets])

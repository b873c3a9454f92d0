"""The vouchers, codes and gift cards of a batch, kept from others: vouchers after the accounts, cards last of all."""

from collections import Counter
from collections.abc import Iterator, Sequence

from psycopg import Connection

from tessera.kit.activities import CANCELLATION, REDEMPTION
from tessera.ledger.answers import read_decided
from tessera.usecases.answers import Submission
from tessera.usecases.recording.books import Books, Known
from tessera.usecases.recording.codec import read_activity, read_answer
from tessera.usecases.recording.item import Item
from tessera.usecases.recording.joining.ways import learn_ways
from tessera.usecases.recording.spending.pools import pools_of
from tessera.usecases.recording.spending.vouchers import named_by


def lock_presented(connection: Connection, books: Books, items: Sequence[Item]) -> None:
    """The vouchers that activities name, that their holds set aside, and that what they are of has used."""
    wanted = set()
    for item in items:
        activity = item.submission.activity
        if (named := named_by(activity)) is not None:
            wanted.add(named)
        if activity.vouchers:
            wanted.update(activity.vouchers)
        for known in _earlier(books, item) if books.known else ():
            wanted |= {moved.after.voucher_id for moved in known.answer.vouchers}
    if not wanted:
        return
    books.vouchers.lock(connection, wanted)
    _read_redemptions(connection, books, items)


def lock_gift_cards(connection: Connection, books: Books, items: Sequence[Item]) -> None:
    """The gift cards that activities name, that their holds set aside, and that paid for what they are of."""
    wanted = set()
    for item in items:
        if item.submission.activity.gift_cards:
            wanted |= {card_id for card_id, _ in item.submission.activity.gift_cards}
        for known in _earlier(books, item) if books.known else ():
            wanted |= {moved.card_id for moved in known.answer.cards}
    if wanted:
        books.gift_cards.lock(connection, wanted)


def lock_pools(connection: Connection, books: Books, items: Sequence[Item]) -> None:
    """As many codes of each pool as rewards of it are redeemed, as far as there are; the sandbox gives none away."""
    wanted = Counter[str]()
    if books.mark:
        return
    for item in items:
        if item.submission.activity.type == REDEMPTION:
            wanted.update(pools_of(item.compiled, item.submission.activity))
    if wanted:
        books.pools.lock(connection, wanted)


def look_at_instruments(connection: Connection, books: Books, submissions: Sequence[Submission]) -> None:
    """The vouchers and gift cards that baskets name, without a lock: to quote."""
    vouchers = {id_ for one in submissions for id_ in one.activity.vouchers or ()}
    cards = {card_id for one in submissions for card_id, _ in one.activity.gift_cards or ()}
    if vouchers:
        books.vouchers.look(connection, vouchers)
        learn_ways(connection, books, books.vouchers.accounts)
    if cards:
        books.gift_cards.look(connection, cards)


def _earlier(books: Books, item: Item) -> Iterator[Known]:
    """What an item names that was decided before: its hold, and the activity that it is of."""
    hold = item.submission.activity.hold
    for named in (item.of, None if hold is None else (item.key[0], hold)):
        if named is not None and (known := books.known.get(named)) is not None:
            yield known


def _read_redemptions(connection: Connection, books: Books, items: Sequence[Item]) -> None:
    """How those vouchers were issued that are to be given back."""
    named = {
        named_by(item.submission.activity) for item in items if item.submission.activity.type == CANCELLATION
    }
    given_back = [voucher for voucher in books.vouchers.known if voucher.voucher_id in named]
    issuing = {one.voucher_id: one for one in given_back}
    decided = read_decided(connection, [(one.account_id, one.voucher_id) for one in given_back])
    for voucher_id, (payload, outcome) in decided.items():
        voucher = issuing[voucher_id]
        activity, answer = read_activity(payload), read_answer(outcome)
        books.redemptions[voucher_id] = Known(voucher.account_id, voucher.member_id, activity, answer)

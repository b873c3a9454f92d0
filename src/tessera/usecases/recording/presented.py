"""The vouchers that a batch is about, read and kept from others: after the accounts, before what all members share."""

from collections.abc import Sequence

from psycopg import Connection

from tessera.kit.activities import CANCELLATION
from tessera.ledger.answers import read_decided
from tessera.usecases.recording.books import Books, Item, Known
from tessera.usecases.recording.codec import read_activity, read_answer
from tessera.usecases.recording.vouchers import named_by


def lock_presented(connection: Connection, books: Books, items: Sequence[Item]) -> None:
    """The vouchers that activities name, that their holds set aside, and that what they are of has used."""
    wanted = set()
    for item in items:
        activity = item.submission.activity
        if (named := named_by(activity)) is not None:
            wanted.add(named)
        wanted |= set(activity.vouchers or ())
        for key in (activity.of, activity.hold):
            if key is not None and (known := books.known.get((item.key[0], key))) is not None:
                wanted |= {moved.after.voucher_id for moved in known.answer.vouchers}
    if not wanted:
        return
    books.vouchers.lock(connection, wanted)
    _read_redemptions(connection, books, items)


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

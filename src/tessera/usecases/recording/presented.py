"""The vouchers that a batch is about, read and kept from others: after the accounts, before what all members share."""

from collections.abc import Sequence

from psycopg import Connection

from tessera.usecases.recording.books import Books, Item
from tessera.usecases.recording.vouchers import named_by


def lock_presented(connection: Connection, books: Books, items: Sequence[Item]) -> None:
    """The vouchers that activities name, that their holds set aside, and that what they are of has used."""
    wanted = set()
    for item in items:
        activity = item.submission.activity
        if (named := named_by(activity)) is not None:
            wanted.add(named)
        for key in (activity.of, activity.hold):
            if key is not None and (known := books.known.get((item.key[0], key))) is not None:
                wanted |= {moved.after.voucher_id for moved in known.answer.vouchers}
    if wanted:
        books.vouchers.lock(connection, wanted)

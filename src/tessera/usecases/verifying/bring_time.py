"""Let time pass in the rebuilt books as far as it had passed in the stored ones when an activity was posted."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from tessera.ledger.rows import Posting
from tessera.ledger.wallet import Wallet

Reached = Mapping[tuple[UUID, str], tuple[datetime, bool]]
"""By activity and currency: the last instant at which time had brought something before the activity's own postings, and
whether what ended with that instant was gone already: a conversion comes before that.
"""


def time_reached(postings: Iterable[Posting]) -> Reached:
    """How far time had got for each activity of an account. `postings` come by currency, then in their order.

    The instant at which an activity was received tells the same, unless the clock was set back: then a sweep had already
    posted, by the later time, what by the activity's own is still to come.
    """
    latest: dict[str, tuple[datetime, bool]] = {}
    reached: dict[tuple[UUID, str], tuple[datetime, bool]] = {}
    for posting in postings:
        if posting.activity_id is None:
            instant = posting.effective_at, posting.contra == "expired"
            latest[posting.currency] = max(instant, latest.get(posting.currency, instant))
        elif posting.currency in latest:
            reached.setdefault((posting.activity_id, posting.currency), latest[posting.currency])
    return reached


def bring_time(wallets: Mapping[str, Wallet], activity_id: UUID, reached: Reached) -> None:
    """Settle the wallets as far as they had been settled before this activity."""
    for currency, wallet in wallets.items():
        at, ended = reached.get((activity_id, currency), (None, False))
        if at is not None and ended:
            wallet.settle(at)
        elif at is not None:
            wallet.settle_until(at, at)

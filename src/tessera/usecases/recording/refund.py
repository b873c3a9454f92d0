"""Give back what points had paid for goods that come back, all in memory."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from tessera.engine.activity import Activity
from tessera.engine.compile import Compiled
from tessera.engine.payment import Payment
from tessera.engine.returned import Returned
from tessera.engine.spend import give_back, net_of, net_returned
from tessera.engine.windows import midnight
from tessera.ledger.rows import Cause, Take
from tessera.usecases.answers import Paid, Refunded
from tessera.usecases.recording.books import Books, Item, Known


class Bought(NamedTuple):
    """A purchase, and which payments of points lessened what it earned by."""

    whole: Activity
    payments: tuple[Payment, ...]

    @property
    def activity(self) -> Activity:
        """The purchase as rules and levels saw it."""
        return net_of(self.whole, self.payments)

    def returned(self, returned: Returned) -> Returned:
        """What has come back, as they saw it."""
        return net_returned(self.payments, self.whole, returned) if self.payments else returned


def as_earned(known: Known) -> Bought:
    """A purchase as it earned."""
    return Bought(known.activity, tuple(paid.payment for paid in known.answer.paid if paid.earned_net))


def post_refunds(  # noqa: PLR0913 - what is given back, of what, and why
    books: Books, known: Known, item: Item, *, before: Returned, after: Returned, cause: Cause
) -> tuple[Refunded, ...]:
    """What the step from `before` to `after` gives back, to the lots that it was taken from, last taken first."""
    refunded = []
    for paid in known.answer.paid:
        currency = paid.payment.currency
        back = give_back(paid.payment, known.activity, before, after)
        if not back.points:
            continue
        takes = _takes(books, known, paid, into=item.member.account_id)
        freed = sum(take.amount for take in takes) - paid.payment.points  # what the hold had too much
        done = books.wallets[item.member.account_id][currency].refund(
            takes,
            back.points,
            already=freed + give_back(paid.payment, known.activity, {}, before).points,
            grace_until=_grace_until(paid, item.compiled, cause.effective_at),
            cause=cause,
        )
        refunded.append(Refunded(currency, back.points, back.amount_minor, *done))
    return tuple(refunded)


def _takes(books: Books, known: Known, paid: Paid, *, into: UUID) -> Sequence[Take]:
    """Which lots a payment took from; none that points can go back to, if the account was merged into another since."""
    takes = books.wallets[known.account_id][paid.payment.currency].takes_of(paid.version)
    return takes if known.account_id == into else [take._replace(lot_version=None) for take in takes]


def _grace_until(paid: Paid, compiled: Compiled, at: datetime) -> datetime | None:
    """Until when points live that would have expired by now; None: they do not."""
    if paid.grace_days is None:
        return None
    day = at.astimezone(compiled.zone).date() + timedelta(days=paid.grace_days + 1)
    return midnight(day, compiled.zone)

"""Give back what points had paid for goods that come back, all in memory."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from tessera.catalogue.gift_card import Kind
from tessera.engine.activity import Activity
from tessera.engine.compile import Compiled
from tessera.engine.lowered import Off, lowered, lowered_returned
from tessera.engine.payment import Payment
from tessera.engine.returned import Returned, worth
from tessera.engine.spend import give_back, net_of, net_returned
from tessera.engine.take import off_of
from tessera.engine.windows import midnight
from tessera.ledger.rows import Cause, Take
from tessera.usecases.answer_parts import CardMoved, Refunded
from tessera.usecases.recording.books import Books, Known
from tessera.usecases.recording.item import Item
from tessera.usecases.recording.spending.pay_cards import refund_cards


class Bought(NamedTuple):
    """A purchase, what rewards took off its lines, and which payments of points lessened what it earned by."""

    whole: Activity
    off: Off
    payments: tuple[Payment, ...]

    @property
    def lowered(self) -> Activity:
        """The purchase as points paid for it."""
        return lowered(self.whole, self.off)

    @property
    def activity(self) -> Activity:
        """The purchase as rules and levels saw it."""
        return net_of(self.lowered, self.payments)

    def priced(self, returned: Returned) -> Returned:
        """What has come back, as points had paid for it."""
        return lowered_returned(self.whole, self.off, returned)

    def returned(self, returned: Returned) -> Returned:
        """What has come back, as rules and levels saw it."""
        priced = self.priced(returned)
        return net_returned(self.payments, self.lowered, priced) if self.payments else priced


def as_earned(known: Known) -> Bought:
    """A purchase as it earned."""
    answer = known.answer
    off = off_of(one.taken for one in answer.redeemed)
    return Bought(known.activity, off, tuple(paid.payment for paid in answer.paid if paid.earned_net))


def post_refunds(  # noqa: PLR0913 - what is given back, of what, and why
    books: Books, known: Known, item: Item, *, before: Returned, after: Returned, cause: Cause
) -> tuple[Refunded, ...]:
    """What the step from `before` to `after` gives back, to the lots that it was taken from, last taken first.

    Of the purchase as points paid for it (`Bought.lowered`, `Bought.priced`).
    """
    refunded = []
    for paid in known.answer.paid:
        currency = paid.payment.currency
        back = give_back(paid.payment, known.activity, before, after)
        if not back.points:
            continue
        takes = takes_of(books, known.account_id, currency, paid.version, into=item.member.account_id)
        freed = sum(take.amount for take in takes) - paid.payment.points  # what the hold had too much
        done = books.wallets[item.member.account_id][currency].refund(
            takes,
            back.points,
            already=freed + give_back(paid.payment, known.activity, {}, before).points,
            grace_until=grace_until(paid.grace_days, item.compiled, cause.effective_at),
            cause=cause,
        )
        refunded.append(Refunded(currency, back.points, back.amount_minor, *done))
    return tuple(refunded)


def refund_to_cards(
    known: Known, item: Item, *, before: Returned, after: Returned, at: datetime
) -> tuple[CardMoved, ...]:
    """What the same step gives back to the gift cards that had paid, each its part of what points did not pay."""
    if not any(one.kind is Kind.USED for one in known.answer.cards):
        return ()
    paid = known.activity.amount_minor - sum(one.payment.amount_minor for one in known.answer.paid)
    return refund_cards(
        known.answer.cards,
        paid_minor=paid,
        before_minor=_money_back(known, before),
        after_minor=_money_back(known, after),
        until=grace_until(item.compiled.programme.gift_cards.grace_days, item.compiled, at),
    )


def _money_back(known: Known, returned: Returned) -> int:
    """What of the money, and of gift cards, has come back by now."""
    points = (give_back(one.payment, known.activity, {}, returned) for one in known.answer.paid)
    return worth(returned) - sum(one.amount_minor for one in points)


def takes_of(books: Books, account_id: UUID, currency: str, version: int, *, into: UUID) -> Sequence[Take]:
    """Which lots a posting took from; none that points can go back to, if the account was merged into another since."""
    takes = books.wallets[account_id][currency].takes_of(version)
    return takes if account_id == into else [take._replace(lot_version=None) for take in takes]


def grace_until(days: int | None, compiled: Compiled, at: datetime) -> datetime | None:
    """Until when points live that would have expired by now; None: they do not."""
    if days is None:
        return None
    day = at.astimezone(compiled.zone).date() + timedelta(days=days + 1)
    return midnight(day, compiled.zone)

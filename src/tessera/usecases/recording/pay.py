"""Let points pay for a purchase, all in memory: out of a hold, or at once."""

from uuid import UUID

from tessera.engine.activity import Activity
from tessera.engine.compile import Compiled
from tessera.engine.payment import MOST, Payment
from tessera.engine.spend import SpendRefused, at_most, earning, pay, shown
from tessera.kit.codes import RefusalCode
from tessera.kit.record import Record
from tessera.ledger.rows import Cause
from tessera.usecases.answers import Paid
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.books import Books, Item, Known
from tessera.usecases.recording.hold import (
    asked,
    available_to,
    hold_of,
    open_parts,
    refuse_hold,
    refuse_over,
)

Refusal = tuple[RefusalCode, str]


class Paying(Record, frozen=True):
    """What points pay of a purchase, by which version's terms, and the open hold that they come from (None: none)."""

    payments: tuple[Payment, ...]
    compiled: Compiled
    hold: Known | None

    def earning(self, activity: Activity) -> Activity:
        """The purchase as rules and levels see it."""
        return earning(self.compiled, activity, self.payments)


def paying_of(books: Books, programmes: Programmes, item: Item) -> Paying | Refusal:
    """What points are to pay of a purchase, or why they cannot; nothing has moved then. Raises UnknownHold.

    A hold goes by the version that it was placed by. Without `spend` it pays as much of this basket as it set aside for its
    own; with it exactly that.
    """
    activity = item.submission.activity
    try:
        if activity.hold is not None:
            return _captured(books, programmes, item, hold_of(books, item, activity.hold))
        payments = asked(item.compiled, activity, available_to(books, item))
    except SpendRefused as refusal:
        return refusal.code, str(refusal)
    return Paying(payments, item.compiled, None)


def _captured(books: Books, programmes: Programmes, item: Item, known: Known) -> Paying | Refusal:
    activity, held = item.submission.activity, known.answer.held
    refusal = refuse_hold(books, known, item) or refuse_over(books, known, item)
    if refusal is not None:
        return refusal
    assert held is not None  # noqa: S101 - else it was refused
    compiled = programmes.numbered(known.answer.programme_version)
    if activity.spend is None or MOST in activity.spend.values():
        return Paying(at_most(compiled, activity, held.payments), compiled, known)
    _refuse_more(compiled, activity.spend, held.payments)
    return Paying(pay(compiled, activity, activity.spend), compiled, known)


def _refuse_more(compiled: Compiled, spend: dict[str, int], payments: tuple[Payment, ...]) -> None:
    held = {payment.currency: payment.points for payment in payments}
    for currency, points in spend.items():
        if currency not in held:
            raise SpendRefused(RefusalCode.CAPTURE_EXCEEDS_HOLD, f"The hold set no {currency} aside.")
        if points > held[currency]:
            have, want = (shown(compiled, currency, units) for units in (held[currency], points))
            message = f"The hold set {have} aside; {want} cannot be captured."
            raise SpendRefused(RefusalCode.CAPTURE_EXCEEDS_HOLD, message)


def as_paid(compiled: Compiled, payment: Payment, *, version: int = 0) -> Paid:
    """A payment with the terms that it keeps; a quote's is of no posting."""
    terms = compiled.programme.spending[payment.currency]
    return Paid(payment, version, terms.earns_net, terms.grace_days)


def post_payments(
    books: Books, item: Item, paying: Paying, activity_id: UUID, cause: Cause
) -> tuple[Paid, ...]:
    """Take what points pay, from the hold or at once; what a hold has left over is given back."""
    wallets = books.wallets[item.member.account_id]
    if paying.hold is None:
        versions = {
            payment.currency: wallets[payment.currency]
            .spend(payment.points, hold_id=activity_id, cause=cause)
            .version
            for payment in paying.payments
        }
    else:
        points = {payment.currency: payment.points for payment in paying.payments}
        versions = {}
        for wallet, hold in open_parts(wallets, paying.hold):
            if wallet.currency in points:
                wallet.redeem(hold, points[wallet.currency], cause)
                versions[wallet.currency] = hold.version
            if hold.resolved_version is None:
                wallet.unhold(hold, cause)
    return tuple(
        as_paid(paying.compiled, payment, version=versions[payment.currency]) for payment in paying.payments
    )

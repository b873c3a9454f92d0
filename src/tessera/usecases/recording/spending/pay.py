"""Let points pay for a purchase, all in memory: out of a hold, or at once."""

from collections.abc import Mapping

from tessera.engine.activity import Activity
from tessera.engine.compile import Compiled
from tessera.engine.payment import MOST, Payment
from tessera.engine.spend import SpendRefused, at_most, earning, pay, shown
from tessera.kit.codes import RefusalCode
from tessera.kit.record import Record
from tessera.ledger.rows import Cause
from tessera.ledger.wallet import Wallet
from tessera.usecases.answer_parts import Paid
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.books import Known


class Paying(Record, frozen=True):
    """What points pay of a purchase, by which version's terms."""

    payments: tuple[Payment, ...]
    compiled: Compiled

    def earning(self, activity: Activity) -> Activity:
        """The purchase as rules and levels see it."""
        return earning(self.compiled, activity, self.payments)


def capture(programmes: Programmes, basket: Activity, hold: Known, *, unchanged: bool) -> Paying:
    """What the points that a hold set aside pay of a basket, by the terms of its version. Raises SpendRefused.

    As much of this basket as it set aside for its own, all of it where that is `unchanged`; exactly `spend` where the
    purchase says so.
    """
    held = hold.answer.held
    assert held is not None  # noqa: S101 - else it was refused
    compiled = programmes.numbered(hold.answer.programme_version)
    if unchanged:
        return Paying(held.payments, compiled)
    if basket.spend is None or MOST in basket.spend.values():
        return Paying(at_most(compiled, basket, held.payments), compiled)
    _refuse_more(compiled, basket.spend, held.payments)
    return Paying(pay(compiled, basket, basket.spend), compiled)


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
    wallets: Mapping[str, Wallet], paying: Paying, versions: Mapping[str, int], cause: Cause
) -> tuple[Paid, ...]:
    """Take what points pay. `versions`: the posting by which a hold, now captured, had set each currency's aside."""
    assert cause.activity_id is not None  # noqa: S101 - only time has none
    paid = []
    for payment in paying.payments:
        version = versions.get(payment.currency)
        if version is None:
            wallet = wallets[payment.currency]
            version = wallet.spend(payment.points, hold_id=cause.activity_id, cause=cause).version
        paid.append(as_paid(paying.compiled, payment, version=version))
    return tuple(paid)

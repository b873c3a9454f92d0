"""Points that pay: how many a basket allows, what they pay of which line, and what a return gives back of it.

All of it is pure, and none of it looks at an account: `allow` is told what is there, and the ledger refuses what is not.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

import msgspec

from tessera.engine.activity import Activity, Line
from tessera.engine.bill import Bill, CompiledSpending
from tessera.engine.compile import Compiled
from tessera.engine.payment import PaidLine, Payment
from tessera.engine.returned import NOTHING, Part, Returned, wholes
from tessera.kit.codes import ReasonCode, RefusalCode
from tessera.kit.refused import Refused


class SpendRefused(Refused):
    """A payment that cannot be; the message says how many points would do."""


class Allowed(NamedTuple):
    """How many points of a currency a member may pay with: from `least` to `most`, in steps of `step`, in smallest units.

    `most_minor` is what the most would pay. `most` is 0 when nothing can be paid; then `reason`, a code, says why, with
    a figure: how many points there are, or from which amount of these goods on a basket is large enough. `items`: the lines
    that could be paid wholly, each alone, where points pay for nothing else.
    """

    currency: str
    least: int
    most: int
    step: int
    most_minor: int
    reason: str | None = None
    value: int | None = None
    items: tuple[PaidLine, ...] = ()


def allow(compiled: Compiled, activity: Activity, available: Mapping[str, int]) -> tuple[Allowed, ...]:
    """What each currency that pays may pay of a basket, as if alone. `available`: points in smallest units."""
    bill = Bill(activity)
    return tuple(
        _allowed(spending, bill, max(0, available.get(currency, 0)))
        for currency, spending in compiled.spending.items()
    )


def _allowed(spending: CompiledSpending, bill: Bill, available: int) -> Allowed:
    terms = spending.terms
    if terms.whole_items:
        return _allowed_items(spending, bill, available)
    counted, minor = bill.limit(spending)
    payable = minor // terms.step_minor * terms.step
    none = Allowed(terms.currency, terms.least, 0, terms.step, 0)
    if not counted:
        return none._replace(reason=ReasonCode.NOTHING_TO_PAY_FOR)
    if payable < terms.least:
        return none._replace(reason=ReasonCode.BASKET_TOO_SMALL, value=terms.smallest_minor)
    if available < terms.least:
        return none._replace(reason=ReasonCode.TOO_FEW_TO_SPEND, value=available)
    most = min(payable, available - available % terms.step)
    return none._replace(most=most, most_minor=terms.minor_for(most))


def _allowed_items(spending: CompiledSpending, bill: Bill, available: int) -> Allowed:
    """The same where they pay for whole items: at least for the one that costs fewest, at most for all that fit together."""
    terms, limit = spending.terms, bill.limit(spending)
    items = [line for line in bill.each(spending) if line.amount_minor <= limit.minor]
    none = Allowed(terms.currency, terms.least, 0, terms.step, 0)
    if not limit.counted:
        return none._replace(reason=ReasonCode.NOTHING_TO_PAY_FOR)
    if bill.payable(spending, sum(line.points for line in items)) < terms.least or not items:
        return none._replace(reason=ReasonCode.BASKET_TOO_SMALL)
    none = none._replace(least=max(terms.least, min(line.points for line in items)))
    together = bill.items(spending, available)
    most = sum(line.points for line in together)
    if most < terms.least or not together:
        return none._replace(reason=ReasonCode.TOO_FEW_TO_SPEND, value=available)
    paid, fitting = (
        sum(line.amount_minor for line in together),
        [line for line in items if line.points <= available],
    )
    return none._replace(most=most, most_minor=paid, items=tuple(fitting))


def pay(compiled: Compiled, activity: Activity, spend: Mapping[str, int]) -> tuple[Payment, ...]:
    """What so many points of each currency pay, in the document's order, each of what the ones before have left; with fewer
    where they pay for whole items alone.

    Exact to the cent: a payment is the sum of its lines' shares. Raises SpendRefused.
    """
    for currency in spend:
        if currency not in compiled.spending:
            raise _not_spendable(compiled, currency)
    bill = Bill(activity)
    payments = []
    for currency, spending in compiled.spending.items():
        if currency in spend:
            _check(compiled, spending, bill, spend[currency])
            payments.append(bill.take(spending, spend[currency]))
    return tuple(payments)


def _not_spendable(compiled: Compiled, currency: str) -> SpendRefused:
    if currency in compiled.programme.currencies:
        return SpendRefused(RefusalCode.NOT_SPENDABLE, f"Purchases are not paid with {currency}.")
    return SpendRefused(RefusalCode.UNKNOWN_CURRENCY, f"The programme has no currency {currency!r}.")


def _check(compiled: Compiled, spending: CompiledSpending, bill: Bill, points: int) -> None:
    terms = spending.terms
    counted, minor = bill.limit(spending)
    if points < terms.least:
        least = shown(compiled, terms.currency, terms.least)
        raise SpendRefused(RefusalCode.SPEND_TOO_LITTLE, f"At least {least} are spent at once.")
    if points % terms.step and not terms.whole_items:
        step = shown(compiled, terms.currency, terms.step)
        raise SpendRefused(RefusalCode.SPEND_NOT_IN_STEPS, f"They are spent in steps of {step}.")
    if not counted:
        message = f"No line of this basket is paid with {terms.currency}."
        raise SpendRefused(RefusalCode.NOTHING_TO_PAY_FOR, message)
    if terms.whole_items:
        if (paying := bill.payable(spending, points)) < terms.least or not paying:
            message = f"{shown(compiled, terms.currency, points)} pay for no whole item of this basket."
            raise SpendRefused(RefusalCode.NO_WHOLE_ITEM, message)
        return
    if terms.minor_for(points) > minor:
        most = shown(compiled, terms.currency, minor // terms.step_minor * terms.step)
        raise SpendRefused(RefusalCode.SPEND_TOO_MUCH, f"Of this basket at most {most} pay.")


def shown(compiled: Compiled, currency: str, units: int) -> str:
    """Smallest units as people write them: "2.50 cash", "500 points"."""
    programme = compiled.programme
    own = programme.currencies[currency]
    digits = programme.money_digits if own.is_money else own.scale
    return f"{Decimal(units).scaleb(-digits):f} {currency}"


def at_most(compiled: Compiled, activity: Activity, payments: Sequence[Payment]) -> tuple[Payment, ...]:
    """The payments as far as this basket allows, shared out to its own lines: for one that changed since the hold.

    What is left of a payment below the least pays nothing and is left out. `compiled` is the hold's own version.
    """
    wanted = {payment.currency: payment.points for payment in payments}
    bill = Bill(activity)
    trimmed = []
    for currency, spending in compiled.spending.items():
        points = bill.payable(spending, wanted.get(currency, 0))
        if points >= spending.terms.least:
            trimmed.append(bill.take(spending, points))
    return tuple(trimmed)


def most(
    compiled: Compiled, activity: Activity, currencies: Iterable[str], available: Mapping[str, int]
) -> tuple[Payment, ...]:
    """What these currencies pay of a basket at the most, in the document's order; nothing where they can pay nothing.

    Raises SpendRefused for a currency that pays for no basket at all.
    """
    wanted = []
    for currency in currencies:
        if currency not in compiled.spending:
            raise _not_spendable(compiled, currency)
        wanted.append(Payment(currency, max(0, available.get(currency, 0)), 0, ()))
    return at_most(compiled, activity, wanted)


def earning(compiled: Compiled, activity: Activity, payments: Sequence[Payment]) -> Activity:
    """The activity as rules and levels see it: less what those points paid that the programme lets earn nothing."""
    own = compiled.programme.spending
    return net_of(activity, [payment for payment in payments if own[payment.currency].earns_net])


def net_of(activity: Activity, payments: Sequence[Payment]) -> Activity:
    """The activity with its amount and its lines less what these points paid; itself when they paid nothing.

    Of a line's quantity as large a part goes as of its amount: litres that points paid for are not counted either.
    """
    if not payments:
        return activity
    paid, whole = _paid_by_line(payments), wholes(activity)
    return msgspec.structs.replace(
        activity,
        amount_minor=activity.amount_minor - sum(paid.values()),
        lines=tuple(
            [
                _net_line(line, _net(paid[place], whole[place], whole[place])) if place in paid else line
                for place, line in enumerate(activity.lines)
            ]
        ),
    )


def _net_line(line: Line, part: Part) -> Line:
    return msgspec.structs.replace(line, amount_minor=part.amount_minor, quantity_milli=part.quantity_milli)


def _paid_by_line(payments: Sequence[Payment]) -> dict[int, int]:
    paid: dict[int, int] = {}
    for payment in payments:
        for line in payment.lines:
            paid[line.line] = paid.get(line.line, 0) + line.amount_minor
    return paid


class GivenBack(NamedTuple):
    """What a return gives back of a payment: points in smallest units, what they had paid, and each line's part."""

    points: int
    amount_minor: int
    lines: tuple[PaidLine, ...]


def give_back(payment: Payment, activity: Activity, before: Returned, after: Returned) -> GivenBack:
    """What the step from `before` to `after` gives back of what points paid for `activity`, lines as they were bought.

    Of each line's share floor(share * returned / line) is back once so much of it has returned. That depends on all that
    has returned alone, so any partition of a return sums to the full one.
    """
    whole = wholes(activity)
    lines = []
    for paid in payment.lines:
        amount, points = (
            _back(share, whole[paid.line], after.get(paid.line, NOTHING))
            - _back(share, whole[paid.line], before.get(paid.line, NOTHING))
            for share in (paid.amount_minor, paid.points)
        )
        if amount or points:
            lines.append(PaidLine(paid.line, amount, points))
    return GivenBack(
        sum(line.points for line in lines), sum(line.amount_minor for line in lines), tuple(lines)
    )


def _back(share: int, whole: Part, part: Part) -> int:
    """What is back of a line's share; points only pay for lines that are worth something."""
    return share * part.amount_minor // whole.amount_minor


def net_returned(payments: Sequence[Payment], activity: Activity, returned: Returned) -> dict[int, Part]:
    """What has come back of the activity as `net_of` has it: of each line, less what points had paid of that part.

    With it `take_back` takes from what the money earned, and from nothing else.
    """
    whole = wholes(activity)
    paid = _paid_by_line(payments)
    return {
        place: _net(paid[place], whole[place], part) if place in paid else part
        for place, part in returned.items()
    }


def _net(paid: int, whole: Part, part: Part) -> Part:
    """A part of a line less what points had paid of it, in amount and in quantity."""
    return Part(
        part.amount_minor - paid * part.amount_minor // whole.amount_minor,
        part.quantity_milli - paid * part.quantity_milli // whole.amount_minor,
    )

"""What goes out about points that pay: what could be paid, what is set aside, what was paid and what came back."""

from collections.abc import Sequence
from datetime import datetime

from tessera.api.body import Body
from tessera.api.rewards import RedeemedBody, redeemed_bodies
from tessera.api.sentences import sentence_of
from tessera.engine.payment import PaidLine, Payment
from tessera.engine.spend import Allowed
from tessera.usecases.answer_parts import Held, Refunded


class PaidLineBody(Body, frozen=True):
    """A line's share of what points pay. `line` is its place in the basket, from 1; the shares sum to the whole exactly."""

    line: int
    amount_minor: int
    points: int


class AllowedBody(Body, frozen=True):
    """How many points of a currency may pay for the basket: from `least` to `most`, in steps of `step`.

    `most` is 0 when none may; `code`, `sentence` and `value` then say why. `items`: where points pay for whole lines only,
    those that could be paid, each alone; else none.
    """

    currency: str
    least: int
    most: int
    step: int
    most_minor: int
    code: str | None
    sentence: str | None
    value: int | None
    items: list[PaidLineBody]


class PaymentBody(Body, frozen=True):
    """So many points pay so much of the basket, in minor units of the programme's money."""

    currency: str
    points: int
    amount_minor: int
    lines: list[PaidLineBody]


class HeldBody(Body, frozen=True):
    """Points and rewards set aside for a basket: they can be had again at `expires_at`, unless a purchase captured them."""

    expires_at: datetime
    payments: list[PaymentBody]
    redeemed: list[RedeemedBody]


class RefundedBody(Body, frozen=True):
    """Points given back for goods that came back, of `amount_minor` that they had paid.

    To the lots that they came from, with their own expiry; into a lot of grace where that has passed; or gone with it.
    """

    currency: str
    points: int
    amount_minor: int
    to_lots: int
    into_grace: int
    gone: int


def allowed_bodies(allowed: Sequence[Allowed]) -> list[AllowedBody]:
    """What points could pay, as it goes out."""
    return [
        AllowedBody(
            one.currency,
            one.least,
            one.most,
            one.step,
            one.most_minor,
            one.reason,
            None if one.reason is None else sentence_of(one.reason),
            one.value,
            _line_bodies(one.items),
        )
        for one in allowed
    ]


def payment_bodies(payments: Sequence[Payment]) -> list[PaymentBody]:
    """What points pay, as it goes out."""
    return [
        PaymentBody(
            one.currency,
            one.points,
            one.amount_minor,
            _line_bodies(one.lines),
        )
        for one in payments
    ]


def _line_bodies(lines: Sequence[PaidLine]) -> list[PaidLineBody]:
    return [PaidLineBody(line.line + 1, line.amount_minor, line.points) for line in lines]


def held_body(held: Held | None) -> HeldBody | None:
    """What is set aside, as it goes out."""
    if held is None:
        return None
    return HeldBody(held.expires_at, payment_bodies(held.payments), redeemed_bodies(held.redeemed))


def refunded_bodies(refunded: Sequence[Refunded]) -> list[RefundedBody]:
    """What came back, as it goes out."""
    return [
        RefundedBody(one.currency, one.points, one.amount_minor, one.to_lots, one.into_grace, one.gone)
        for one in refunded
    ]

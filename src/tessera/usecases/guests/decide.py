"""Decide what gift cards pay for a guest, and what comes back to them, without I/O.

A guest has no account and earns nothing: all that is decided is which card moves by how much.
"""

from datetime import datetime
from functools import partial
from uuid import UUID

from tessera.engine.activity import Activity
from tessera.engine.compile import Compiled
from tessera.engine.returned import Returned, ReturnRefused, returned_with, worth
from tessera.kit.codes import RefusalCode
from tessera.kit.refused import Refused
from tessera.usecases.guests.answer import GuestAnswer
from tessera.usecases.recording.post import other_money
from tessera.usecases.recording.spending.gift_cards import GiftCards
from tessera.usecases.recording.spending.pay_cards import cards_minor, refund_cards, use_cards
from tessera.usecases.recording.spending.refund import grace_until


def decide_payment(
    compiled: Compiled, basket: Activity, cards: GiftCards, *, payment_id: UUID, now: datetime
) -> GuestAnswer:
    """What the cards pay that a basket names, one after another. Raises UnknownGiftCard."""
    answer = partial(GuestAnswer, payment_id, compiled.number)
    if not compiled.programme.gift_cards.guests:
        detail = "Only members pay with gift cards: name the member, or let the programme say `guests: true`."
        return answer(RefusalCode.MEMBERS_ONLY, detail)
    if (other := other_money(compiled, basket)) is not None:
        return answer(RefusalCode.OTHER_MONEY, other)
    try:
        paid = use_cards(
            cards, basket.gift_cards or (), basket.amount_minor, money=compiled.programme.money, now=now
        )
    except Refused as refusal:
        return answer(refusal.code, str(refusal), refusal.left)
    due = basket.amount_minor - cards_minor(paid.cards)
    return answer(cards=paid.cards, idle=paid.idle, due_minor=due)


def decide_refund(  # noqa: PLR0913 - what comes back of what, each by name
    compiled: Compiled,
    back: Activity,
    *,
    bought: Activity,
    paid: GuestAnswer,
    before: Returned,
    payment_id: UUID,
    now: datetime,
) -> tuple[GuestAnswer, Returned]:
    """What each card gets back of what it paid, and what has come back of the purchase by then."""
    answer = partial(GuestAnswer, payment_id, compiled.number)
    if paid.refusal is not None:
        return answer(RefusalCode.NOT_RETURNABLE, "The cards paid nothing: this was refused."), before
    try:
        after = returned_with(bought, before, back)
    except ReturnRefused as refusal:
        return answer(refusal.code, str(refusal)), before
    cards = refund_cards(
        paid.cards,
        paid_minor=bought.amount_minor,
        before_minor=worth(before),
        after_minor=worth(after),
        until=grace_until(compiled.programme.gift_cards.grace_days, compiled, now),
    )
    owed = worth(after) - worth(before) - sum(one.amount_minor for one in cards)
    return answer(cards=cards, owed_minor=owed), after

"""Gift cards at the checkout: what they pay of what is left after rewards and points, and what comes back to them.

They are a means of payment: they lower no line, and what they pay earns as money does. Nothing is kept here yet.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from tessera.catalogue.gift_card import Kind
from tessera.kit.codes import ReasonCode, RefusalCode
from tessera.kit.refused import Refused
from tessera.usecases.answer_parts import CardIdle, CardMoved
from tessera.usecases.recording.spending.gift_cards import GiftCards

MOST = 0
"""In place of an amount: as much as there is on the card, and as is left to pay."""


Asked = Sequence[tuple[UUID, int]]
"""(card, minor units, or MOST) of each card that a basket names, in the order in which they are named."""


class ByCards(NamedTuple):
    """What was done with the cards that pay something, and why the others pay nothing."""

    cards: tuple[CardMoved, ...] = ()
    idle: tuple[CardIdle, ...] = ()


def hold_cards(  # noqa: PLR0913 - which cards pay how much, until when
    cards: GiftCards,
    asked: Asked,
    owed_minor: int,
    *,
    money: str,
    now: datetime,
    hold_id: UUID,
    until: datetime,
) -> ByCards:
    """What the cards that a basket names are to pay of it, set aside. Raises Refused, UnknownGiftCard."""
    used = use_cards(cards, asked, owed_minor, money=money, now=now)
    held = (
        CardMoved(Kind.HELD, one.card_id, one.amount_minor, one.available_minor, hold_id, until)
        for one in used.cards
    )
    return ByCards(tuple(held), used.idle)


def use_cards(cards: GiftCards, asked: Asked, owed_minor: int, *, money: str, now: datetime) -> ByCards:
    """What the cards that a purchase names pay of it, one after another. Raises Refused, UnknownGiftCard."""
    used, idle = list[CardMoved](), list[CardIdle]()
    for card_id, amount in asked:
        card = cards.find(card_id)
        if card is not None and card.money != money:
            raise Refused(RefusalCode.OTHER_MONEY, f"The money on the gift card is {card.money}.")
        if card is not None:
            card.refuse_ended(now)
        there = cards.available(card_id, now)
        pays = amount or min(there, owed_minor)
        _refuse_more(pays, owed_minor)
        if pays > there:
            detail = "There is less on the gift card than it is to pay."
            raise Refused(RefusalCode.GIFT_CARD_SHORT, detail, left=there)
        if pays:
            used.append(CardMoved(Kind.USED, card_id, pays, there))
            owed_minor -= pays
        else:
            code = ReasonCode.NOTHING_LEFT_TO_PAY if there else ReasonCode.GIFT_CARD_EMPTY
            idle.append(CardIdle(card_id, code, there))
    return ByCards(tuple(used), tuple(idle))


def capture_cards(held: Sequence[CardMoved], asked: Asked | None, owed_minor: int) -> tuple[CardMoved, ...]:
    """What the cards of a hold pay of a purchase: as much as is owed, or what the purchase says; the rest is free again.

    Raises Refused where the purchase says more than was set aside.
    """
    wanted = None if asked is None else dict(asked)
    there = {one.card_id: one for one in held}
    for card_id, amount in (wanted or {}).items():
        if card_id not in there or amount > there[card_id].amount_minor:
            detail = "The hold did not set so much of this gift card aside."
            raise Refused(RefusalCode.CAPTURE_EXCEEDS_HOLD, detail)
    moved = []
    for one in held:
        most = min(one.amount_minor, owed_minor)
        amount = (
            most if wanted is None else wanted.get(one.card_id, 0) or (most if one.card_id in wanted else 0)
        )
        _refuse_more(amount, owed_minor)
        owed_minor -= amount
        moved.append(CardMoved(Kind.RELEASED, one.card_id, one.amount_minor, hold=one.hold))
        if amount:
            moved.append(CardMoved(Kind.USED, one.card_id, amount, hold=one.hold))
    return tuple(moved)


def release_cards(held: Sequence[CardMoved]) -> tuple[CardMoved, ...]:
    """What a hold set aside, free again."""
    return tuple(CardMoved(Kind.RELEASED, one.card_id, one.amount_minor, hold=one.hold) for one in held)


def refund_cards(
    paid: Sequence[CardMoved], *, paid_minor: int, before_minor: int, after_minor: int, until: datetime | None
) -> tuple[CardMoved, ...]:
    """What comes back to the cards that paid for a purchase, of which `paid_minor` was money and cards.

    `before_minor` of that had come back before, and `after_minor` has now. Of each card's part floor(part * back / paid) is
    back, which depends on all that has come back alone: so any partition of a return sums to the full one.
    """
    moved = []
    for one in paid:
        if one.kind is not Kind.USED:
            continue
        back = one.amount_minor * after_minor // paid_minor - one.amount_minor * before_minor // paid_minor
        if back:
            moved.append(CardMoved(Kind.REFUNDED, one.card_id, back, until=until))
    return tuple(moved)


def cards_minor(cards: Sequence[CardMoved]) -> int:
    """What cards pay, or are to pay of what a hold sets aside."""
    return sum(one.amount_minor for one in cards if one.kind in {Kind.USED, Kind.HELD})


def _refuse_more(pays: int, owed_minor: int) -> None:
    if pays > owed_minor:
        detail = "The gift card is to pay more than is left to be paid."
        raise Refused(RefusalCode.GIFT_CARD_TOO_MUCH, detail, left=owed_minor)

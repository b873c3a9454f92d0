"""Gift cards at the checkout: what they pay of what is left after rewards and points, and what comes back to them.

They are a means of payment: they lower no line, and what they pay earns as money does. Nothing is kept here yet.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from tessera.catalogue.gift_card import Kind
from tessera.kit.codes import RefusalCode
from tessera.kit.refused import Refused
from tessera.usecases.answer_parts import CardMoved
from tessera.usecases.answers import Answer
from tessera.usecases.recording.books import Books, Item

MOST = 0
"""In place of an amount: as much as there is on the card, and as is left to pay."""


def hold_cards(
    books: Books, item: Item, owed_minor: int, *, hold_id: UUID, until: datetime
) -> tuple[CardMoved, ...]:
    """What the cards that a basket names are to pay of it, set aside. Raises Refused, UnknownGiftCard."""
    return tuple(
        CardMoved(Kind.HELD, card_id, amount, there, hold_id, until)
        for card_id, amount, there in _asked(books, item, owed_minor)
    )


def use_cards(books: Books, item: Item, owed_minor: int) -> tuple[CardMoved, ...]:
    """What the cards that a purchase names pay of it. Raises Refused, UnknownGiftCard."""
    return tuple(
        CardMoved(Kind.USED, card_id, amount, there)
        for card_id, amount, there in _asked(books, item, owed_minor)
    )


def capture_cards(item: Item, held: Answer, owed_minor: int) -> tuple[CardMoved, ...]:
    """What the cards of a hold pay of a purchase: as much as is owed, or what the purchase says; the rest is free again.

    Raises Refused where the purchase says more than was set aside.
    """
    asked = item.submission.activity.gift_cards
    wanted = None if asked is None else dict(asked)
    there = {one.card_id: one for one in held.cards}
    for card_id, amount in (wanted or {}).items():
        if card_id not in there or amount > there[card_id].amount_minor:
            detail = "The hold did not set so much of this gift card aside."
            raise Refused(RefusalCode.CAPTURE_EXCEEDS_HOLD, detail)
    moved = []
    for one in held.cards:
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


def release_cards(held: Answer) -> tuple[CardMoved, ...]:
    """What a hold set aside, free again."""
    return tuple(CardMoved(Kind.RELEASED, one.card_id, one.amount_minor, hold=one.hold) for one in held.cards)


def refund_cards(
    bought: Answer, *, paid_minor: int, before_minor: int, after_minor: int, until: datetime | None
) -> tuple[CardMoved, ...]:
    """What comes back to the cards that paid for a purchase, of which `paid_minor` was money and cards.

    `before_minor` of that had come back before, and `after_minor` has now. Of each card's part floor(part * back / paid) is
    back, which depends on all that has come back alone: so any partition of a return sums to the full one.
    """
    moved = []
    for one in bought.cards:
        if one.kind is not Kind.USED:
            continue
        back = one.amount_minor * after_minor // paid_minor - one.amount_minor * before_minor // paid_minor
        if back:
            moved.append(CardMoved(Kind.REFUNDED, one.card_id, back, until=until))
    return tuple(moved)


def cards_minor(cards: Sequence[CardMoved]) -> int:
    """What cards pay, or are to pay of what a hold sets aside."""
    return sum(one.amount_minor for one in cards if one.kind in {Kind.USED, Kind.HELD})


def _asked(books: Books, item: Item, owed_minor: int) -> list[tuple[UUID, int, int]]:
    """(card, minor units, what there was) of each card that pays something, in the order in which they are named."""
    found = []
    for card_id, amount in item.submission.activity.gift_cards or ():
        card = books.gift_cards.find(card_id)
        if card is not None and card.money != item.compiled.programme.money:
            raise Refused(RefusalCode.OTHER_MONEY, f"The money on the gift card is {card.money}.")
        if card is not None and card.is_over(item.now):
            raise Refused(RefusalCode.GIFT_CARD_EXPIRED, "The days of the gift card are over.")
        there = books.gift_cards.available(card_id, item.now)
        pays = amount or min(there, owed_minor)
        _refuse_more(pays, owed_minor)
        if pays > there:
            detail = "There is less on the gift card than it is to pay."
            raise Refused(RefusalCode.GIFT_CARD_SHORT, detail, left=there)
        if pays:
            found.append((card_id, pays, there))
            owed_minor -= pays
    return found


def _refuse_more(pays: int, owed_minor: int) -> None:
    if pays > owed_minor:
        detail = "The gift card is to pay more than is left to be paid."
        raise Refused(RefusalCode.GIFT_CARD_TOO_MUCH, detail, left=owed_minor)

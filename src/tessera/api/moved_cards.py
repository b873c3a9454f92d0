"""What goes out about gift cards that a basket is paid with."""

from collections.abc import Iterable
from uuid import UUID

from tessera.api.body import Body
from tessera.api.sentences import sentence_of
from tessera.usecases.answer_parts import CardIdle, CardMoved


class CardMovedBody(Body, frozen=True):
    """What was done with a gift card: `used`, `held`, `released`, `refunded`, or `issued`; minor units of its money.

    A card that was named and pays nothing is `unused`, and `code` says why: `gift_card_empty` or `nothing_left_to_pay`.
    """

    card_id: UUID
    kind: str
    amount_minor: int
    code: str | None = None
    sentence: str | None = None


def card_moved_bodies(moved: Iterable[CardMoved], idle: Iterable[CardIdle]) -> list[CardMovedBody]:
    """What was done with gift cards, and why others paid nothing, as it goes out."""
    return [
        *(CardMovedBody(one.card_id, one.kind.value, one.amount_minor) for one in moved),
        *(CardMovedBody(one.card_id, "unused", 0, one.code, sentence_of(one.code)) for one in idle),
    ]

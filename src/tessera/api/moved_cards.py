"""What goes out about gift cards that a basket is paid with."""

from collections.abc import Iterable
from uuid import UUID

from tessera.api.body import Body
from tessera.usecases.answer_parts import CardMoved


class CardMovedBody(Body, frozen=True):
    """What was done with a gift card: `used`, `held`, `released`, `refunded`, or `issued`; minor units of its money."""

    card_id: UUID
    kind: str
    amount_minor: int


def card_moved_bodies(moved: Iterable[CardMoved]) -> list[CardMovedBody]:
    """What was done with gift cards, as it goes out."""
    return [CardMovedBody(one.card_id, one.kind.value, one.amount_minor) for one in moved]

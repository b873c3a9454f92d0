"""Issue a gift card: sold by a shop, or given away."""

from uuid import UUID

from psycopg import Connection

from tessera.catalogue.gift_card import By, GiftCard
from tessera.catalogue.gift_cards import Issued, add_card, find_issued, read_cards, read_entries
from tessera.engine.take import card_until
from tessera.kit.clock import Clock
from tessera.kit.ids import Ids
from tessera.kit.problems import InvalidValue
from tessera.kit.record import Record
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.compare import other_value

MOST_MINOR = 1_000_000_000


class CardWanted(Record, frozen=True):
    """A gift card that a source issues under a key of its own; minor units of the programme's money."""

    source: str
    key: str
    amount_minor: int


def issue_gift_card(
    connection: Connection, programmes: Programmes, wanted: CardWanted, *, clock: Clock, new_id: Ids
) -> tuple[UUID, bool]:
    """The card, and whether it had been issued under this key before. Raises InvalidValue, KeyConflict, NoProgramme.

    Of two who issue it at once, one gets UniqueViolation, and finds the other's card when it tries again.
    """
    if not 0 < wanted.amount_minor <= MOST_MINOR:
        raise InvalidValue(f"Write an amount above 0, at most {MOST_MINOR:,} minor units.", field="amount")
    programmes.refresh(connection)
    now = clock.now()
    compiled = programmes.at(now)
    issued = find_issued(connection, source=wanted.source, key=wanted.key)
    if issued is not None:
        _refuse_other(connection, issued, wanted, money=compiled.programme.money)
        return issued, True
    card = GiftCard(
        card_id=new_id(),
        money=compiled.programme.money,
        issued_at=now,
        expires_at=card_until(compiled, now),
    )
    card.issue(wanted.amount_minor, By(None, None, now))
    add_card(connection, card, Issued(wanted.source, wanted.key, None, None, None, None))
    return card.card_id, False


def _refuse_other(connection: Connection, card_id: UUID, wanted: CardWanted, *, money: str) -> None:
    """Raise KeyConflict unless the card of this key was issued with the same on it."""
    first = read_entries(connection, card_id, limit=MOST_MINOR)[-1]
    if (first.amount_minor, read_cards(connection, [card_id])[card_id].money) != (wanted.amount_minor, money):
        raise other_value(wanted.key, "amount")

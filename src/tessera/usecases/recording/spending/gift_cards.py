"""What activities do with gift cards, in memory: it is worked out first, and kept once the whole activity is accepted."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from psycopg import Connection

from tessera.catalogue.gift_card import By, GiftCard, Kind
from tessera.catalogue.gift_cards import (
    Issued,
    UnknownGiftCard,
    add_card,
    lock_cards,
    read_cards,
    write_cards,
)
from tessera.members.resolve import Found
from tessera.usecases.answer_parts import CardIdle, CardMoved

Moved = tuple[UUID, UUID, str, int]
"""What an activity did: (activity, card, kind, minor units)."""


class Maker(NamedTuple):
    """Who does something with cards: the activity of a member (None: a guest's), reported by a source, in a money, at an
    instant.
    """

    activity_id: UUID
    member: Found | None
    source: str
    money: str
    at: datetime


class GiftCards:
    """The cards of a batch, as they were read under lock, and what has been done with them since.

    Where decisions are made again there are no cards: what was there to pay with is told, a fact.
    """

    def __init__(self) -> None:
        self._known: dict[UUID, GiftCard] = {}
        self._issued: dict[UUID, Issued] = {}
        self._touched: set[UUID] = set()
        self._moved: dict[UUID | None, list[Moved]] = {}
        self._told: dict[UUID, int] | None = None
        self._holds: set[UUID] = set()

    def lock(self, connection: Connection, card_ids: Collection[UUID]) -> None:
        """Read cards, and keep them from others until the transaction ends."""
        self._take_up(lock_cards(connection, card_ids))

    def look(self, connection: Connection, card_ids: Collection[UUID]) -> None:
        """Read cards as they stand, without a lock: to quote."""
        self._take_up(read_cards(connection, card_ids))

    def is_held(self, hold_id: UUID) -> bool:
        """Does a hold still set anything aside? Whether its time is over is not asked here."""
        return hold_id in self._holds

    def tell(self, facts: Collection[CardMoved | CardIdle]) -> None:
        """What could be paid with cards when something was decided about them."""
        self._told = {one.card_id: one.available_minor for one in facts}

    def find(self, card_id: UUID) -> GiftCard | None:
        """A card; None where decisions are made again. Raises UnknownGiftCard."""
        if self._told is not None:
            return None
        card = self._known.get(card_id)
        if card is None:
            raise UnknownGiftCard("No gift card has this code.", field="gift_cards")
        return card

    def available(self, card_id: UUID, now: datetime) -> int:
        """What can be paid with a card, or could be. Raises UnknownGiftCard."""
        card = self.find(card_id)
        if card is not None:
            return card.available_at(now)
        return (self._told or {}).get(card_id, 0)

    def keep(self, moved: Collection[CardMoved], maker: Maker) -> None:
        """What an accepted activity does with cards."""
        account_id = None if maker.member is None else maker.member.account_id
        by = By(account_id, maker.activity_id, maker.at)
        own = self._moved.setdefault(account_id, [])
        for one in moved:
            if one.hold is not None:
                (self._holds.add if one.kind is Kind.HELD else self._holds.discard)(one.hold)
            own.append((maker.activity_id, one.card_id, one.kind.value, one.amount_minor))
            if self._told is None:
                self._apply(one, maker, by)

    def moved_by(self, account_id: UUID | None) -> list[Moved]:
        """What an account's activities did; None: those of guests."""
        return self._moved.get(account_id, [])

    def write(self, connection: Connection) -> None:
        """Write down what was done. What time alone has brought to a card waits until something else is."""
        for card_id, issued in self._issued.items():
            add_card(connection, self._known[card_id], issued)
        touched = sorted(self._touched - self._issued.keys(), key=lambda card_id: card_id.int)
        write_cards(connection, [self._known[card_id] for card_id in touched])

    def _take_up(self, cards: Mapping[UUID, GiftCard]) -> None:
        self._known |= cards
        self._holds |= {hold_id for card in cards.values() for hold_id in card.holds}

    def _apply(self, one: CardMoved, maker: Maker, by: By) -> None:
        if one.kind is Kind.ISSUED:
            self._issue(one, maker, by)
            return
        card = self._known[one.card_id]
        captured = one.kind is Kind.USED and one.hold is not None
        if not captured:  # else what its hold has just freed would expire first
            card.settle(maker.at)
        self._touched.add(one.card_id)
        match one.kind:
            case Kind.HELD if one.hold and one.until:
                card.hold(one.amount_minor, hold_id=one.hold, until=one.until, by=by)
            case Kind.RELEASED if one.hold:
                card.release(one.hold, by)
            case Kind.USED:
                card.use(one.amount_minor, by, promised=one.hold is not None)
            case Kind.REFUNDED:
                card.refund(one.amount_minor, lasts_until=one.until, by=by)
            case _:
                raise ValueError(f"no activity does {one}")

    def _issue(self, one: CardMoved, maker: Maker, by: By) -> None:
        card = self._known[one.card_id] = GiftCard(
            card_id=one.card_id, money=maker.money, issued_at=maker.at, expires_at=one.until
        )
        card.issue(one.amount_minor, by)
        # No source can send a key with a space.
        key, member = f"reward {one.card_id}", maker.member
        if member is None:
            raise ValueError("a guest takes no rewards")
        self._issued[one.card_id] = Issued(maker.source, key, member.account_id, member.member_id, None, None)

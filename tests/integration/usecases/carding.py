"""A shop that takes gift cards, for tests."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from psycopg import Connection
from tests.integration.usecases.rewarding import PROGRAMME, Counter

from tessera.engine.activity import Activity, Line
from tessera.kit.ids import new_id
from tessera.usecases.answers import Submission
from tessera.usecases.guests.answer import GuestAnswer
from tessera.usecases.issue_gift_card import CardWanted, issue_gift_card
from tessera.usecases.pay_as_guest import pay_as_guest, refund_guest
from tessera.usecases.read_gift_cards import ShownCard, show_card

CARDS = PROGRAMME.replace(
    "rewards:\n",
    "gift-cards: {valid: {months: 12}, grace: {days: 20}}\n"
    "rewards:\n  present: {price: {points: 300}, give: {gift-card: 2.50}, budget: 5.00}\n",
)

OPEN = CARDS.replace("grace: {days: 20}}", "grace: {days: 20}, guests: true}")


class CardShop(Counter):
    """A till that takes gift cards."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, programme=CARDS)

    def issue(self, key: str, amount_minor: int) -> UUID:
        """A card, sold."""
        wanted = CardWanted("till", key, amount_minor)
        with self.connection.transaction():
            card_id, _ = issue_gift_card(
                self.connection, self.programmes, wanted, clock=self.clock, new_id=new_id
            )
        return card_id

    def with_cards(self, sent: Submission, *cards: tuple[UUID, int]) -> Submission:
        """The same basket, paid with cards: so much of each, 0 for as much as can be."""
        return msgspec.structs.replace(
            sent, activity=msgspec.structs.replace(sent.activity, gift_cards=cards)
        )

    def card(self, card_id: UUID) -> ShownCard:
        """A card as anybody sees it now."""
        return show_card(self.connection, card_id, now=self.clock.now())

    def redeem(self, key: str, reward: str) -> Submission:
        """A reward, taken by itself."""
        activity = Activity("redemption", key, self.clock.now(), rewards=(reward,))
        return Submission("till", "card", "ANN1", activity)


class GuestShop(CardShop):
    """A till that takes gift cards of whoever has one."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self.publish(OPEN)

    def basket_of(self, key: str, *lines: Line, cards: Sequence[tuple[UUID, int]]) -> Activity:
        """Lines that cards are to pay for."""
        amount = sum(line.amount_minor for line in lines)
        return Activity(
            "purchase", key, self.clock.now(), amount, "USD", lines=lines, gift_cards=tuple(cards)
        )

    def pay_as_guest(self, key: str, *lines: Line, cards: Sequence[tuple[UUID, int]]) -> GuestAnswer:
        """What is paid, in a transaction of its own."""
        basket = self.basket_of(key, *lines, cards=cards)
        with self.connection.transaction():
            answer, _ = pay_as_guest(
                self.connection, self.programmes, basket, source="till", clock=self.clock, new_id=new_id
            )
        return answer

    def refund(self, key: str, of: str, *lines: Line) -> GuestAnswer:
        """What comes back."""
        back = Activity("return", key, self.clock.now(), money="USD", lines=lines, of=of)
        with self.connection.transaction():
            answer, _ = refund_guest(
                self.connection, self.programmes, back, source="till", clock=self.clock, new_id=new_id
            )
        return answer

"""Members who join, leave, buy, pay and bring back at random, beside a plain club that only adds up."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from uuid import UUID

import psycopg
import pytest
from tests.integration.usecases.sharing import Home, household_of, total

from tessera.engine.activity import Line
from tessera.usecases.answers import Answer
from tessera.usecases.sharing.problems import LastManager, OwesPoints

CARDS = ("ANN1", "BOB1", "EVE1", "KIM1")
STEPS = 60


@pytest.fixture
def home(dsn: str) -> Iterator[Home]:
    """A shop in which Ann begins with 1,000 points."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        yield Home(connection)


@dataclass
class Pot:
    """Points that belong together; below zero, what is owed. `into`: the pot that took them over."""

    points: int = 0
    into: "Pot | None" = None

    def now(self) -> "Pot":
        """Where they are by now."""
        pot = self
        while pot.into is not None:
            pot = pot.into
        return pot


@dataclass
class Bought:
    """A purchase: who bought it, for which pot, what it earned and what points paid for it."""

    card: str
    pot: Pot
    earned: int
    paid: int


@dataclass
class Club:
    """The same members, kept by adding up: a pot for each, or for each household."""

    own: dict[str, Pot]
    households: dict[UUID, tuple[Pot, list[str]]] = field(default_factory=dict)
    bought: dict[str, Bought] = field(default_factory=dict)

    def household(self, card: str) -> UUID | None:
        """To which household a member belongs."""
        return next((id_ for id_, (_, cards) in self.households.items() if card in cards), None)

    def join(self, card: str, household_id: UUID) -> None:
        """All that the member has goes into the household's pot."""
        pot, cards = self.households.setdefault(household_id, (Pot(), []))
        pot.points += self.own[card].points
        self.own[card].points, self.own[card].into = 0, pot
        self.own[card] = pot
        cards.append(card)

    def leave(self, card: str, household_id: UUID) -> None:
        """Nothing goes along, unless nobody is left."""
        pot, cards = self.households[household_id]
        cards.remove(card)
        self.own[card] = Pot()
        if not cards:
            self.own[card].points, pot.points, pot.into = pot.points, 0, self.own[card]
            del self.households[household_id]

    def settles(self, one: Bought) -> bool:
        """Does the pot in which a purchase lies take it back: the buyer's own, or a household's that goes on?"""
        pot = one.pot.now()
        return pot is self.own[one.card] or any(pot is own for own, _ in self.households.values())


class Life:
    """One step after another, by chance, at the shop and in the plain club."""

    def __init__(self, home: Home, seed: int) -> None:
        self.home, self.random = home, Random(seed)  # noqa: S311 - for choosing
        self.ids = dict(zip(CARDS, [home.ann, *home.enrol(*CARDS[1:])], strict=True))
        self.club = Club({card: Pot(1000 if card == "ANN1" else 0) for card in CARDS})
        self.number = 0

    def live(self) -> None:
        """One step, and a look at every balance."""
        self.number += 1
        card = self.random.choice(CARDS)
        self.random.choice((self.buy, self.buy, self.bring_back, self.bring_back, self.join, self.leave))(
            card
        )
        for one, member_id in self.ids.items():
            balance, pot = self.home.points(member_id), self.club.own[one]
            assert balance.available - balance.debt == pot.points, (self.number, one)

    def buy(self, card: str) -> None:
        """A purchase, at times paid with points in part."""
        key, pot = f"k{self.number}", self.club.own[card]
        paid = self.random.choice((0, 0, 10, 200))
        line = Line("milk", self.random.randrange(100, 50_000))
        spend = {"points": paid} if paid else None
        answer = self.home.answer(self.home.pay(key, line, spend=spend, card=card))
        if answer.refusal is not None:
            assert paid > pot.points or paid > line.amount_minor
            return
        earned = sum(one.amount for one in answer.granted)
        pot.points += earned - paid
        self.club.bought[key] = Bought(card, pot, earned, paid)

    def bring_back(self, card: str) -> None:
        """A purchase of this member comes back whole, wherever its points are by now."""
        own = [key for key, one in self.club.bought.items() if one.card == card]
        if not own:
            return
        key = self.random.choice(own)
        one = self.club.bought[key]
        answer = self.home.answer(self.home.back(card, f"k{self.number}", key))
        if not self.club.settles(one):
            assert answer.refusal == "households_purchase"
            return
        assert answer.refusal is None
        one.pot.now().points += one.paid - one.earned
        del self.club.bought[key]

    def join(self, card: str) -> None:
        """A household of another member, or one of their own."""
        if self.club.household(card) is not None:
            return
        places = [(id_, cards) for id_, (_, cards) in self.club.households.items() if len(cards) < 3]
        try:
            if places and self.random.random() < 0.8:
                household_id, cards = self.random.choice(places)
                self.home.let_in(card, household_id, by=cards[0])
            else:
                household_id = household_of(self._found(card))
        except OwesPoints:
            assert self.club.own[card].points < 0
            return
        self.club.join(card, household_id)

    def _found(self, card: str) -> Answer:
        return self.home.try_join(card, key=f"k{self.number}").answer

    def leave(self, card: str) -> None:
        """Whoever belongs to a household leaves it."""
        household_id = self.club.household(card)
        if household_id is None:
            return
        try:
            self.home.leave(card, household_id, key=f"k{self.number}")
        except LastManager:
            raise AssertionError("All of them manage.") from None
        self.club.leave(card, household_id)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_point_is_made_or_lost_whoever_joins_and_leaves(home: Home, seed: int) -> None:
    """After every step each member's balance is what a plain club says, and all of it together is what was given."""
    life = Life(home, seed)
    for _ in range(STEPS):
        life.live()
    pots = {id(pot): pot.points for pot in life.club.own.values()}
    assert total(home) == sum(pots.values())
    assert home.verify().differences == []

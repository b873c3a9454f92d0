"""A plain club: what a small shop's members have, reckoned from plain accounts, without books, standings or SQL.

Its programme is `PROGRAMME`. Lines are of whole dollars, so that every share of a line is exact and nothing is rounded.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count

from tests.properties.ledger.plain import PlainAccount, PlainLot

from tessera.kit.clock import NEVER

PROGRAMME = """\
programme: {id: club, name: Club, money: USD, timezone: UTC}
currencies: {points: {name: [point, points], worth: 0.01, pending: {days: 3}, expire: {days: 30}}}
choices: {favourites: {of: {department: [toys, books]}, up-to: 1, for: week}}
earn:
  base: {on: purchase, give: {points: 1, per: 1.00}}
  favourite: {on: purchase, lines: {department: {chosen: favourites}}, give: {points: 1, per: 1.00}}
  mail:
    on: purchase
    lines: {department: books}
    give: {points: 1, per: 1.00}
    pending: {until: delivery, days: 1, at-most: {days: 10}, then: gone}
  review: {on: review, give: {points: 5}, pending: none}
transfers: {points: {}}
causes: {trees: {name: Trees}}
"""
DAY = timedelta(days=1)
WEEKS_KEPT = 6

Basket = tuple[tuple[str, int], ...]
"""(Department, whole dollars) of each line."""


@dataclass(eq=False)
class Effect:
    """What a rule gave a purchase: the points of each line, and the lot of each."""

    points: dict[int, int]
    lots: dict[int, PlainLot]


@dataclass(eq=False)
class Purchase:
    """What somebody bought, what it gave in which lots, and how many cents of each line have come back."""

    account: str
    at: datetime
    lines: Basket
    effects: list[Effect]
    returned: dict[int, int] = field(default_factory=dict)


@dataclass(eq=False)
class Merge:
    """One member merged into another: which lots became which, what was owed, and what either had chosen."""

    into: str
    lots: dict[PlainLot, PlainLot]
    debt: int
    cards: set[str]
    own_choices: dict[date, str]
    other_choices: dict[date, str]


class PlainClub:
    """Members by name; each has an account of the same name. A card is named after the member who got it first."""

    def __init__(self, names: Iterable[str]) -> None:
        names = list(names)
        self.accounts = {name: PlainAccount() for name in names}
        self.cards = {name: name for name in names}
        self.choices: dict[str, dict[date, str]] = {name: {} for name in names}
        self.merges: dict[str, Merge] = {}  # those that stand, by who was merged
        self.purchases: dict[str, Purchase] = {}
        self._numbers = count(1)

    def settle(self, now: datetime) -> None:
        """Let time pass for everybody."""
        for account in self.accounts.values():
            account.settle(now)

    def holder(self, name: str) -> str:
        """Who stands for a member."""
        while name in self.merges:
            name = self.merges[name].into
        return name

    def last_merged(self) -> list[str]:
        """Who was merged into somebody who stands for themselves."""
        return sorted(name for name, made in self.merges.items() if made.into not in self.merges)

    def buy(self, card: str, key: str, lines: Basket, *, at: datetime, now: datetime) -> int:
        """A purchase; how many points it gives."""
        owner = self.cards[card]
        monday = at.date() - timedelta(days=at.weekday())
        favourite = self.choices[owner].get(monday)
        usual = self._lot(at + 3 * DAY, at + 31 * DAY)
        everything = dict(enumerate(dollars for _, dollars in lines))
        books = {place: dollars for place, (of, dollars) in enumerate(lines) if of == "books"}
        chosen = {place: dollars for place, (of, dollars) in enumerate(lines) if of == favourite}
        waiting = {place: self._lot(NEVER, at + 11 * DAY) for place in books}
        effects = [Effect(points, dict.fromkeys(points, usual)) for points in (everything, chosen) if points]
        effects += [Effect(books, waiting)] if books else []
        for effect in effects:
            for place, points in effect.points.items():
                effect.lots[place].granted += points
                effect.lots[place].left += points
        self.purchases[key] = Purchase(owner, at, lines, effects)
        self.accounts[owner].add([usual, *waiting.values()], now)
        return sum(sum(effect.points.values()) for effect in effects)

    def give(self, name: str, points: int, *, at: datetime, now: datetime) -> None:
        """Points that can be used at once: for a review, or by hand."""
        lot = self._lot(at, at + 31 * DAY, points, midnight=False)
        self.accounts[name].add([lot], now)

    def transfer(self, giver: str, taker: str, points: int, now: datetime) -> bool:
        """Points go over, lot by lot on their terms, and repay what the taker owes; none if there are too few."""
        takes = self.accounts[giver].part_with(points)
        for lot, amount in takes or ():
            moved = PlainLot(next(self._numbers), amount, amount, lot.available_at, lot.expires_at)
            self.accounts[taker].add([moved], now)
        return takes is not None

    def deliver(self, key: str, places: Iterable[int], *, at: datetime, now: datetime) -> None:
        """Lines of a purchase are delivered: what they have of the points that wait, waits a day longer."""
        purchase = self.purchases[key]
        for effect in purchase.effects:
            for place in places:
                name, lot = self._places(purchase.account, effect.lots.get(place))[-1]
                if lot is not None and lot.available_at == NEVER and lot.left > 0:
                    terms = _midnight(at + DAY), _midnight(purchase.at + 31 * DAY)
                    self.accounts[name].release(lot, available_at=terms[0], expires_at=terms[1], now=now)

    def awaited(self) -> list[str]:
        """The purchases that have points which wait for a delivery."""
        return [
            key
            for key, purchase in self.purchases.items()
            for effect in purchase.effects
            if any(self._waits(purchase, lot) for lot in effect.lots.values())
        ]

    def left_of(self, key: str) -> dict[int, int]:
        """The cents of each line that have not come back."""
        purchase = self.purchases[key]
        left = {p: 100 * n - purchase.returned.get(p, 0) for p, (_, n) in enumerate(purchase.lines)}
        return {place: cents for place, cents in left.items() if cents}

    def take_back(self, key: str, cents: Mapping[int, int]) -> int:
        """So many cents of each line come back; how many points go, rule by rule and each line's own first."""
        purchase, taken = self.purchases[key], 0
        before = dict(purchase.returned)
        for place, more in cents.items():
            purchase.returned[place] = before.get(place, 0) + more
        for effect in purchase.effects:
            by_lot: dict[PlainLot, int] = {}
            for place in effect.points:
                points = purchase.returned.get(place, 0) // 100 - before.get(place, 0) // 100
                by_lot[effect.lots[place]] = by_lot.get(effect.lots[place], 0) + points
            for lot, points in by_lot.items():
                taken += points
                if points:
                    self._reverse(purchase.account, lot, points)
        return taken

    def choose(self, name: str, week: date, department: str) -> None:
        """What a member chooses for a week; the last six weeks are remembered."""
        chosen = self.choices[name] | {week: department}
        self.choices[name] = dict(sorted(chosen.items())[-WEEKS_KEPT:])

    def merge(self, name: str, into: str, now: datetime) -> None:
        """All that one has goes over to the other: lots on their terms, debt, cards; choices fill gaps."""
        giver, taker = self.accounts[name], self.accounts[into]
        made = Merge(into, {}, giver.debt, self._cards_of(name), self.choices[into], self.choices[name])
        for lot in [lot for lot in giver.lots if lot.left]:
            moved = PlainLot(next(self._numbers), lot.left, lot.left, lot.available_at, lot.expires_at)
            lot.left = 0
            made.lots[lot] = moved
            taker.lots.append(moved)
            taker.arrive(moved, now)
        taker.debt, giver.debt = taker.debt + giver.debt, 0
        taker.repay()
        self.choices[into], self.choices[name] = made.other_choices | made.own_choices, {}
        self.cards |= dict.fromkeys(made.cards, into)
        self.merges[name] = made

    def undo(self, name: str, now: datetime) -> None:
        """What is left of what came along goes back, and of the debt what is still owed."""
        made = self.merges.pop(name)
        taker, giver = self.accounts[name], self.accounts[made.into]
        for old, moved in made.lots.items():
            old.left, moved.left = moved.left, 0
            if old.left:
                old.available_at, old.expires_at = moved.available_at, moved.expires_at
                taker.arrive(old, now)
        owed = min(made.debt, giver.debt)
        giver.debt, taker.debt = giver.debt - owed, taker.debt + owed
        taker.settle(now)
        taker.repay()
        self.cards |= {card: name for card in made.cards if self.cards[card] == made.into}
        self.choices[name] = made.other_choices
        self.choices[made.into] = {
            week: chosen
            for week, chosen in self.choices[made.into].items()
            if week in made.own_choices or made.other_choices.get(week) != chosen
        }

    def _waits(self, purchase: Purchase, lot: PlainLot) -> bool:
        here = self._places(purchase.account, lot)[-1][1]
        return here is not None and here.available_at == NEVER and here.left > 0

    def _cards_of(self, name: str) -> set[str]:
        return {card for card, owner in self.cards.items() if owner == name}

    def _lot(
        self, available_at: datetime, expires_at: datetime, points: int = 0, *, midnight: bool = True
    ) -> PlainLot:
        available_at = _midnight(available_at) if midnight and available_at < NEVER else available_at
        return PlainLot(next(self._numbers), points, points, available_at, _midnight(expires_at))

    def _places(self, name: str, lot: PlainLot | None) -> list[tuple[str, PlainLot | None]]:
        """Where points have lain: account by account, the last one now; None where nothing of the lot came along."""
        places = [(name, lot)]
        while name in self.merges:
            made = self.merges[name]
            name, lot = made.into, None if lot is None else made.lots.get(lot)
            places.append((name, lot))
        return places

    def _reverse(self, name: str, lot: PlainLot, points: int) -> None:
        """From where the lot lies now; what of it was gone before it came there is taken only once."""
        *former, (name, here) = self._places(name, lot)
        for _, old in former:
            if old is not None:
                gone = min(old.expired, max(0, points - (here.left if here else 0)))
                old.expired -= gone
                points -= gone
        nothing = PlainLot(0, 0, 0, NEVER, NEVER)
        self.accounts[name].reverse(here or nothing, points)


def _midnight(instant: datetime) -> datetime:
    return datetime(instant.year, instant.month, instant.day, tzinfo=UTC)

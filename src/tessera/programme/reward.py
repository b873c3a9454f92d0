"""What points buy, the values of `rewards:`: each with its price, what it gives, who may have it and how often.

Amounts of money are minor units, points are smallest units, periods are `[from, until)`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tessera.programme.construct import Condition
    from tessera.programme.document import Cap, Texts

UNDO_MINUTES: Final = 24 * 60
"""So long what was taken outside of any basket can be given back, where nothing else is said."""

Selectors = Mapping[str, frozenset[str]]
"""Attributes of lines, each with the values that it may have."""


@dataclass(frozen=True, slots=True)
class Goods:
    """Lines of a basket, chosen as a rule chooses them: all that match `lines`, but none that matches `exclude`."""

    lines: Selectors = field(default_factory=dict)
    exclude: Selectors = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PercentOff:
    """`share` of what the goods cost, rounded once to the nearest minor unit; `most_minor` at most."""

    share: Fraction
    goods: Goods = Goods()
    most_minor: int | None = None


@dataclass(frozen=True, slots=True)
class AmountOff:
    """`amount_minor` off the goods, or all that they cost when it is less."""

    amount_minor: int
    goods: Goods = Goods()


@dataclass(frozen=True, slots=True)
class CheapestOff:
    """`share` of the price of the cheapest piece among the goods."""

    share: Fraction
    goods: Goods = Goods()


@dataclass(frozen=True, slots=True)
class BuyGet:
    """Of every `buy` + `get` pieces of the goods, `share` of the price of the `get` cheapest; `times` a basket at most.

    Pieces are put together from the dearest to the cheapest; what does not make a whole group counts for nothing.
    """

    buy: int
    get: int
    share: Fraction
    goods: Goods = Goods()
    times: int | None = None


@dataclass(frozen=True, slots=True)
class FreeProduct:
    """One piece of one of these products: the dearest that is in the basket."""

    products: tuple[str, ...]

    @property
    def goods(self) -> Goods:
        """The lines on which it is given."""
        return Goods({"product": frozenset(self.products)})


@dataclass(frozen=True, slots=True)
class Voucher:
    """A voucher that pays `amount_minor` of any basket."""

    amount_minor: int


@dataclass(frozen=True, slots=True)
class GiftCard:
    """A gift card with `amount_minor` on it, for whoever has its code."""

    amount_minor: int


@dataclass(frozen=True, slots=True)
class Code:
    """The next free code of a pool: the shop's own, or a partner's, brought in before."""

    pool: str


@dataclass(frozen=True, slots=True)
class Earned:
    """So many smallest units of a currency, at once: tickets of a draw, miles for points."""

    currency: str
    points: int


@dataclass(frozen=True, slots=True)
class Event:
    """A place at what happens at an instant; so many places in all (None: as many as come)."""

    at: datetime
    places: int | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """What a partner does for the member; `by` is the partner's word."""

    by: str


class Favour(StrEnum):
    """What the shop itself does or hands over: the reward's own name and text say what it is."""

    FREE_DELIVERY = "free-delivery"
    SAMPLE = "sample"
    ACCESS = "access"
    EXPERIENCE = "experience"


Discounting = PercentOff | AmountOff | CheapestOff | BuyGet | FreeProduct
"""What lowers the price of a basket's lines."""

Given = Discounting | Voucher | GiftCard | Code | Earned | Event | Service | Favour


TakenAlone = GiftCard | Code | Earned
"""What has nothing to do with any basket: it is redeemed, and had at once."""


class Stacking(StrEnum):
    """Beside other discounts of one basket: only the best of them counts, or this one comes on top."""

    BEST_OF = "best-of"
    ADDS = "adds"


class OnReturn(StrEnum):
    """When the purchase that it was used for comes back whole: can it be used again, or is it gone?"""

    RESTORE = "restore"
    KEEP = "keep"


class Issue(StrEnum):
    """When it is taken: once a member asks for it, or by itself as soon as the balance comes to its price."""

    ON_REQUEST = "on-request"
    AT_ONCE = "at-once"


@dataclass(frozen=True, slots=True)
class SegmentPrice:
    """So many `points` instead, for the members of whom every condition holds."""

    points: int
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Price:
    """So many `points` of a currency and `money_minor` beside; `by_level`: so many points instead, for its members, and
    `by_segment`: for others. Of several the lowest counts.
    """

    currency: str
    points: int
    money_minor: int = 0
    by_level: Mapping[str, int] = field(default_factory=dict)
    by_segment: tuple[SegmentPrice, ...] = ()

    @property
    def least(self) -> int:
        """The fewest points that anybody pays."""
        return min([self.points, *self.by_level.values(), *(one.points for one in self.by_segment)])


@dataclass(frozen=True, slots=True)
class Reward:
    """One thing that members can have. `price` None: it costs nothing; levels that name it in their perks bring it.

    `conditions`, `limits`, and the period say who may have it, how often and when; `early_days`: so many days before the
    period begins for the members of a level. `stock`: how many there are, `budget_minor`: what they may cost in all. What
    is taken can be used for `valid_months` and `valid_days` (both 0: as long as it exists), for `grace_days` at least once a
    return has brought it back, and given back unused within `undo_minutes` (0: never).
    """

    id: str
    name: Texts
    give: Given
    price: Price | None = None
    text: Texts | None = None
    picture: str | None = None
    conditions: tuple[Condition, ...] = ()
    from_at: datetime | None = None
    until_at: datetime | None = None
    early_days: Mapping[str, int] = field(default_factory=dict)
    stock: int | None = None
    limits: tuple[Cap, ...] = ()
    budget_minor: int | None = None
    stack: Stacking = Stacking.BEST_OF
    valid_months: int = 0
    valid_days: int = 0
    on_return: OnReturn = OnReturn.RESTORE
    undo_minutes: int = UNDO_MINUTES
    issue: Issue = Issue.ON_REQUEST
    grace_days: int = 0

    @property
    def discounts(self) -> bool:
        """Does it lower the price of a basket?"""
        return isinstance(self.give, Discounting)

    @property
    def asks(self) -> tuple[Condition, ...]:
        """All that is asked of whoever wants it: whether they may have it, and at which price."""
        segments = self.price.by_segment if self.price is not None else ()
        return (*self.conditions, *(condition for one in segments for condition in one.conditions))

    @property
    def comes_by_itself(self) -> bool:
        """Does nobody have to ask for it?"""
        return self.issue is Issue.AT_ONCE

"""The programme as typed values: what `load` makes of the document, and all that the other rooms read.

Amounts of money are minor units, rates are exact fractions, periods are `[from, until)`. Mappings keep the order
of the document; nothing that decides may depend on it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

from tessera.programme.adjustments import Adjustments
from tessera.programme.cause import Cause
from tessera.programme.choice import MemberChoice
from tessera.programme.claims import Claims
from tessera.programme.construct import Benefit, Condition
from tessera.programme.conversion import Conversion
from tessera.programme.draw import Draw
from tessera.programme.gift_cards import GiftCards
from tessera.programme.household import Households
from tessera.programme.ladder import TierStructure
from tessera.programme.life import AT_ONCE, FOR_EVER, Expiry, Pending, Shelter
from tessera.programme.migration import Migration
from tessera.programme.plan import Plan
from tessera.programme.reward import Reward, Selectors
from tessera.programme.spending import Spending

Texts = Mapping[str, str]
"""A text in each language: {"en": …, "ru": …, "ro": …}."""

PluralForms = Mapping[str, tuple[str, ...]]
"""A noun in each language, in its plural forms in CLDR order ([point, points]; [балл, балла, баллов])."""


class Rounding(StrEnum):
    """How a fraction of a point becomes whole; once per rule and activity."""

    DOWN = "down"
    NEAREST = "nearest"  # a half goes up
    UP = "up"


class Span(StrEnum):
    """The window over which a cap counts.

    Calendar windows are the programme's time zone's; weeks begin on Monday. A member's years begin with the day of
    joining. A personal period begins with the first use, and goes with a number of days.
    """

    ACTIVITY = "activity"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    LIFETIME = "lifetime"
    MEMBER_YEAR = "member-year"
    PERSONAL = "personal"
    QUARTER = "quarter"


class Over(StrEnum):
    """What a cap does with points over it: give what still fits, or nothing."""

    TRIM = "trim"
    REFUSE = "refuse"


class Phase(StrEnum):
    """The order in which rules run. A multiplier multiplies what the base phase gave."""

    BASE = "base"
    BONUS = "bonus"
    MULTIPLIER = "multiplier"


class Stack(StrEnum):
    """What a multiplier multiplies when there are several."""

    MULTIPLY = "multiply"  # what the others that multiply have made of the base
    ADD = "add"  # the base itself, whatever the others do


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency of the programme. `worth`: money for one point (None: it cannot be spent).

    `is_money`: its unit is the programme's money, counted in minor units (cashback).
    `scale`: its points are counted in tenths (1) or hundredths (2); everything counted is whole.
    `name`: per language, its plural forms in CLDR order ([point, points]; [балл, балла, баллов]).
    `most`: what a balance may come to, in smallest units; rules give nothing beyond.
    """

    id: str
    name: Mapping[str, tuple[str, ...]]
    worth: Decimal | None
    is_money: bool = False
    scale: int = 0
    pending: Pending = AT_ONCE
    expire: Expiry = FOR_EVER
    shelter: Shelter | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `points` or `times` (exactly one is given) in each `per`, for each member; points in smallest units.

    `days`: of a personal period.
    """

    per: Span
    points: int | None = None
    times: int | None = None
    over: Over = Over.TRIM
    days: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to earn: on `on`, if every condition holds, `benefit`.

    `lines` and `exclude` choose the lines that count: {attribute: values}; a line counts when every attribute of
    `lines` matches and none of `exclude` does. `pending` and `expire` override the currency's when given.
    `chosen` says of which attributes of `lines` only what the member chose counts: {attribute: choice}. `caps` are each
    member's, `budgets` what all members get together.
    """

    id: str
    on: str
    benefit: Benefit
    phase: Phase
    conditions: tuple[Condition, ...] = ()
    lines: Mapping[str, frozenset[str]] = field(default_factory=dict)
    exclude: Mapping[str, frozenset[str]] = field(default_factory=dict)
    chosen: Mapping[str, str] = field(default_factory=dict)
    caps: tuple[Cap, ...] = ()
    budgets: tuple[Cap, ...] = ()
    rounding: Rounding = Rounding.DOWN
    stack: Stack = Stack.MULTIPLY
    pending: Pending | None = None
    expire: Expiry | None = None
    name: Texts | None = None


@dataclass(frozen=True, slots=True)
class Transfers:
    """How members may give a currency to each other: at least `least` at a time in smallest units, within the caps, and
    not before `wait_days` after the day of joining.
    """

    currency: str
    least: int = 1
    caps: tuple[Cap, ...] = ()
    wait_days: int = 0


@dataclass(frozen=True, slots=True)
class Programme:
    """A whole programme, valid in itself: every reference resolves, every number is in range."""

    id: str
    name: Texts
    money: str  # ISO 4217
    money_digits: int  # digits after the point: 2 for USD, 0 for JPY
    timezone: ZoneInfo
    currencies: Mapping[str, Currency]
    rules: tuple[Rule, ...]
    tiers: tuple[TierStructure, ...] = ()
    choices: Mapping[str, MemberChoice] = field(default_factory=dict)
    conversions: tuple[Conversion, ...] = ()
    spending: Mapping[str, Spending] = field(default_factory=dict)  # by currency
    rewards: Mapping[str, Reward] = field(default_factory=dict)
    never_discount: Selectors = field(default_factory=dict)  # lines that match any have a fixed price
    draws: Mapping[str, Draw] = field(default_factory=dict)
    transfers: Mapping[str, Transfers] = field(default_factory=dict)  # by currency; no other can be given
    causes: Mapping[str, Cause] = field(default_factory=dict)
    from_at: datetime | None = None
    until_at: datetime | None = None
    languages: tuple[str, ...] = ("en",)
    words: Mapping[str, Texts] = field(default_factory=dict)  # how members read the document's own words
    forms: Mapping[str, PluralForms] = field(default_factory=dict)  # of those words that are counted
    plan: Plan = field(default_factory=Plan)
    migration: Migration = field(default_factory=Migration)
    adjustments: Adjustments = field(default_factory=Adjustments)
    gift_cards: GiftCards = field(default_factory=GiftCards)
    claims: Claims | None = None
    households: Households | None = None  # nobody shares anything

    def expires(self, currency_id: str) -> bool:
        """Do any points of a currency end some day, by its own terms or a rule's?"""
        return self.currencies[currency_id].expire.comes or any(
            rule.expire is not None and rule.expire.comes and rule.benefit.currency == currency_id
            for rule in self.rules
        )

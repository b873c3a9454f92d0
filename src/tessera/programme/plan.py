"""What the shop declares around its programme: what for, for whom, how members are told, and how it is checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum


class Doubt(StrEnum):
    """What the checker may warn of; `check: {allow: […]}` silences one."""

    CAP_ALWAYS_TRIMS = "cap_always_trims"
    DEEP_STACK = "deep_stack"
    DUPLICATE_RULE = "duplicate_rule"
    FAR_REWARD = "far_reward"
    IDLE_CAP = "idle_cap"
    IDLE_CHOICE = "idle_choice"
    IDLE_CONVERSION = "idle_conversion"
    IDLE_DRAW = "idle_draw"
    IDLE_SPENDING = "idle_spending"
    IDLE_REWARD = "idle_reward"
    JARGON = "jargon"
    LONG_RULE = "long_rule"
    LONG_SECTION = "long_section"
    LOW_RETURN = "low_return"
    MANY_TIERS = "many_tiers"
    MISSING_TEXT = "missing_text"
    NEVER_APPLIES = "never_applies"
    NO_AUDIENCE = "no_audience"
    NO_EXPIRY_NOTICE = "no_expiry_notice"
    NO_GOAL = "no_goal"
    NO_MEASUREMENT = "no_measurement"
    NO_WELCOME = "no_welcome"
    NO_WORTH = "no_worth"
    ODD_WORD = "odd_word"
    OPEN_TRANSFERS = "open_transfers"
    SMALL_MONEY = "small_money"
    UNAFFORDABLE_REWARD = "unaffordable_reward"


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure that the programme shall bring to `to`, before `by_at` when that is given."""

    to: Decimal
    by_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Checks:
    """From where on the checker doubts. The basket (minor units), the visits a month and the first reward (points)
    are those of a usual member; without them nothing is said about how far the first reward is.
    """

    words_a_rule: int = 40
    words_a_section: int = 150
    levels: int = 3
    return_above: Decimal = Decimal("0.01")
    stack_up_to: Decimal = Decimal("0.20")
    reward_months: int = 12
    basket_minor: int | None = None
    visits_a_month: Decimal | None = None
    first_reward: int | None = None
    allow: frozenset[Doubt] = frozenset()


@dataclass(frozen=True, slots=True)
class Plan:
    """The declarations. `holdout` is the share of members who are left out, so that its effect can be measured."""

    goals: Mapping[str, Goal] = field(default_factory=dict)
    audience: Mapping[str, str] | None = None
    expiry_notice_days: int | None = None
    holdout: Decimal | None = None
    checks: Checks = Checks()

"""`tiers:` as typed values: what a ladder counts, its levels, how long they are kept, and what is decided beside.

Thresholds are in the smallest unit of what is counted: points' smallest, minor units, activities, thousandths of a
measure, years.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

Texts = Mapping[str, str]

Traits = Mapping[str, frozenset[str]]
"""Traits of a member, each with the values that it may have; all of them must hold."""


class QualifyBy(StrEnum):
    """What a counter counts."""

    POINTS_EARNED = "points-earned"
    SPEND = "spend"
    COUNT = "count"
    MEASURE = "measure"
    MEMBERSHIP_YEARS = "membership-years"


class Bonuses(StrEnum):
    """Do points count that bonuses and multipliers give?"""

    COUNT = "count"
    IGNORE = "ignore"


class TierWindow(StrEnum):
    """Over which window is counted; `rolling` goes with a number of days or months."""

    CALENDAR_MONTH = "calendar-month"
    CALENDAR_YEAR = "calendar-year"
    ROLLING = "rolling"
    LIFETIME = "lifetime"


class KeepUntil(StrEnum):
    """To which end a reached level is kept."""

    END_OF_WINDOW = "end-of-window"
    END_OF_NEXT_WINDOW = "end-of-next-window"
    FOREVER = "forever"


class Then(StrEnum):
    """What comes when a level's time is up: what the count says then, or at worst one level lower."""

    RECOUNT = "recount"
    STEP_DOWN = "step-down"


class TakesEffect(StrEnum):
    """From where on a new level counts: from the next activity, or for the one that reaches it too."""

    NEXT_TIME = "next-time"
    AT_ONCE = "at-once"


class OnPromotion(StrEnum):
    """What the counters do when a higher level is reached."""

    GO_ON = "go-on"
    RESTART = "restart"


class OnReturn(StrEnum):
    """What a return does, besides lowering the count, to the level that it had brought."""

    KEEP_LEVEL = "keep-level"
    RECOUNT = "recount"


@dataclass(frozen=True, slots=True)
class Counter:
    """One thing that is counted. `name` is "" when there is only one, which needs none."""

    by: QualifyBy
    name: str = ""
    currency: str | None = None  # of points-earned
    bonuses: Bonuses = Bonuses.COUNT
    activities: frozenset[str] = frozenset()  # of count and spend: the activity types that count
    units: frozenset[str] = frozenset()  # of measure
    exclude: Mapping[str, frozenset[str]] = field(default_factory=dict)  # of spend: lines that do not count


@dataclass(frozen=True, slots=True)
class Need:
    """At least so much of a counter; or `more` than that."""

    counter: str
    at: int
    more: bool = False

    @property
    def least(self) -> int:
        """The smallest count that will do: counts are whole."""
        return self.at + self.more


@dataclass(frozen=True, slots=True)
class HeadStart:
    """What members with certain traits have from the start, in every window, by counter."""

    traits: Traits
    amounts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Keep:
    """How long a level stands beyond what the count holds by itself.

    `until` an end; or so many years, months and days from the day on which it was reached; or to the date `on` (month,
    day) so many years on. None of them: not at all. Then it stands for the grace, and `then` says what comes.
    """

    until: KeepUntil | None = None
    years: int = 0
    months: int = 0
    days: int = 0
    on: tuple[int, int] | None = None
    grace_months: int = 0
    grace_days: int = 0
    then: Then = Then.RECOUNT

    @property
    def has_length(self) -> bool:
        return bool(self.years or self.months or self.days)


@dataclass(frozen=True, slots=True)
class Perk:
    """What a level brings: `multiply`, a `reward` that costs its members nothing, or what is only told to them.

    `adds`: it multiplies the base itself, whatever other multipliers do.
    """

    id: str
    multiply: Decimal | None = None
    adds: bool = False
    name: Texts | None = None
    reward: str | None = None


@dataclass(frozen=True, slots=True)
class Gift:
    """A level given to members with certain traits, as long as they have them.

    `perks`: instead of the earned level's. `text`: what members read of it, instead of the traits.
    """

    traits: Traits
    perks: tuple[Perk, ...] | None = None
    text: Texts | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """A level, reached with all of its needs, or with `any_of` them. Without any it is everybody's, or only given."""

    id: str
    name: Texts
    needs: tuple[Need, ...] = ()
    any_of: bool = False
    perks: tuple[Perk, ...] = ()
    given: Gift | None = None


@dataclass(frozen=True, slots=True)
class TierStructure:
    """A ladder of levels, lowest first; the first is everybody's."""

    id: str
    counters: tuple[Counter, ...]
    window: TierWindow
    levels: tuple[Level, ...]
    rolling_days: int = 0
    rolling_months: int = 0
    head_starts: tuple[HeadStart, ...] = ()
    keep: Keep = field(default_factory=Keep)
    takes_effect: TakesEffect = TakesEffect.NEXT_TIME
    on_promotion: OnPromotion = OnPromotion.GO_ON
    on_return: OnReturn = OnReturn.KEEP_LEVEL

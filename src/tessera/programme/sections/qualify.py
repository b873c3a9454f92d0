"""`tiers.qualify`: what a ladder counts, over which window, and with which head start."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from tessera.programme.ladder import Bonuses, Counter, HeadStart, QualifyBy, TierWindow, Traits
from tessera.programme.sections.amounts import HEAD_START
from tessera.programme.shapes import (
    Choice,
    Id,
    Key,
    ListOf,
    MapOf,
    OneOf,
    Refined,
    Scope,
    Shape,
    Table,
    Text,
    Whole,
    suggestion,
)


class CalendarWindow(StrEnum):
    """The windows that need no number."""

    CALENDAR_MONTH = "calendar-month"
    CALENDAR_YEAR = "calendar-year"
    LIFETIME = "lifetime"


@dataclass(frozen=True, slots=True)
class Window:
    """A window, and its length when it rolls."""

    window: TierWindow
    rolling_days: int = 0
    rolling_months: int = 0


@dataclass(frozen=True, slots=True)
class Qualifying:
    """What is counted, by name; over which window; and who has something from the start."""

    counters: Mapping[str, Counter]
    window: Window
    head_starts: tuple[HeadStart, ...]


def _rolling(values: dict[str, Any], scope: Scope) -> Window:
    span = values["rolling"]
    if len(span) != 1:
        raise scope.fault(
            "missing_key", "A rolling window has days or months.", "Write `{rolling: {months: 12}}`."
        )
    return Window(TierWindow.ROLLING, rolling_days=span.get("days", 0), rolling_months=span.get("months", 0))


_SPAN = Table(
    "a length of time",
    {"days": Key(Whole("days", most=3660), "Days."), "months": Key(Whole("months", most=120), "Months.")},
    example="{months: 12}",
)

_WITHIN: Shape[Window] = OneOf(
    (
        Refined(
            Table(
                "a window",
                {"rolling": Key(_SPAN, "The last so many days or months, up to now.", required=True)},
                example="{rolling: {months: 12}}",
            ),
            _rolling,
        ),
        Refined(Choice(CalendarWindow, "a window"), lambda window, _scope: Window(TierWindow(window.value))),
    )
)

TRAITS: Shape[Traits] = Refined(
    MapOf(Text("a trait"), ListOf(Text("a value")), "traits with values, such as `{card: gold}`"),
    lambda traits, _scope: {trait: frozenset(values) for trait, values in traits.items()},
)

_OF = Key(
    ListOf(Id("a currency, a type of activity or a measure")),
    "The currency earned, the activities counted, or the measures added up.",
)
_BONUSES = Key(
    Choice(Bonuses, "a way with bonuses"), "Do points of bonuses and multipliers count (default: count)?"
)


_EXCLUDE = Key(
    Refined(
        MapOf(
            Text("an attribute of lines"),
            ListOf(Text("a value")),
            "attributes of lines with values, such as `{category: GIFT CARDS}`",
            most=20,
        ),
        lambda lines, _scope: {name: frozenset(values) for name, values in lines.items()},
    ),
    "Lines on which spending does not count (default: all of it counts).",
)


def _counter(values: dict[str, Any], scope: Scope) -> Counter:
    by: QualifyBy = values["by"]
    of: tuple[str, ...] = values.get("of", ())
    bonuses = values.get("bonuses", Bonuses.COUNT)
    if "bonuses" in values and by is not QualifyBy.POINTS_EARNED:
        raise scope.fault("no_points", "Only points have bonuses among them.", "Remove `bonuses`.")
    if "exclude" in values and by is not QualifyBy.SPEND:
        raise scope.fault("no_spend", "Only of what is spent can lines be left out.", "Remove `exclude`.")
    match by:
        case QualifyBy.POINTS_EARNED:
            return Counter(by, currency=_currency(of, scope), bonuses=bonuses)
        case QualifyBy.MEASURE:
            if not of:
                message = "A measure has a name."
                raise scope.fault("missing_key", message, "Write `of:` and the measure, such as night or km.")
            return Counter(by, units=frozenset(of))
        case QualifyBy.MEMBERSHIP_YEARS:
            if of:
                raise scope.fault("years_of_what", "Years count from joining on.", "Remove `of`.")
            return Counter(by)
        case QualifyBy.SPEND | QualifyBy.COUNT:
            return Counter(by, activities=frozenset(of or {"purchase"}), exclude=values.get("exclude", {}))


def _currency(of: tuple[str, ...], scope: Scope) -> str:
    """The currency whose earning counts: the one named, or the only one that counts points."""
    points = [id_ for id_, is_money in scope.currencies.items() if not is_money]
    if not of and len(points) == 1:
        return points[0]
    if len(of) != 1:
        message = "Points of one currency can be counted, but this names none or several."
        raise scope.fault(
            "unknown_currency", message, f"Write `of:` and one of: {', '.join(points) or 'none declared'}."
        )
    if of[0] not in scope.currencies:
        message = f"`{of[0]}` is not a currency of this programme."
        raise scope.fault("unknown_currency", message, suggestion(of[0], scope.currencies))
    return of[0]


def _qualifying(values: dict[str, Any], scope: Scope) -> Qualifying:
    named: dict[str, Counter] = values.get("counters", {})
    alone = values.keys() & {"by", "of", "bonuses", "exclude"}
    if bool(named) == bool(alone):
        message = "Either one thing is counted, or there are counters with names."
        raise scope.fault("one_or_several", message, "Write `by:`, or `counters:` and each with its `by:`.")
    if alone and "by" not in values:
        raise scope.fault("missing_key", "`by` is missing.", "Write `by:` and a measure, such as spend.")
    counters = named or {"": _counter(values, scope)}
    return Qualifying(
        counters,
        values["within"],
        tuple(
            HeadStart(start["traits"], {need.counter: need.at for need in start["adds"].needs(counters)})
            for start in values.get("head-start", ())
        ),
    )


_BY = Choice(QualifyBy, "a measure")

_COUNTERS = Refined(
    MapOf(
        Id("a counter"),
        Refined(
            Table(
                "a counter",
                {
                    "by": Key(_BY, "What is counted.", required=True),
                    "of": _OF,
                    "bonuses": _BONUSES,
                    "exclude": _EXCLUDE,
                },
                example="{by: spend}",
            ),
            _counter,
        ),
        "counters by name",
        most=5,
    ),
    lambda counters, _scope: {name: replace(counter, name=name) for name, counter in counters.items()},
)

QUALIFY: Shape[Qualifying] = Refined(
    Table(
        "how members qualify",
        {
            "by": Key(_BY, "What is counted."),
            "of": _OF,
            "bonuses": _BONUSES,
            "exclude": _EXCLUDE,
            "counters": Key(_COUNTERS, "Several things that are counted, by names for the levels."),
            "within": Key(_WITHIN, "The window in which it is counted.", required=True),
            "head-start": Key(
                ListOf(
                    Table(
                        "a head start",
                        {
                            "traits": Key(TRAITS, "Traits that the member must have.", required=True),
                            "adds": Key(HEAD_START, "So much from the start, or by counter.", required=True),
                        },
                    ),
                    most=20,
                ),
                "What members with certain traits have from the start of every window.",
            ),
        },
        example="{by: spend, within: calendar-year}",
    ),
    _qualifying,
)

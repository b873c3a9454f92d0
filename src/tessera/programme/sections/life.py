"""`pending`, `expire` and `shelter`: when points can be used, until when, and what keeps them; of a currency, or a rule."""

from typing import Any

from tessera.kit.activities import EARN_NOTHING, ENROLMENT
from tessera.programme.life import Clocked, Expiry, ExpiryRound, Inactivity, Pending, Shelter, Then
from tessera.programme.shapes import (
    Choice,
    DayOfYear,
    Id,
    Key,
    LevelRef,
    ListOf,
    Literal,
    OneOf,
    Refined,
    Scope,
    Shape,
    Table,
    Whole,
)

_LENGTH = {"years", "months", "days"}
_NOTHING_COMES = {ENROLMENT, *EARN_NOTHING}


def _pending(values: dict[str, Any], scope: Scope) -> Pending:
    if values.get("until") in set(ExpiryRound):
        message = f"`{values['until']}` is no activity that points could wait for."
        raise scope.fault("wrong_event", message, f"Write `round: {values['until']}` instead of `until`.")
    rounding = values.get("round", ExpiryRound.NONE)
    if "until" not in values:
        beside = next((key for key in ("at-most", "then") if key in values), None)
        if beside or ("days" not in values and rounding is ExpiryRound.NONE):
            message = (
                f"`{beside}` goes with an event." if beside else "A waiting time needs days, or an event."
            )
            advice = "Write `{days: 14}`, or `{until: delivery, at-most: {days: 60}}`."
            raise scope.fault("missing_key", message, advice)
        return Pending(days=values.get("days", 0), round=rounding)
    if rounding is not ExpiryRound.NONE:
        message = "What waits for an event is ready when that has come, and not at an end."
        raise scope.fault("two_waits", message, "Remove `round` or `until`.")
    if values["until"] in _NOTHING_COMES:
        message = (
            f"Points cannot wait for `{values['until']}`: it does not come after the activity that earns."
        )
        raise scope.fault("wrong_event", message, "Write an activity of its own, such as `until: delivery`.")
    if "at-most" not in values:
        message = "How long is the event waited for?"
        raise scope.fault("missing_key", message, "Write `at-most: {days: 60}`.")
    return Pending(
        days=values.get("days", 0),
        until=values["until"],
        at_most_days=values["at-most"]["days"],
        then=values.get("then", Then.AVAILABLE),
    )


PENDING: Shape[Pending] = OneOf(
    (
        Refined(Literal("none"), lambda _word, _scope: Pending()),
        Refined(
            Table(
                "a waiting time",
                {
                    "days": Key(
                        Whole("days", most=3660), "Whole days after the activity, or after what it waits for."
                    ),
                    "round": Key(
                        Choice(ExpiryRound, "an end to round to"),
                        "To which end the last day of waiting is moved forward.",
                    ),
                    "until": Key(
                        Id("a type of activity", "delivery"), "The type of activity that they wait for."
                    ),
                    "at-most": Key(
                        Table(
                            "a longest wait",
                            {
                                "days": Key(
                                    Whole("days", most=3660), "So many days, no longer.", required=True
                                )
                            },
                            example="{days: 60}",
                        ),
                        "How long it is waited for.",
                    ),
                    "then": Key(
                        Choice(Then, "an end of waiting"),
                        "Where it has not come by then, points are available (the default) or gone.",
                    ),
                },
                example="{days: 14}",
            ),
            _pending,
        ),
    )
)

_LENGTHS = {
    "years": Key(Whole("years", most=100), "Whole years after the activity."),
    "months": Key(Whole("months", most=1200), "Whole months after the activity."),
    "days": Key(Whole("days", most=36600), "Whole days after the activity."),
}
_ROUND = Key(Choice(ExpiryRound, "an end to round to"), "To which end the last day is moved forward.")


def _inactivity(values: dict[str, Any], scope: Scope) -> Inactivity:
    if not _LENGTH & values.keys():
        message = "A clock of inactivity needs years, months or days."
        raise scope.fault("missing_key", message, "Write `inactive: {months: 12}`.")
    by, of = frozenset(values.pop("by", ())), values.pop("of", Clocked.BALANCE)
    return Inactivity(after=Expiry(**values), by=by, of=of)


_INACTIVE = Refined(
    Table(
        "a clock of inactivity",
        {
            **_LENGTHS,
            "round": _ROUND,
            "by": Key(
                ListOf(Id("a type of activity", "purchase"), most=50),
                "The activities that count (default: all but staff's adjustments).",
            ),
            "of": Key(
                Choice(Clocked, "what a clock ends"),
                "What the clock ends: the whole balance (the default), or each lot on its own date.",
            ),
        },
        example="{months: 12}",
    ),
    _inactivity,
)


def _expiry(values: dict[str, Any], scope: Scope) -> Expiry:
    inactive: Inactivity | None = values.get("inactive")
    rounding = values.get("round", ExpiryRound.NONE)
    dated = bool((_LENGTH | {"on"}) & values.keys())
    if not dated and inactive is None and rounding is ExpiryRound.NONE:
        raise scope.fault(
            "missing_key",
            "An expiry needs years, months, days, a date or an end.",
            "Write `{months: 12}`, `{round: month-end}` or `never`.",
        )
    if not dated and inactive is not None and "round" in values:
        message = "There is no last day here that could be moved."
        raise scope.fault("missing_key", message, "Write `round` within `inactive`.")
    if "on" in values and rounding is not ExpiryRound.NONE:
        message = "An expiry is moved forward either to a date or to an end."
        raise scope.fault("two_ends", message, "Remove `on` or `round`.")
    if inactive is not None and inactive.of is Clocked.LOT:
        if dated:
            message = "With `of: lot`, each lot lasts as long as the clock says."
            raise scope.fault("two_lengths", message, "Keep `inactive` alone, or write `of: balance`.")
        own = inactive.after
        return Expiry(own.years, own.months, own.days, own.round, inactive=inactive)
    return Expiry(**values)


_DATES = {
    **_LENGTHS,
    "on": Key(DayOfYear(), "The date to which the last day is moved forward: month-day."),
    "round": _ROUND,
}
_NEVER = Refined(Literal("never"), lambda _word, _scope: Expiry())

EXPIRY: Shape[Expiry] = OneOf(
    (
        _NEVER,
        Refined(
            Table(
                "an expiry",
                _DATES,
                example="{months: 12}",
            ),
            _expiry,
        ),
    )
)
"""Of a rule: the clock of inactivity is the currency's."""

CURRENCY_EXPIRY: Shape[Expiry] = OneOf(
    (
        _NEVER,
        Refined(
            Table(
                "an expiry",
                {
                    **_DATES,
                    "inactive": Key(_INACTIVE, "They are gone after so long without any activity."),
                },
                example="{months: 12}",
            ),
            _expiry,
        ),
    )
)


def _while_after(values: dict[str, int], scope: Scope) -> dict[str, int]:
    if not values:
        message = "How long do points live on?"
        raise scope.fault("missing_key", message, "Write `{months: 3}`, `{days: 30}` or `expire`.")
    return values


_LEVELS = ListOf(LevelRef(), most=50)

SHELTER: Shape[Shelter] = OneOf(
    (
        Refined(
            Table(
                "a shelter",
                {
                    "levels": Key(_LEVELS, "The levels that keep points from expiring.", required=True),
                    "then": Key(
                        OneOf(
                            (
                                Refined(Literal("expire"), lambda _word, _scope: dict[str, int]()),
                                Refined(
                                    Table(
                                        "a while",
                                        {
                                            "months": Key(
                                                Whole("months", most=1200),
                                                "Months after the level has lapsed.",
                                            ),
                                            "days": Key(
                                                Whole("days", most=36600), "Days after the level has lapsed."
                                            ),
                                        },
                                        example="{months: 3}",
                                    ),
                                    _while_after,
                                ),
                            )
                        ),
                        "When the level lapses, what is past its date: `expire` (the default), or so long yet.",
                    ),
                },
                example="{levels: gold}",
            ),
            lambda values, _scope: Shelter(values["levels"], **values.get("then", {})),
        ),
        Refined(_LEVELS, lambda levels, _scope: Shelter(levels)),
    )
)

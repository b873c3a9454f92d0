"""`adjustments:`, what staff may do by hand, and from where on it takes two."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tessera.programme.adjustments import Adjustments
from tessera.programme.sections.conversion import units_of
from tessera.programme.shapes import (
    CurrencyRef,
    Id,
    Key,
    ListOf,
    MapOf,
    Number,
    Refined,
    Scope,
    Shape,
    Table,
    Whole,
)


def _limits(values: Mapping[str, Decimal], scope: Scope) -> dict[str, int]:
    return {currency: units_of(amount, currency, scope) for currency, amount in values.items()}


_LIMITS: Shape[dict[str, int]] = Refined(
    MapOf(
        CurrencyRef(),
        Number("how much", above=None, least=0, digits=4, most=1_000_000_000, example="1000"),
        "currencies and how much of each, such as `{points: 1000}`",
    ),
    _limits,
)

_DAYS = Table(
    "a length of time",
    {"days": Key(Whole("days", most=366), "So many days.", required=True)},
    example="{days: 14}",
)


def _adjustments(values: dict[str, Any], scope: Scope) -> Adjustments:
    at_once, a_day = values.get("approve-above", {}), values.get("approve-above-a-day", {})
    for currency in at_once.keys() & a_day.keys():
        if a_day[currency] < at_once[currency]:
            message = f"`approve-above-a-day` is less than `approve-above` is at once, of `{currency}`."
            raise scope.fault("limits_cross", message, "Write at least as much for the day.")
    defaults = Adjustments()
    return Adjustments(
        reasons=values.get("reasons", ()),
        approve_above=at_once,
        approve_above_a_day=a_day,
        wait_days=values["wait"]["days"] if "wait" in values else defaults.wait_days,
        undo_days=values["undo"]["days"] if "undo" in values else defaults.undo_days,
    )


ADJUSTMENTS: Shape[Adjustments] = Refined(
    Table(
        "what staff may do by hand",
        {
            "reasons": Key(
                ListOf(Id("a reason", "goodwill"), most=50),
                "The reasons of which staff name one; members read it as `words` says it (default: any text).",
            ),
            "approve-above": Key(_LIMITS, "More than this at once, given or taken, needs a second person."),
            "approve-above-a-day": Key(
                _LIMITS, "What one key gives in a day beyond this needs a second person too."
            ),
            "wait": Key(_DAYS, "How long a request waits for a second person (default: 14 days)."),
            "undo": Key(_DAYS, "How long an adjustment can be undone (default: 1 day)."),
        },
        example="{approve-above: {points: 1000}}",
    ),
    _adjustments,
)

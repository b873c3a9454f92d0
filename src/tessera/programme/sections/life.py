"""`pending` and `expire`: when points can be used, and until when; of a currency, or of one rule."""

from typing import Any

from tessera.programme.document import Expiry, ExpiryRound, Pending
from tessera.programme.shapes import (
    Choice,
    DayOfYear,
    Key,
    Literal,
    OneOf,
    Refined,
    Scope,
    Shape,
    Table,
    Whole,
)


def _expiry(values: dict[str, Any], scope: Scope) -> Expiry:
    if not {"years", "months", "days", "on"} & values.keys():
        raise scope.fault(
            "missing_key",
            "An expiry needs years, months, days or a date.",
            "Write `{months: 12}`, or `never`.",
        )
    if "on" in values and values.get("round", ExpiryRound.NONE) is not ExpiryRound.NONE:
        message = "An expiry is moved forward either to a date or to an end."
        raise scope.fault("two_ends", message, "Remove `on` or `round`.")
    return Expiry(**values)


PENDING: Shape[Pending] = OneOf(
    (
        Refined(Literal("none"), lambda _word, _scope: Pending()),
        Refined(
            Table(
                "a waiting time",
                {"days": Key(Whole("days", most=3660), "Whole days after the activity.", required=True)},
            ),
            lambda values, _scope: Pending(**values),
        ),
    )
)

EXPIRY: Shape[Expiry] = OneOf(
    (
        Refined(Literal("never"), lambda _word, _scope: Expiry()),
        Refined(
            Table(
                "an expiry",
                {
                    "years": Key(Whole("years", most=100), "Whole years after the activity."),
                    "months": Key(Whole("months", most=1200), "Whole months after the activity."),
                    "days": Key(Whole("days", most=36600), "Whole days after the activity."),
                    "on": Key(DayOfYear(), "The date to which the last day is moved forward: month-day."),
                    "round": Key(
                        Choice(ExpiryRound, "an end to round to"),
                        "To which end the last day is moved forward.",
                    ),
                },
            ),
            _expiry,
        ),
    )
)

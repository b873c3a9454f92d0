"""`pending` and `expire`: when points can be used, and until when; of a currency, or of one rule."""

from typing import Any

from tessera.programme.document import Expiry, ExpiryRound, Pending
from tessera.programme.shapes import Choice, Key, Literal, OneOf, Refined, Scope, Shape, Table, Whole


def _expiry(values: dict[str, Any], scope: Scope) -> Expiry:
    if not {"years", "months", "days"} & values.keys():
        raise scope.fault(
            "missing_key", "An expiry needs years, months or days.", "Write `{months: 12}`, or `never`."
        )
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

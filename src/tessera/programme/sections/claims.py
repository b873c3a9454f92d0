"""`claims:`, until when a purchase that was never reported can be claimed with its receipt, and who looks at it."""

from typing import Any

from tessera.programme.claims import AtOnce, Claims
from tessera.programme.document import Cap, Span
from tessera.programme.sections.budget import SharedSpan
from tessera.programme.shapes import Choice, Key, Money, Refined, Scope, Shape, Table, Whole

_AT_ONCE: Shape[AtOnce] = Refined(
    Table(
        "what counts at once",
        {
            "up-to": Key(Money(), "Receipts of at most so much.", required=True, examples=("20.00",)),
            "times": Key(Whole("times"), "Each member's, at most so many times.", required=True),
            "per": Key(Choice(SharedSpan, "a window"), "In each of these.", required=True),
        },
        example="{up-to: 20.00, times: 2, per: month}",
    ),
    lambda values, _scope: AtOnce(values["up-to"], Cap(per=Span(values["per"].value), times=values["times"])),
)


def _claims(values: dict[str, Any], _scope: Scope) -> Claims:
    days = values["within"]["days"] if "within" in values else Claims().within_days
    return Claims(days, values.get("at-once"))


CLAIMS: Shape[Claims] = Refined(
    Table(
        "which purchases can be claimed",
        {
            "within": Key(
                Table(
                    "a length of time",
                    {"days": Key(Whole("days", most=1_000), "So many days.", required=True)},
                    example="{days: 60}",
                ),
                "How long after its day a purchase can be claimed (default: 60 days).",
            ),
            "at-once": Key(
                _AT_ONCE,
                "Which receipts earn at once; somebody looks at the others (default: at all of them).",
            ),
        },
        example="{within: {days: 60}}",
    ),
    _claims,
)

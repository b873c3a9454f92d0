"""`claims:`, until when a purchase that was never reported can be claimed with its receipt."""

from typing import Any

from tessera.programme.claims import Claims
from tessera.programme.shapes import Key, Refined, Scope, Shape, Table, Whole


def _claims(values: dict[str, Any], _scope: Scope) -> Claims:
    return Claims(values["within"]["days"]) if "within" in values else Claims()


CLAIMS: Shape[Claims] = Refined(
    Table(
        "until when purchases can be claimed",
        {
            "within": Key(
                Table(
                    "a length of time",
                    {"days": Key(Whole("days", most=1_000), "So many days.", required=True)},
                    example="{days: 60}",
                ),
                "How long after its day a purchase can be claimed (default: 60 days).",
            )
        },
        example="{within: {days: 60}}",
    ),
    _claims,
)

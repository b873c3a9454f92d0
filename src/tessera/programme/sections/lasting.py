"""How long what was taken can be used, or given back; and how long it can be used at least once it has come back."""

from collections.abc import Mapping
from typing import Any, Final

from tessera.programme.reward import UNDO_MINUTES, Code, GiftCard, Issue
from tessera.programme.shapes import Key, Literal, OneOf, Refined, Scope, Shape, Table, Whole


def _validity(values: dict[str, int], scope: Scope) -> dict[str, int]:
    if not values:
        raise scope.fault("missing_key", "This does not say how long.", "Write `{days: 30}`.")
    return {f"valid_{unit}": count for unit, count in values.items()}


VALID = Refined(
    Table(
        "how long it can be used",
        {
            "months": Key(Whole("months", most=120), "Whole months from the day on which it was taken."),
            "days": Key(Whole("days", most=3660), "Whole days from that day."),
        },
        example="{days: 30}",
    ),
    _validity,
)


def _undo(values: dict[str, int], scope: Scope) -> int:
    if not values:
        raise scope.fault("missing_key", "This does not say how long.", "Write `{hours: 24}`.")
    return 60 * (values.get("hours", 0) + 24 * values.get("days", 0))


UNDO: Shape[int] = OneOf(
    (
        Refined(Literal("never"), lambda _word, _scope: 0),
        Refined(
            Table(
                "how long it can be given back",
                {
                    "hours": Key(Whole("hours", most=240), "So many hours from when it was taken."),
                    "days": Key(Whole("days", most=366), "So many times 24 hours."),
                },
                example="{hours: 24}",
            ),
            _undo,
        ),
    )
)

GRACE: Final = Table(
    "a grace",
    {"days": Key(Whole("days", most=3660), "So many days from the return on, at least.", required=True)},
    example="{days: 14}",
)


def undo_minutes(values: Mapping[str, Any]) -> int:
    """What the document says; by itself, what is told once, or would come again at once, is not given back."""
    final = isinstance(values["give"], GiftCard | Code) or values.get("issue") is Issue.AT_ONCE
    return int(values.get("undo", 0 if final else UNDO_MINUTES))

"""`budget` of a rule: at most so many points, so much money or so many times for all members together."""

from enum import StrEnum
from typing import Any

from tessera.programme.construct import Benefit
from tessera.programme.document import Cap, Over, Span
from tessera.programme.sections.cap import Limit
from tessera.programme.shapes import Choice, Key, ListOf, Money, Refined, Scope, Shape, Table, Whole


class SharedSpan(StrEnum):
    """The windows that are the same for everybody."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    LIFETIME = "lifetime"


def _budget(values: dict[str, Any], scope: Scope) -> Limit:
    if len({"points", "money", "times"} & values.keys()) != 1:
        message = "A budget counts points, money or times."
        raise scope.fault("budget_form", message, "Write one of them: `{points: 100000}`, `{times: 500}`.")
    per = Span(values.pop("per", SharedSpan.LIFETIME).value)
    money: int | None = values.pop("money", None)
    if money is not None:
        values["points"] = money
    return Limit(Cap(per=per, **values), money is not None, scope)


BUDGETS: Shape[tuple[Limit, ...]] = ListOf(
    Refined(
        Table(
            "a budget",
            {
                "points": Key(Whole("points", example=100_000), "At most so many points to all members."),
                "money": Key(Money(), "At most so much money to all members, where the currency is money."),
                "times": Key(Whole("times", example=500), "At most so many times to all members."),
                "per": Key(
                    Choice(SharedSpan, "a window"), "In each of these; in all (`lifetime`) when left out."
                ),
                "over": Key(
                    Choice(Over, "an answer"), "When less is left: what is left (trim), or nothing (refuse)."
                ),
            },
            example="{points: 100000}",
        ),
        _budget,
    ),
    most=6,
)


def budgets_of(values: dict[str, Any], benefit: Benefit, scope: Scope) -> tuple[Cap, ...]:
    """A rule's budgets, with points in the smallest unit of what it gives."""
    limits: tuple[Limit, ...] = values.get("budget", ())
    kinds = {(limit.cap.per, limit.cap.times is None) for limit in limits}
    if len(kinds) != len(limits):
        message = "Two budgets of one rule count the same."
        raise scope.fault("two_budgets", message, "Keep the smaller one.")
    currency = benefit.currency or next(iter(scope.currencies), None)
    return tuple(limit.of(currency) for limit in limits)

"""`causes:`, what members may give points to."""

from collections.abc import Mapping
from typing import Any

from tessera.programme.cause import Cause
from tessera.programme.sections.conversion import units_of
from tessera.programme.shapes import (
    CurrencyRef,
    Id,
    Instant,
    Key,
    MapOf,
    Number,
    Refined,
    Scope,
    Shape,
    Table,
    Texts,
)

_AMOUNT = Number("how much", digits=4, most=1_000_000_000_000, example="100")


def _cause(values: dict[str, Any], scope: Scope) -> tuple[Mapping[str, Any], Scope]:
    from_at, until_at = values.get("from"), values.get("until")
    if from_at and until_at and from_at >= until_at:
        message = "Nothing can ever be given: `from` is not before `until`."
        raise scope.fault("empty_period", message, "`until` is the first day after the period.")
    return values, scope


def _named(read: Mapping[str, tuple[Mapping[str, Any], Scope]], _scope: Scope) -> dict[str, Cause]:
    return {id_: _of(id_, values, scope) for id_, (values, scope) in read.items()}


def _of(id_: str, values: Mapping[str, Any], scope: Scope) -> Cause:
    currency = values.get("currency") or next(iter(scope.currencies))
    least = units_of(values["at-least"], currency, scope) if "at-least" in values else 1
    goal = units_of(values["goal"], currency, scope) if "goal" in values else None
    if goal is not None and goal < least:
        message = "The goal is less than the least that may be given."
        raise scope.fault("limits_cross", message, "Write a larger `goal`, or a smaller `at-least`.")
    return Cause(
        id_,
        values["name"],
        currency,
        least,
        goal,
        values.get("about"),
        values.get("from"),
        values.get("until"),
    )


CAUSES: Shape[dict[str, Cause]] = Refined(
    MapOf(
        Id("a cause's id"),
        Refined(
            Table(
                "a cause",
                {
                    "name": Key(Texts("the cause's name"), "Its name, plain or per language.", required=True),
                    "about": Key(Texts("what it is for"), "What becomes of the points, in a sentence."),
                    "currency": Key(CurrencyRef(), "What is given (default: the first currency)."),
                    "at-least": Key(_AMOUNT, "At least so much at a time (default: the smallest unit)."),
                    "goal": Key(_AMOUNT, "So much is to come together; more is welcome."),
                    "from": Key(Instant(), "The first day on which something can be given."),
                    "until": Key(Instant(), "The first day on which nothing can be given any more."),
                },
                example="{name: City trees, at-least: 50, goal: 100000}",
            ),
            _cause,
        ),
        "causes by id",
        most=50,
    ),
    _named,
)

"""`choices:`, what members choose for a period; and `{chosen: …}`, by which a rule asks for it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from tessera.programme.choice import ChoicePeriod, MemberChoice, Newcomers
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
    quoted,
    suggestion,
)

OPTIONS = MapOf(Text("an attribute of lines"), ListOf(Text("a value")), "an attribute of lines with values")


def _choice(values: dict[str, Any], scope: Scope) -> MemberChoice:
    of, up_to = values["of"], values["up-to"]
    if len(of) != 1:
        message = f"Members choose values of one attribute, but {len(of)} stand here."
        raise scope.fault("one_attribute", message, "Write a choice for each attribute.")
    ((attribute, options),) = of.items()
    if up_to >= len(options):
        message = f"Of {len(options)} values {up_to} can be chosen, so there is nothing to choose."
        raise scope.fault("nothing_to_choose", message, "Offer more values, or write a smaller `up-to`.")
    return MemberChoice(
        id="",
        attribute=attribute,
        options=options,
        up_to=up_to,
        period=values["for"],
        days_before=values.get("choose-by", {}).get("days", 0),
        newcomers=values.get("newcomers", Newcomers.AT_ONCE),
    )


def _named(choices: Mapping[str, MemberChoice], _scope: Scope) -> dict[str, MemberChoice]:
    return {id_: replace(choice, id=id_) for id_, choice in choices.items()}


CHOICE: Shape[MemberChoice] = Refined(
    Table(
        "a choice",
        {
            "of": Key(
                OPTIONS,
                "What may be chosen: values of one attribute of lines, such as category.",
                required=True,
            ),
            "up-to": Key(Whole("how many", most=100), "At most so many of them.", required=True),
            "for": Key(
                Choice(ChoicePeriod, "a period"), "The period for which a choice counts.", required=True
            ),
            "choose-by": Key(
                Table(
                    "a deadline",
                    {
                        "days": Key(
                            Whole("days", most=366), "Whole days before the period begins.", required=True
                        )
                    },
                    example="{days: 3}",
                ),
                "Until when the choice is open (default: until the period begins).",
            ),
            "newcomers": Key(
                Choice(Newcomers, "a beginning"),
                "When the first choice of who joins within a period counts (default: at-once).",
            ),
        },
        example="{of: {category: [MILK, BREAD]}, up-to: 1, for: month}",
    ),
    _choice,
)

CHOICES: Shape[dict[str, MemberChoice]] = Refined(
    MapOf(Id("a choice's id"), CHOICE, "choices by id", most=20), _named
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Stands for what the member chose; `options` is all that may be chosen."""

    choice: str
    options: tuple[str, ...]


def _chosen(values: dict[str, Any], scope: Scope) -> Chosen:
    id_ = values["chosen"]
    if id_ not in scope.choices:
        message = f"{quoted(id_)} is not a choice of this programme."
        raise scope.fault("undeclared_choice", message, suggestion(id_, scope.choices))
    return Chosen(id_, scope.choices[id_])


VALUES: Shape[Chosen | tuple[str, ...]] = OneOf(
    (
        Refined(
            Table(
                "what the member chose",
                {
                    "chosen": Key(
                        Id("a choice's id"), "What the member chose, by the choice's id.", required=True
                    )
                },
                example="{chosen: favourites}",
            ),
            _chosen,
        ),
        ListOf(Text("a value")),
    )
)
"""The values that an attribute of lines may have: those named, or those that the member chose."""

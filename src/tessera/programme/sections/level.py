"""`tiers.levels`: where a level begins, who is given it, and what it brings."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from tessera.programme.document import Stack
from tessera.programme.ladder import Counter, Gift, Level, Perk
from tessera.programme.nodes import Entries, Node
from tessera.programme.sections.amounts import THRESHOLD
from tessera.programme.sections.qualify import TRAITS
from tessera.programme.shapes import (
    Choice,
    Id,
    JsonSchema,
    Key,
    ListOf,
    Literal,
    Number,
    OneOf,
    Refined,
    Scope,
    Shape,
    Table,
    Texts,
)

MULTIPLY = "multiply"
REWARD = "reward"
STACK = "stack"
STACKING = Choice(Stack, "a way of stacking")


@dataclass(frozen=True)
class PerkOf(Shape[Perk]):
    """`{multiply: 1.25}`, `{reward: coffee}`, or any perk by its id: `{free-delivery: true}`, `{lounge: Our lounges}`.

    A multiplier may have a `stack` beside it.
    """

    kind: ClassVar[type[Entries]] = Entries

    @property
    def expected(self) -> str:
        return "a perk, such as `{multiply: 1.25}` or `{free-delivery: true}`"

    def read(self, node: Node, scope: Scope) -> Perk:
        if not isinstance(node, Entries):
            raise scope.mismatch(node, self.expected)
        stack = node.get(STACK) if node.get(MULTIPLY) else None
        pairs = [(key, value) for key, value in node.pairs if value is not stack]
        if len(pairs) != 1:
            raise scope.mismatch(node, self.expected)
        key, value = pairs[0]
        id_ = Id("a perk's id").read(key, scope)
        if id_ == MULTIPLY:
            factor = Number("a factor", above=1, most=100, digits=4).read(value, scope)
            adds = stack is not None and STACKING.read(stack, scope) is Stack.ADD
            return Perk(id_, factor, adds=adds)
        if id_ == REWARD:
            return Perk(id_, reward=Id("a reward's id", "coffee").read(value, scope))
        if Literal("true").fits(value):
            return Perk(id_)
        return Perk(id_, name=Texts("the perk's name").read(value, scope))

    def schema(self) -> JsonSchema:
        return {
            "type": "object",
            "properties": {
                MULTIPLY: {
                    **Number(above=1, most=100).schema(),
                    "description": "So many times what base rules give in the first currency.",
                    "examples": [1.25, 1.5, 2],
                },
                REWARD: {**Id().schema(), "description": "A reward that costs the level's members nothing."},
                STACK: {
                    **STACKING.schema(),
                    "description": "Beside other multipliers: `multiply` what they made (the default), or `add` to it.",
                },
            },
            "additionalProperties": {"anyOf": [Literal("true").schema(), Texts().schema()]},
            "dependentRequired": {STACK: [MULTIPLY]},
            "minProperties": 1,
            "maxProperties": 2,
        }


_PERKS: Shape[tuple[Perk, ...]] = ListOf(PerkOf())

_GIFT: Shape[Gift] = Refined(
    Table(
        "to whom a level is given",
        {
            "traits": Key(
                TRAITS, "Traits that the member must have, for as long as the level lasts.", required=True
            ),
            "perks": Key(
                OneOf((Refined(Literal("none"), lambda _word, _scope: ()), _PERKS)),
                "What it brings to those who did not earn it, instead of the level's own perks.",
            ),
            "text": Key(Texts("a sentence"), "What members read of it, instead of the traits."),
        },
        example="{traits: {card: gold}}",
    ),
    lambda values, _scope: Gift(values["traits"], values.get("perks"), values.get("text")),
)

LEVEL = Table(
    "a level",
    {
        "id": Key(Id("a level's id", "gold"), "A short word that names the level.", required=True),
        "name": Key(Texts("the level's name"), "What members read as its name; its id when left out."),
        "at": Key(THRESHOLD, "Reached with so much or more."),
        "given": Key(_GIFT, "To whom the level is given without reaching it."),
        "perks": Key(_PERKS, "What the level brings."),
    },
    example="{id: gold, at: 500}",
    advice="Levels stand in a list: `[{id: bronze}, {id: silver, at: 500}]`.",
)


def level_of(values: dict[str, Any], place: int, counters: Mapping[str, Counter], scope: Scope) -> Level:
    """The level at a place of the ladder, its thresholds in the counters' smallest units."""
    if place and "at" not in values and "given" not in values:
        message = f"Level `{values['id']}` does not say where it begins."
        advice = "Write `at:`, or `given:`; only the first level is everybody's."
        raise scope.fault("missing_key", message, advice)
    id_, at = values["id"], values.get("at")
    return Level(
        id=id_,
        name=values.get("name", {"en": id_.replace("-", " ").capitalize()}),
        needs=tuple(need for need in at.needs(counters) if need.least or at.any_of) if at else (),
        any_of=at is not None and at.any_of,
        perks=values.get("perks", ()),
        given=values.get("given"),
    )

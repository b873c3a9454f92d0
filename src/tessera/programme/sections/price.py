"""`rewards.*.price`: points, and perhaps money; fewer points for the members of a level, or of a segment."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from tessera.programme.construct import Condition, Vocabulary
from tessera.programme.nodes import Entries, Node
from tessera.programme.reward import Price, SegmentPrice
from tessera.programme.sections.conversion import Placed, units_of
from tessera.programme.shapes import (
    CurrencyRef,
    JsonSchema,
    Key,
    LevelRef,
    ListOf,
    MapOf,
    Money,
    Number,
    Refined,
    Scope,
    Shape,
    Table,
)

MONEY = "money"
FOR = "for"
SEGMENTS = "segments"
CONDITIONS: Mapping[str, str] = {
    "traits": "Traits of the member, each with the values that it may have; all of them must hold.",
    "tiers": "The levels whose members pay it.",
    "birthday": "Around the birthday that the member told: the trait `birthday`.",
    "anniversary": "Around the day on which the member joined, from the first return of it on.",
}
"""The conditions that say who belongs to a segment, each with what it says of a price."""

_POINTS = Number("how many points", digits=4, most=1_000_000_000, example="300")
_FEWER = Number("how many points", above=None, least=0, digits=4, most=1_000_000_000, example="250")
_BY_LEVEL = MapOf(
    LevelRef(),
    _FEWER,
    "levels with how many points it is there, such as `{oak: 250}`",
    most=20,
)

Segment = tuple[Placed[Decimal], tuple[Condition, ...]]
"""How many points, where that stands, and for whom."""


def _segments(vocabulary: Vocabulary) -> Shape[tuple[Segment, ...]]:
    conditions = {
        key: Key(Refined(condition.shape, condition.read), CONDITIONS[key], examples=(condition.example,))
        for key, condition in vocabulary.conditions.items()
        if key in CONDITIONS
    }

    def segment(values: dict[str, Any], scope: Scope) -> Segment:
        who = tuple(values[key] for key in conditions if key in values)
        if not who:
            message = "This does not say for whom."
            raise scope.fault("missing_key", message, "Write `traits: {student: yes}` beside the points.")
        return values["points"], who

    points = Key(Refined(_FEWER, Placed), "How many points it is for them.", required=True)
    table = Table(
        "a price for some members",
        {"points": points, **conditions},
        example="{traits: {student: yes}, points: 200}",
    )
    return ListOf(Refined(table, segment), most=20)


def _segment_price(
    own: Placed[Decimal], who: tuple[Condition, ...], currency: str, everybody: int
) -> SegmentPrice:
    points = units_of(own.value, currency, own.scope)
    if points >= everybody:
        message = "This is not less than what everybody pays."
        raise own.scope.fault("not_less", message, "Write fewer points, or say who may have it at all.")
    return SegmentPrice(points, who)


@dataclass(frozen=True)
class PriceOf(Shape[Price]):
    """`{points: 300}`; with `money` beside it, and `for` and `segments`, what it is for some members."""

    vocabulary: Vocabulary

    kind: ClassVar[type[Entries]] = Entries

    @property
    def expected(self) -> str:
        return "a price, such as `{points: 300}` or `{points: 300, money: 2.00}`"

    def read(self, node: Node, scope: Scope) -> Price:
        if not isinstance(node, Entries):
            raise scope.mismatch(node, self.expected)
        money, levels, segments = node.get(MONEY), node.get(FOR), node.get(SEGMENTS)
        points = [(key, value) for key, value in node.pairs if key.text not in {MONEY, FOR, SEGMENTS}]
        if len(points) != 1:
            message = (
                "A price is in one currency." if points else "A price is in points; money may come on top."
            )
            raise scope.at(node).fault(
                "one_currency", message, "Write `{points: 300}`, or leave `price` out."
            )
        ((key, value),) = points
        currency = CurrencyRef().read(key, scope)
        amount = units_of(_POINTS.read(value, scope), currency, scope.at(value))
        by_level: dict[str, Decimal] = _BY_LEVEL.read(levels, scope) if levels else {}
        by_segment = _segments(self.vocabulary).read(segments, scope) if segments else ()
        return Price(
            currency,
            amount,
            Money().read(money, scope) if money else 0,
            {level: units_of(own, currency, scope.at(levels or node)) for level, own in by_level.items()},
            tuple(_segment_price(own, who, currency, amount) for own, who in by_segment),
        )

    def schema(self) -> JsonSchema:
        return {
            "type": "object",
            "properties": {
                MONEY: {**Money().schema(), "description": "Money that is paid beside the points."},
                FOR: {
                    **_BY_LEVEL.schema(),
                    "description": "How many points it is for the members of levels.",
                },
                SEGMENTS: {
                    **_segments(self.vocabulary).schema(),
                    "description": "How many points it is for members of whom something holds.",
                },
            },
            "additionalProperties": _POINTS.schema(),
            "minProperties": 1,
            "maxProperties": 4,
            "examples": [{"points": 300}, {"points": 300, MONEY: 2.00}],
        }

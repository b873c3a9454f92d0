"""`rewards.*.price`: points, and perhaps money; fewer points for the members of a level."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from tessera.programme.nodes import Entries, Node
from tessera.programme.reward import Price
from tessera.programme.sections.conversion import units_of
from tessera.programme.shapes import CurrencyRef, JsonSchema, LevelRef, MapOf, Money, Number, Scope, Shape

MONEY = "money"
FOR = "for"
_POINTS = Number("how many points", digits=4, most=1_000_000_000, example="300")
_BY_LEVEL = MapOf(
    LevelRef(),
    Number("how many points", above=None, least=0, digits=4, most=1_000_000_000, example="250"),
    "levels with how many points it is there, such as `{oak: 250}`",
    most=20,
)


@dataclass(frozen=True)
class PriceOf(Shape[Price]):
    """`{points: 300}`; with `money` beside it, and `for`, what it is for the members of levels."""

    kind: ClassVar[type[Entries]] = Entries

    @property
    def expected(self) -> str:
        return "a price, such as `{points: 300}` or `{points: 300, money: 2.00}`"

    def read(self, node: Node, scope: Scope) -> Price:
        if not isinstance(node, Entries):
            raise scope.mismatch(node, self.expected)
        money, levels = node.get(MONEY), node.get(FOR)
        points = [(key, value) for key, value in node.pairs if key.text not in {MONEY, FOR}]
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
        return Price(
            currency,
            amount,
            Money().read(money, scope) if money else 0,
            {level: units_of(own, currency, scope.at(levels or node)) for level, own in by_level.items()},
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
            },
            "additionalProperties": _POINTS.schema(),
            "minProperties": 1,
            "maxProperties": 3,
            "examples": [{"points": 300}, {"points": 300, MONEY: 2.00}],
        }

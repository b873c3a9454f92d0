"""The outer form that the giving benefits share: `{<currency>: <amount>, per: <what>}`."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from tessera.programme.nodes import Entries, Node
from tessera.programme.shapes import (
    CurrencyRef,
    JsonSchema,
    Scope,
    Shape,
    Unreadable,
    minor_units,
    quoted,
    suggestion,
)

PER = "For every so much: an amount of money spent, or a measure and how much of it."


@dataclass(frozen=True, slots=True)
class Gift:
    """What was read: an amount of a currency, or a table of them, for each `per` (None: once)."""

    currency: str
    amount: Any
    per: Any = None


@dataclass(frozen=True)
class Given(Shape[Gift]):
    """One currency with its amount and, where the benefit has one, a `per`."""

    amount: Shape[Any]
    per: Shape[Any] | None = None
    kind: ClassVar[type[Entries]] = Entries

    @property
    def expected(self) -> str:
        return "a currency and how much of it, such as `{points: 500}`"

    def fits(self, node: Node) -> bool:
        """By the form alone: is there a `per` of the right sort, or none; and an amount that fits?"""
        if not isinstance(node, Entries):
            return False
        per = node.get("per")
        if (per is None) != (self.per is None) or (per and self.per and not self.per.fits(per)):
            return False
        return any(self.amount.fits(value) for key, value in node.pairs if key.text != "per")

    def read(self, node: Node, scope: Scope) -> Gift:
        if not isinstance(node, Entries):
            raise scope.mismatch(node, self.expected)
        gifts = [(key, value) for key, value in node.pairs if key.text != "per"]
        strange = [key for key, _ in gifts if key.text not in scope.currencies]
        if len(gifts) > 1 and strange:
            message = f"{quoted(strange[0].text)} is neither a currency of this programme nor `per`."
            raise scope.at(strange[0]).fault(
                "unknown_key", message, suggestion(strange[0].text, ["per", *scope.currencies])
            )
        if len(gifts) != 1:
            message = f"A rule gives one currency, but {len(gifts)} stand here."
            raise scope.at(node).fault("one_currency", message, "Write a rule for each currency.")
        (key, value), per = gifts[0], node.get("per")
        broken = False
        try:
            currency = CurrencyRef().read(key, scope)
        except Unreadable:
            broken = True
        try:
            amount = self.amount.read(value, scope)
        except Unreadable:
            broken = True
        each = self.per.read(per, scope) if self.per is not None and per is not None else None
        if broken:
            raise Unreadable
        return Gift(currency, amount, each)

    def schema(self) -> JsonSchema:
        amount = self.amount.schema()
        if self.per is None:
            return {
                "type": "object",
                "properties": {"per": False},
                "additionalProperties": amount,
                "minProperties": 1,
                "maxProperties": 1,
            }
        return {
            "type": "object",
            "properties": {"per": {**self.per.schema(), "description": PER}},
            "required": ["per"],
            "additionalProperties": amount,
            "minProperties": 2,
            "maxProperties": 2,
        }


def whole_units(currency: str, amount: Decimal, scope: Scope) -> int:
    """The amount in whole smallest units of its currency: of points, or of money."""
    if scope.currencies[currency]:
        return minor_units(amount, scope)
    units = in_units(currency, amount, scope)
    if units != int(units):
        scale = scope.scales.get(currency, 0)
        message = f"{amount} is not a whole number of points."
        advice = "Points are given whole; a rate may have decimals."
        if scale:
            message = f"{amount} has more digits than `{currency}` has: {scale} after the point."
            advice = "Round it; a rate may have more."
        raise scope.fault("too_precise", message, advice)
    return int(units)


def in_units(currency: str, amount: Decimal, scope: Scope) -> Decimal:
    """The amount of a rate in smallest units of its currency: of points, or of money."""
    is_money = scope.currencies[currency]
    return amount.scaleb(scope.money_digits if is_money else scope.scales.get(currency, 0))

"""Numbers: whole numbers, decimals, money, percentages. Exact: no float ever stands between text and value."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from tessera.programme.nodes import Node, Scalar
from tessera.programme.shapes.meant import number_meant, percent_meant
from tessera.programme.shapes.scope import Scope, Unreadable, perhaps, quoted
from tessera.programme.shapes.shape import JsonSchema, Shape

_WHOLE = re.compile(r"-?[0-9]{1,18}")
_DECIMAL = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,9})?")
_EXPONENT = re.compile(r"-?[0-9.]+[eE][+-]?[0-9]+")
_GROUPED = re.compile(r"[0-9][,_ ][0-9]")
_LONG = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?) ?%")
LARGEST = 1_000_000_000_000


@dataclass(frozen=True)
class Whole(Shape[int]):
    """A whole number from `least` to `most`."""

    of: str = "a whole number"
    least: int = 1
    most: int = LARGEST
    example: int = 3

    @property
    def expected(self) -> str:
        return f"{self.of}, such as {max(self.least, self.example)}"

    def read(self, node: Node, scope: Scope) -> int:
        text = self.text(node, scope)
        if not _WHOLE.fullmatch(text):
            raise _not_a_number(node, scope, text, self.expected)
        number = int(text)
        if not self.least <= number <= self.most:
            message = f"{quoted(text)} is out of range."
            advice = f"Write a whole number from {self.least} to {self.most}."
            raise scope.at(node).fault("out_of_range", message, advice)
        return number

    def schema(self) -> JsonSchema:
        return {
            "type": ["integer", "string"],
            "minimum": self.least,
            "maximum": self.most,
            "pattern": "^[0-9]+$",
        }


@dataclass(frozen=True)
class Number(Shape[Decimal]):
    """A decimal number: more than `above` (or at least `least`), at most `most`, at most `digits` after the point."""

    of: str = "a number"
    above: int | None = 0
    least: int | None = None
    most: int = LARGEST
    digits: int = 6
    example: str = "1.5"

    @property
    def expected(self) -> str:
        return f"{self.of}, such as {self.example}"

    def read(self, node: Node, scope: Scope) -> Decimal:
        text = self.text(node, scope)
        if not _DECIMAL.fullmatch(text):
            raise _not_a_number(node, scope, text, self.expected)
        number = Decimal(text)
        too_small = (self.above is not None and number <= self.above) or (
            self.least is not None and number < self.least
        )
        if too_small or number > self.most:
            start = f"more than {self.above}" if self.above is not None else f"at least {self.least}"
            message = f"{quoted(text)} is out of range."
            raise scope.at(node).fault("out_of_range", message, f"Write {start} and at most {self.most}.")
        if decimals(number) > self.digits:
            message = f"{quoted(text)} has more than {self.digits} digits after the point."
            raise scope.at(node).fault("too_precise", message, f"Write at most {self.digits}.")
        return number

    def schema(self) -> JsonSchema:
        bounds: JsonSchema = {
            "type": ["number", "string"],
            "maximum": self.most,
            "pattern": f"^{_DECIMAL.pattern}$",
        }
        if self.above is not None:
            bounds["exclusiveMinimum"] = self.above
        if self.least is not None:
            bounds["minimum"] = self.least
        return bounds


@dataclass(frozen=True)
class Money(Shape[int]):
    """An amount of the programme's money, as minor units: 20.00 USD is 2000. More than nothing."""

    of: str = "an amount of money"
    example: ClassVar[str] = "20.00"

    @property
    def expected(self) -> str:
        return f"{self.of}, such as {self.example}"

    def read(self, node: Node, scope: Scope) -> int:
        amount = Number(self.of, digits=9, most=LARGEST // 10**scope.money_digits, example=self.example).read(
            node, scope
        )
        return minor_units(amount, scope.at(node))

    def schema(self) -> JsonSchema:
        return Number().schema()


@dataclass(frozen=True)
class Percent(Shape[Decimal]):
    """A percentage as the share that it means: `2%` is 0.02."""

    of: str = "a percentage"
    most: int = 100

    @property
    def expected(self) -> str:
        return f"{self.of}, such as 2%"

    def read(self, node: Node, scope: Scope) -> Decimal:
        text = self.text(node, scope)
        match = _PERCENT.fullmatch(text)
        if match is None:
            raise scope.mismatch(node, self.expected, meant=percent_meant(text))
        percent = Decimal(match[1])
        if not 0 < percent <= self.most:
            advice = f"Write more than 0% and at most {self.most}%."
            raise scope.at(node).fault("out_of_range", f"{quoted(text)} is out of range.", advice)
        return percent / 100

    def schema(self) -> JsonSchema:
        return {"type": "string", "pattern": f"^{_PERCENT.pattern}$"}

    def fits(self, node: Node) -> bool:
        return isinstance(node, Scalar) and node.text.endswith("%")


def decimals(number: Decimal) -> int:
    """How many digits after the point the value needs (1.50 needs one)."""
    return max(0, -int(number.normalize().as_tuple().exponent))


def minor_units(amount: Decimal, scope: Scope) -> int:
    """An amount of money as minor units; more digits than the money has are reported."""
    if decimals(amount) > scope.money_digits:
        message = f"{amount} has more digits than {scope.money} has: {scope.money_digits} after the point."
        raise scope.fault("too_precise", message, "Round it to a whole minor unit.")
    return int(amount.scaleb(scope.money_digits))


def _not_a_number(node: Node, scope: Scope, text: str, expected: str) -> Unreadable:
    if _LONG.fullmatch(text) and _DECIMAL.fullmatch(text) is None:
        message = f"{quoted(text)} has too many digits."
        return scope.at(node).fault("out_of_range", message, f"Write {expected}.")
    advice = f"Write {expected}."
    if percent := _PERCENT.fullmatch(text):
        advice += f" A percentage has no place here: {text} is {Decimal(percent[1]) / 100:f}."
    elif "%" in text:
        advice += " A percentage has no place here."
    elif _GROUPED.search(text):
        advice += " Digits are not grouped, and a point stands before the decimals: 1000.50."
    elif _EXPONENT.fullmatch(text):
        advice += " All digits are written out."
    advice += perhaps(number_meant(text))
    return scope.at(node).fault("wrong_type", f"{quoted(text)} is not a number.", advice)

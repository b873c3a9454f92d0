"""`currencies:`, what the programme gives: points, or money back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from tessera.programme.document import Currency
from tessera.programme.nodes import Entries, Items, Node
from tessera.programme.sections.life import CURRENCY_EXPIRY, PENDING, SHELTER
from tessera.programme.shapes import (
    Choice,
    Id,
    JsonSchema,
    Key,
    ListOf,
    MapOf,
    Number,
    Refined,
    Scope,
    Shape,
    Table,
    Text,
    Whole,
)
from tessera.programme.shapes.numbers import decimals, minor_units
from tessera.programme.shapes.words import language_map_schema, per_language


class Unit(StrEnum):
    """What a currency counts."""

    POINTS = "points"
    MONEY = "money"


@dataclass(frozen=True)
class PluralForms(Shape[Mapping[str, tuple[str, ...]]]):
    """A name in its plural forms, per language, or in English alone: `[point, points]`; a single one may do."""

    of: str = "a name in its plural forms"

    @property
    def expected(self) -> str:
        return f"{self.of}, such as `{{en: [point, points]}}`"

    def read(self, node: Node, scope: Scope) -> Mapping[str, tuple[str, ...]]:
        forms = ListOf(Text("a plural form"), most=6, repeats=True)
        if isinstance(node, Entries):
            return per_language(node, scope, forms)
        return {"en": forms.read(node, scope)}

    def schema(self) -> JsonSchema:
        forms = ListOf(Text(), most=6).schema()
        shown = {
            "en": ["point", "points"],
            "ru": ["балл", "балла", "баллов"],
            "ro": ["punct", "puncte", "de puncte"],
        }
        return {"anyOf": [forms, language_map_schema(forms)], "examples": [shown]}

    def fits(self, node: Node) -> bool:
        return isinstance(node, Entries | Items) or super().fits(node)


def _currency(values: dict[str, Any], scope: Scope) -> Currency:
    is_money = values.pop("unit", Unit.POINTS) is Unit.MONEY
    if is_money and "worth" in values:
        message = "A currency whose unit is money is worth what it is."
        raise scope.fault("worth_of_money", message, "Remove `worth`.")
    if is_money and "scale" in values:
        message = "Money is counted in its smallest coin."
        raise scope.fault("scale_of_money", message, "Remove `scale`.")
    values.setdefault("worth", None)
    if "most" in values:
        values["most"] = _most(values["most"], scope, is_money=is_money, scale=values.get("scale", 0))
    return Currency(id="", is_money=is_money, **values)


def _most(amount: Decimal, scope: Scope, *, is_money: bool, scale: int) -> int:
    if is_money:
        return minor_units(amount, scope)
    if decimals(amount) > scale:
        message = f"{amount} has more digits than the currency has: {scale} after the point."
        raise scope.fault("too_precise", message, "Round it to a whole number of points.")
    return int(amount.scaleb(scale))


def _named(currencies: dict[str, Currency], _scope: Scope) -> dict[str, Currency]:
    return {id_: replace(currency, id=id_) for id_, currency in currencies.items()}


SCALE = Whole("digits after the point", most=2)
WORTH = Number("an amount of money")

CURRENCIES: Shape[dict[str, Currency]] = Refined(
    MapOf(
        Id("a currency's id", "points"),
        Refined(
            Table(
                "a currency",
                {
                    "name": Key(PluralForms(), "Its name in its plural forms, per language.", required=True),
                    "unit": Key(Choice(Unit, "a unit"), "What it counts: points (the default) or money."),
                    "scale": Key(SCALE, "Digits after the point: 1 counts tenths of points, 2 hundredths."),
                    "worth": Key(WORTH, "Money for one point, when points can be spent."),
                    "pending": Key(PENDING, "How long new points wait until they can be used."),
                    "expire": Key(CURRENCY_EXPIRY, "How long points last."),
                    "shelter": Key(SHELTER, "The levels on which nothing expires."),
                    "most": Key(
                        Number("an amount"), "What a balance may come to; beyond it, rules give nothing."
                    ),
                },
                example="{name: [point, points], worth: 0.01}",
            ),
            _currency,
        ),
        "currencies by id, such as `points: {name: [point, points]}`",
        most=20,
    ),
    _named,
)

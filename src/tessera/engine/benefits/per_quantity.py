"""`give: {points: 5, per: {quantity: 1}}`: in proportion to how many, or how much, was bought."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar, Self

from tessera.engine.benefits.given import Gift, Given, in_units
from tessera.programme.document import Phase
from tessera.programme.shapes import Key, Number, Refined, Scope, Shape, Table
from tessera.programme.speak import Speaker

_PER = Refined(
    Table(
        "a quantity",
        {
            "quantity": Key(
                Number("a quantity", digits=3), "How many or how much: pieces, kilos, litres.", required=True
            )
        },
    ),
    lambda values, _: int(values["quantity"] * 1000),
)


@dataclass(frozen=True, slots=True)
class PerQuantity:
    """`units` of `currency` for every `per_quantity_milli` thousandths of quantity; parts count in proportion."""

    currency: str
    units: Decimal
    per_quantity_milli: int

    key: ClassVar[str] = "give"
    about: ClassVar[str] = (
        "So much for every quantity bought: pieces, kilos, litres, as the lines count them."
    )
    example: ClassVar[str] = "{points: 5, per: {quantity: 1}}"
    shape: ClassVar[Shape[Any]] = Given(Number("an amount"), per=_PER)
    phase: ClassVar[Phase] = Phase.BASE
    once: ClassVar[bool] = False
    texts: ClassVar[Mapping[str, str]] = {
        "en": """
per-quantity = you earn { $amount } for every { $quantity ->
    [one] item
   *[other] { $shown } items
} you buy
per-quantity-goods = you earn { $amount } for every { $quantity ->
    [one] item
   *[other] { $shown } items
} of { $goods }
""",
        "ru": """
per-quantity = вы получаете { $amount } за { $quantity ->
    [one] { $quantity ->
        [1] каждую единицу
       *[other] каждую { $shown } единицу
    }
    [few] каждые { $shown } единицы
    [many] каждые { $shown } единиц
   *[other] каждые { $shown } единицы
} товара
per-quantity-goods = вы получаете { $amount } за { $goods } — за { $quantity ->
    [one] { $quantity ->
        [1] каждую единицу
       *[other] каждую { $shown } единицу
    }
    [few] каждые { $shown } единицы
    [many] каждые { $shown } единиц
   *[other] каждые { $shown } единицы
}
""",
        "ro": """
per-quantity = primiți { $amount } pentru fiecare { $quantity ->
    [one] produs cumpărat
    [few] { $shown } produse cumpărate
   *[other] { $shown } de produse cumpărate
}
per-quantity-goods = primiți { $amount } pentru fiecare { $quantity ->
    [one] produs cumpărat
    [few] { $shown } produse cumpărate
   *[other] { $shown } de produse cumpărate
} ({ $goods })
""",
    }

    @classmethod
    def read(cls, value: Gift, scope: Scope) -> Self:
        return cls(currency=value.currency, units=in_units(value, scope), per_quantity_milli=value.per)

    @property
    def fixed(self) -> int:
        return 0

    @property
    def per_minor(self) -> Fraction:
        return Fraction(0)

    @property
    def per_milli(self) -> Fraction:
        return Fraction(self.units) / self.per_quantity_milli

    def say(self, speaker: Speaker, *, goods: str, extra: bool) -> str:
        quantity = Decimal(self.per_quantity_milli) / 1000
        return speaker.say(
            "per-quantity-goods" if goods else "per-quantity",
            amount=speaker.amount(self.currency, self.units, extra=extra),
            quantity=quantity,
            shown=speaker.number(quantity),
            goods=goods,
        )

"""`give: {points: 2, per: 1.00}`: in proportion to the money spent."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar, Self

from tessera.engine.benefits.given import Gift, Given, in_units
from tessera.programme.document import Phase
from tessera.programme.shapes import Money, Number, Scope, Shape
from tessera.programme.speak import Speaker


@dataclass(frozen=True, slots=True)
class PerAmount:
    """`units` of `currency` for every `per` minor units of money; parts count in proportion."""

    currency: str
    units: Decimal
    per: int

    key: ClassVar[str] = "give"
    about: ClassVar[str] = "So much for every amount of money spent; parts of it count in proportion."
    example: ClassVar[str] = "{points: 2, per: 1.00}"
    shape: ClassVar[Shape[Any]] = Given(
        Number("an amount"), per=Money("what must be spent for it (`{litre: 1}` counts litres)")
    )
    phase: ClassVar[Phase] = Phase.BASE
    once: ClassVar[bool] = False
    texts: ClassVar[Mapping[str, str]] = {
        "en": """
per-amount = you earn { $amount } for every { $spent } you spend
per-amount-goods = you earn { $amount } for every { $spent } you spend on { $goods }
""",
        "ru": """
per-amount = вы получаете { $amount } за { every-sum }
per-amount-goods = вы получаете { $amount } за { every-sum }, { spent-sum } на { $goods },
""",
        "ro": """
per-amount = primiți { $amount } pentru fiecare { $spent } { spent-sum }
per-amount-goods = primiți { $amount } pentru fiecare { $spent } { spent-sum } pe { $goods }
""",
    }

    @classmethod
    def read(cls, value: Gift, scope: Scope) -> Self:
        return cls(
            currency=value.currency, units=in_units(value.currency, value.amount, scope), per=value.per
        )

    @property
    def fixed(self) -> int:
        return 0

    @property
    def per_minor(self) -> Fraction:
        return Fraction(self.units) / self.per

    @property
    def per_milli(self) -> Fraction:
        return Fraction(0)

    def say(self, speaker: Speaker, *, goods: str, extra: bool) -> str:
        amount = speaker.amount(self.currency, self.units, extra=extra)
        message = "per-amount-goods" if goods else "per-amount"
        return speaker.say(
            message,
            amount=amount,
            spent=speaker.money(self.per),
            count=speaker.in_major(self.per),
            money=speaker.programme.money,
            goods=goods,
        )

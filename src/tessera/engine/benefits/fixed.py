"""`give: {points: 500}`: so much for the activity, however large it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar, Self

from tessera.engine.benefits.given import Gift, Given, whole_units
from tessera.programme.document import Phase
from tessera.programme.shapes import Number, Scope, Shape
from tessera.programme.speak import Speaker


@dataclass(frozen=True, slots=True)
class Fixed:
    """`amount` whole units of `currency`, once for each activity."""

    currency: str
    amount: int

    key: ClassVar[str] = "give"
    about: ClassVar[str] = "So much for each activity."
    example: ClassVar[str] = "{points: 500}"
    shape: ClassVar[Shape[Any]] = Given(Number("an amount"))
    phase: ClassVar[Phase] = Phase.BONUS
    once: ClassVar[bool] = True
    texts: ClassVar[Mapping[str, str]] = {
        "en": """
fixed = you get { $amount }
fixed-goods = you get { $amount } for { $goods }
""",
        "ru": """
fixed = вы получаете { $amount }
fixed-goods = вы получаете { $amount } за { $goods }
""",
        "ro": """
fixed = primiți { $amount }
fixed-goods = primiți { $amount } pentru { $goods }
""",
    }

    @classmethod
    def read(cls, value: Gift, scope: Scope) -> Self:
        return cls(currency=value.currency, amount=whole_units(value.currency, value.amount, scope))

    @property
    def fixed(self) -> int:
        return self.amount

    @property
    def per_minor(self) -> Fraction:
        return Fraction(0)

    @property
    def per_milli(self) -> Fraction:
        return Fraction(0)

    def say(self, speaker: Speaker, *, goods: str, extra: bool) -> str:
        del extra  # a fixed gift is never a part of something else
        amount = speaker.amount(self.currency, self.amount)
        return speaker.say("fixed-goods" if goods else "fixed", amount=amount, goods=goods)

"""`give: {cash: 2%}`: a part of the money spent comes back as money."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar, Self

from tessera.engine.benefits.given import Gift, Given
from tessera.programme.document import Phase
from tessera.programme.shapes import Percent, Scope, Shape
from tessera.programme.speak import Speaker


@dataclass(frozen=True, slots=True)
class Cashback:
    """`share` (more than 0, at most 1) of the amount spent, in minor units of the programme's money."""

    currency: str
    share: Decimal

    key: ClassVar[str] = "give"
    about: ClassVar[str] = "A part of the money spent, in a currency whose unit is money."
    example: ClassVar[str] = "{cash: 2%}"
    shape: ClassVar[Shape[Any]] = Given(Percent())
    phase: ClassVar[Phase] = Phase.BASE
    once: ClassVar[bool] = False
    texts: ClassVar[Mapping[str, str]] = {
        "en": """
cashback = you get { $more ->
    [extra] an extra { $share }
   *[plain] { $share }
} in { $currency } on what you spend
cashback-goods = you get { $more ->
    [extra] an extra { $share }
   *[plain] { $share }
} in { $currency } on { $goods }
""",
        "ru": """
cashback = { $more ->
    [extra] ещё { $share }
   *[plain] { $share }
} от суммы покупки возвращается к вам как { $name }
cashback-goods = { $more ->
    [extra] ещё { $share }
   *[plain] { $share }
} от суммы, потраченной на { $goods }, возвращается к вам как { $name }
""",
        "ro": """
cashback = primiți înapoi { $more ->
    [extra] încă { $share }
   *[plain] { $share }
} din suma cheltuită, sub formă de { $currency }
cashback-goods = primiți înapoi { $more ->
    [extra] încă { $share }
   *[plain] { $share }
} din suma cheltuită pe { $goods }, sub formă de { $currency }
""",
    }

    @classmethod
    def read(cls, value: Gift, scope: Scope) -> Self:
        if not scope.currencies[value.currency]:
            message = f"A percentage can be given in money only, but `{value.currency}` counts points."
            advice = (
                f"Write `unit: money` in the currency, or give a rate: `{{{value.currency}: 2, per: 1.00}}`."
            )
            raise scope.fault("not_money", message, advice)
        return cls(currency=value.currency, share=value.amount)

    @property
    def fixed(self) -> int:
        return 0

    @property
    def per_minor(self) -> Fraction:
        return Fraction(self.share)

    @property
    def per_milli(self) -> Fraction:
        return Fraction(0)

    def say(self, speaker: Speaker, *, goods: str, extra: bool) -> str:
        return speaker.say(
            "cashback-goods" if goods else "cashback",
            more="extra" if extra else "plain",
            share=speaker.percent(self.share),
            currency=speaker.currency_name(self.currency),
            name=speaker.noun(self.currency, 1),
            goods=goods,
        )

"""`give: {points: {20.00: 10, 50.00: 30}}`, with `per: 1.00` or without: by a table over the amount spent."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any, ClassVar, Self

from tessera.engine.benefits.given import Gift, Given, in_units, whole_units
from tessera.programme.document import Phase
from tessera.programme.shapes import MapOf, Money, Number, Scope, Shape, minor_units
from tessera.programme.speak import Speaker

_AMOUNT = Number("where a step begins", above=None, least=0, digits=9, example="20.00")
_STEPS = MapOf(_AMOUNT, Number("an amount"), "steps, such as `{20.00: 10, 50.00: 30}`", most=50)

Step = tuple[int, Fraction, Fraction]
"""From so many minor units on: (from, fixed, by minor unit)."""


@dataclass(frozen=True, slots=True)
class PerStep:
    """What the highest step gives that the amount reaches, for the whole amount.

    `table`: (from so many minor units, units of `currency`), rising in both.
    """

    currency: str
    table: tuple[tuple[int, Decimal], ...]

    key: ClassVar[str] = "give"
    about: ClassVar[str] = "By the amount spent: what its highest step gives, once."
    example: ClassVar[str] = "{points: {20.00: 10, 50.00: 30}}"
    shape: ClassVar[Shape[Any]] = Given(_STEPS)
    phase: ClassVar[Phase] = Phase.BONUS
    once: ClassVar[bool] = True
    texts: ClassVar[Mapping[str, str]] = {
        "en": """
per-step = you get { $steps }
per-step-goods = you get { $steps } on { $goods }
step = { $amount } if you spend at least { $from }
step-any = { $amount }
""",
        "ru": """
per-step = вы получаете { $steps }
per-step-goods = вы получаете { $steps } на { $goods }
step = { $amount } за сумму от { $from }
step-any = { $amount }
""",
        "ro": """
per-step = primiți { $steps }
per-step-goods = primiți { $steps } pe { $goods }
step = { $amount } pentru cel puțin { $from }
step-any = { $amount }
""",
    }

    @classmethod
    def read(cls, value: Gift, scope: Scope) -> Self:
        whole = [
            (minor_units(at, scope), Decimal(whole_units(value.currency, amount, scope)))
            for at, amount in value.amount.items()
        ]
        return cls(value.currency, rising(whole, scope))

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple((at, Fraction(units), Fraction(0)) for at, units in self.table)

    def say(self, speaker: Speaker, *, goods: str, extra: bool) -> str:
        del extra  # a gift by step is never a part of something else
        steps = [
            speaker.say(
                "step" if at else "step-any",
                amount=speaker.amount(self.currency, units),
                **{"from": speaker.money(at)},
            )
            for at, units in self.table
        ]
        return speaker.say(
            "per-step-goods" if goods else "per-step", steps=speaker.all_of(steps), goods=goods
        )


@dataclass(frozen=True, slots=True)
class RatePerStep:
    """What the highest step gives that the amount reaches, for every `per` minor units of the whole amount."""

    currency: str
    table: tuple[tuple[int, Decimal], ...]
    per: int

    key: ClassVar[str] = "give"
    about: ClassVar[str] = "A rate that jumps, for the whole amount, where the amount reaches a step."
    example: ClassVar[str] = "{points: {0: 1, 50.00: 2}, per: 1.00}"
    shape: ClassVar[Shape[Any]] = Given(_STEPS, per=Money("what must be spent for it"))
    phase: ClassVar[Phase] = Phase.BASE
    once: ClassVar[bool] = False
    texts: ClassVar[Mapping[str, str]] = {
        "en": """
rate-per-step = for every { $spent } you spend you earn { $steps }
rate-per-step-goods = for every { $spent } you spend on { $goods } you earn { $steps }
rate-step = { $amount } if you spend at least { $from } in all
rate-step-any = { $amount }
""",
        "ru": """
rate-per-step = за { every-sum } вы получаете { $steps }
rate-per-step-goods = за { every-sum }, { spent-sum } на { $goods }, вы получаете { $steps }
rate-step = { $amount } при сумме от { $from }
rate-step-any = { $amount }
""",
        "ro": """
rate-per-step = pentru fiecare { $spent } { spent-sum } primiți { $steps }
rate-per-step-goods = pentru fiecare { $spent } { spent-sum } pe { $goods } primiți { $steps }
rate-step = { $amount } dacă cheltuiți în total cel puțin { $from }
rate-step-any = { $amount }
""",
    }

    @classmethod
    def read(cls, value: Gift, scope: Scope) -> Self:
        rates = [
            (minor_units(at, scope), in_units(value.currency, amount, scope))
            for at, amount in value.amount.items()
        ]
        return cls(value.currency, rising(rates, scope), value.per)

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple((at, Fraction(0), Fraction(units) / self.per) for at, units in self.table)

    def say(self, speaker: Speaker, *, goods: str, extra: bool) -> str:
        steps = [
            speaker.say(
                "rate-step" if at else "rate-step-any",
                amount=speaker.amount(self.currency, units, extra=extra),
                **{"from": speaker.money(at)},
            )
            for at, units in self.table
        ]
        return speaker.say(
            "rate-per-step-goods" if goods else "rate-per-step",
            spent=speaker.money(self.per),
            count=speaker.in_major(self.per),
            money=speaker.programme.money,
            steps=speaker.all_of(steps),
            goods=goods,
        )


def rising(steps: list[tuple[int, Decimal]], scope: Scope) -> tuple[tuple[int, Decimal], ...]:
    """The steps from the lowest amount; whoever spends more must get more, or a return could earn points."""
    ordered = sorted(steps)
    for (low, less), (high, more) in pairwise(ordered):
        if low == high or less >= more:
            message = "A higher step does not give more than the one below it."
            raise scope.fault(
                "steps_not_rising", message, "Write more for more, such as `{20.00: 10, 50.00: 30}`."
            )
    return tuple(ordered)

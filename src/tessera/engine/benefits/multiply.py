"""`multiply: 2`: what the base rules give for the same lines, times a factor."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar, Self

from tessera.programme.document import Phase
from tessera.programme.shapes import Number, Scope, Shape
from tessera.programme.speak import Speaker


@dataclass(frozen=True, slots=True)
class Multiply:
    """`by` times what the base phase gave for the rule's own lines; more than 1, at most 100."""

    by: Decimal

    key: ClassVar[str] = "multiply"
    about: ClassVar[str] = "What the base rules give for the same lines, so many times."
    example: ClassVar[str] = "2"
    shape: ClassVar[Shape[Any]] = Number("a factor", above=1, most=100, digits=4)
    phase: ClassVar[Phase] = Phase.MULTIPLIER
    once: ClassVar[bool] = False
    texts: ClassVar[Mapping[str, str]] = {
        "en": """
multiply = you earn { $times ->
    [2] double { $name }
    [3] triple { $name }
   *[other] { $shown } times the { $name }
}
multiply-goods = you earn { $times ->
    [2] double { $name }
    [3] triple { $name }
   *[other] { $shown } times the { $name }
} on { $goods }
""",
        "ru": """
multiply = вы получаете { $times ->
    [2] вдвое
    [3] втрое
   *[other] в { $shown } { $times ->
        [one] раз
        [few] раза
        [many] раз
       *[other] раза
    }
} больше { $name }
multiply-goods = вы получаете { $times ->
    [2] вдвое
    [3] втрое
   *[other] в { $shown } { $times ->
        [one] раз
        [few] раза
        [many] раз
       *[other] раза
    }
} больше { $name } за { $goods }
""",
        "ro": """
multiply = primiți { many-times }
multiply-goods = primiți { many-times } pentru { $goods }
many-times = { $sort ->
    [money] { $times ->
        [2] { $name } dublu
        [3] { $name } triplu
       *[other] de { $shown } ori mai mult { $name }
    }
   *[points] { $times ->
        [2] { $name } duble
        [3] { $name } triple
       *[other] de { $shown } ori mai multe { $name }
    }
}
""",
    }

    @classmethod
    def read(cls, value: Decimal, scope: Scope) -> Self:
        del scope  # a factor needs no knowledge of the rest
        return cls(by=value)

    @property
    def currency(self) -> None:
        """None of its own: it multiplies what others give."""

    @property
    def factor(self) -> Fraction:
        return Fraction(self.by)

    def say(self, speaker: Speaker, *, goods: str, extra: bool) -> str:
        del extra  # the factor says it
        message = "multiply-goods" if goods else "multiply"
        main = next(iter(speaker.programme.currencies.values()))
        return speaker.say(
            message,
            times=self.by,
            shown=speaker.number(self.by),
            sort="money" if main.is_money else "points",
            name=speaker.currency_name(main.id),
            goods=goods,
        )

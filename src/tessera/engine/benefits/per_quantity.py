"""`give: {points: 5, per: {quantity: 1}}`, `{points: 1, per: {litre: 1}}`: in proportion to what is counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar, Self

from tessera.engine.benefits.given import Gift, Given, in_units
from tessera.programme.document import Phase
from tessera.programme.shapes import Id, MapOf, Number, Refined, Scope, Shape
from tessera.programme.speak import Speaker

QUANTITY = "quantity"

_PER = Refined(
    MapOf(
        Id("a measure", "litre"),
        Number("a quantity", digits=3),
        "a measure and how much of it, such as `{litre: 1}`",
        most=1,
    ),
    lambda values, _: next((measure, int(amount * 1000)) for measure, amount in values.items()),
)


@dataclass(frozen=True, slots=True)
class PerQuantity:
    """`units` of `currency` for every `per_quantity_milli` thousandths of `measure`; parts count in proportion.

    The measure `quantity` is the lines' own, whatever their unit; any other is that of lines whose unit it is, and
    what the activity itself measures.
    """

    currency: str
    units: Decimal
    measure: str
    per_quantity_milli: int

    key: ClassVar[str] = "give"
    about: ClassVar[str] = (
        "So much for every quantity, as the lines count it, or every litre, night, kilometre: a unit of its own."
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
per-measure = you earn { $amount } for every { measure }
per-measure-goods = you earn { $amount } for every { measure } of { $goods }
measure = { $quantity ->
    [1] { $noun }
   *[other] { $shown } { $noun }
}
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
per-measure = вы получаете { $amount } за { measure }
per-measure-goods = вы получаете { $amount } за { $goods } — за { measure }
measure = { $unit ->
    [litre] { $quantity ->
        [1] каждый литр
        [one] каждый { $shown } литр
        [few] каждые { $shown } литра
        [many] каждые { $shown } литров
       *[other] каждые { $shown } литра
    }
    [kg] { $quantity ->
        [1] каждый килограмм
        [one] каждый { $shown } килограмм
        [few] каждые { $shown } килограмма
        [many] каждые { $shown } килограммов
       *[other] каждые { $shown } килограмма
    }
    [km] { $quantity ->
        [1] каждый километр
        [one] каждый { $shown } километр
        [few] каждые { $shown } километра
        [many] каждые { $shown } километров
       *[other] каждые { $shown } километра
    }
    [night] { $quantity ->
        [1] каждую ночь
        [one] каждую { $shown } ночь
        [few] каждые { $shown } ночи
        [many] каждые { $shown } ночей
       *[other] каждые { $shown } ночи
    }
    [day] { $quantity ->
        [1] каждый день
        [one] каждый { $shown } день
        [few] каждые { $shown } дня
        [many] каждые { $shown } дней
       *[other] каждые { $shown } дня
    }
    [hour] { $quantity ->
        [1] каждый час
        [one] каждый { $shown } час
        [few] каждые { $shown } часа
        [many] каждые { $shown } часов
       *[other] каждые { $shown } часа
    }
    [visit] { $quantity ->
        [1] каждый визит
        [one] каждый { $shown } визит
        [few] каждые { $shown } визита
        [many] каждые { $shown } визитов
       *[other] каждые { $shown } визита
    }
    [stamp] { $quantity ->
        [1] каждую наклейку
        [one] каждую { $shown } наклейку
        [few] каждые { $shown } наклейки
        [many] каждые { $shown } наклеек
       *[other] каждые { $shown } наклейки
    }
    [counted] { $quantity ->
        [1] { $noun }
        [one] { $shown } { $noun }
       *[other] каждые { $shown } { $noun }
    }
   *[other] { $quantity ->
        [1] { $noun }
       *[other] { $shown } { $noun }
    }
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
per-measure = primiți { $amount } pentru fiecare { measure }
per-measure-goods = primiți { $amount } pentru fiecare { measure } de { $goods }
measure = { $quantity ->
    [1] { $noun }
   *[other] { $shown } { $noun }
}
""",
    }

    @classmethod
    def read(cls, value: Gift, scope: Scope) -> Self:
        measure, milli = value.per
        return cls(value.currency, in_units(value.currency, value.amount, scope), measure, milli)

    @property
    def unit(self) -> str | None:
        """The unit that counts; None when any does."""
        return None if self.measure == QUANTITY else self.measure

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
        message = "per-quantity" if self.unit is None else "per-measure"
        counted = speaker.one(self.measure) if quantity == 1 else speaker.counted(self.measure, quantity)
        plain = speaker.plain(self.measure)
        return speaker.say(
            f"{message}-goods" if goods else message,
            amount=speaker.amount(self.currency, self.units, extra=extra),
            quantity=quantity,
            shown=speaker.number(quantity),
            goods=goods,
            unit="counted" if counted else self.measure,
            noun=counted or speaker.say("measures", type=self.measure, plain=plain, count=quantity),
        )

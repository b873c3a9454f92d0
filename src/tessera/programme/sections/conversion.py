"""`convert:`, what becomes of what on which dates."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Any, Generic, TypeVar

from tessera.programme.conversion import Conversion, PeriodEnd, SetDates
from tessera.programme.shapes import (
    Choice,
    CurrencyRef,
    DayOfYear,
    Id,
    Key,
    ListOf,
    MapOf,
    Number,
    OneOf,
    Refined,
    Scope,
    Shape,
    Table,
    Whole,
)
from tessera.programme.shapes.numbers import decimals

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Portion:
    """So much of a currency, in smallest units; `scope` is where it stands."""

    currency: str
    units: int
    scope: Scope


def _portion(values: Mapping[str, Decimal], scope: Scope) -> Portion:
    if len(values) != 1:
        message = f"This is of one currency, but {len(values)} stand here."
        raise scope.fault("one_currency", message, "Write a conversion for each currency.")
    ((currency, amount),) = values.items()
    return Portion(currency, units_of(amount, currency, scope), scope)


def units_of(amount: Decimal, currency: str, scope: Scope) -> int:
    """An amount of a currency in its smallest units; what is more precise than these is reported."""
    digits = digits_of(currency, scope)
    if decimals(amount) > digits:
        message = f"{amount} has more digits than `{currency}` has: {digits} after the point."
        raise scope.fault("too_precise", message, "Round it to what the currency counts.")
    return int(amount.scaleb(digits))


def digits_of(currency: str, scope: Scope) -> int:
    """How many digits after the point a currency has as the document writes it."""
    return scope.money_digits if scope.currencies[currency] else scope.scales.get(currency, 0)


_AMOUNT = Number("how much", digits=4, most=1_000_000_000, example="100")


def _portion_of(example: str) -> Shape[Portion]:
    of = f"a currency and how much of it, such as `{example}`"
    return Refined(MapOf(CurrencyRef(), _AMOUNT, of), _portion)


@dataclass(frozen=True, slots=True)
class Placed(Generic[T]):
    """A value, and where it stands."""

    value: T
    scope: Scope


def _dates(values: dict[str, Any], scope: Scope) -> SetDates:
    if len(values) != 1:
        message = "Dates are days of each month, or dates of each year."
        advice = "Write one of `{days: [1, 15]}` and `{dates: [03-31, 09-30]}`."
        raise scope.fault("missing_key", message, advice)
    return SetDates(**values)


SET_DATES: Shape[SetDates] = OneOf(
    (
        Refined(
            Table(
                "set dates",
                {
                    "days": Key(
                        ListOf(Whole("a day of the month", most=31), most=31), "These days of each month."
                    ),
                    "dates": Key(ListOf(DayOfYear(), most=50), "These dates of each year: month-day."),
                },
                example="{days: [1, 15]}",
            ),
            _dates,
        ),
        Refined(Choice(PeriodEnd, "an end of a period"), lambda end, _scope: SetDates(end=end)),
    )
)


def _conversion(values: dict[str, Any], _scope: Scope) -> Conversion:
    taken: Portion = values["every"]
    given: Portion = values["give"]
    if taken.currency == given.currency:
        message = f"`{taken.currency}` would become itself."
        raise given.scope.fault("same_currency", message, "Let `give` name another currency.")
    return Conversion(
        id="",
        takes=taken.currency,
        step=taken.units,
        gives=given.currency,
        amount=given.units,
        on=values["on"],
        least=_in_steps(values["at-least"], taken) if "at-least" in values else taken.units,
        bonuses=_bonuses(values["bonus"], taken, given) if "bonus" in values else (),
    )


def _in_steps(written: Placed[Decimal], taken: Portion) -> int:
    """An amount of what is taken, in smallest units. Only whole steps are ever taken, so it must be some."""
    units = units_of(written.value, taken.currency, written.scope)
    beyond = units % taken.units
    if beyond:
        digits = digits_of(taken.currency, written.scope)
        near = [Decimal(n).scaleb(-digits) for n in (units - beyond, units - beyond + taken.units) if n]
        message = (
            f"{written.value} is no multiple of {Decimal(taken.units).scaleb(-digits)}, which `every` takes."
        )
        advice = f"Write {' or '.join(map(str, near))}."
        raise written.scope.fault("between_steps", message, advice)
    return units


def _bonuses(
    written: Placed[Mapping[Decimal, Decimal]], taken: Portion, given: Portion
) -> tuple[tuple[int, int], ...]:
    scope = written.scope
    bonuses = sorted(
        (_in_steps(Placed(at, scope), taken), units_of(extra, given.currency, scope))
        for at, extra in written.value.items()
    )
    if any(less >= more for (_, less), (_, more) in pairwise(bonuses)):
        message = "A higher bonus does not give more than the one below it."
        raise scope.fault("steps_not_rising", message, "Write more for more, such as `{1000: 1, 2000: 3}`.")
    return tuple(bonuses)


def _named(read: dict[str, Conversion], _scope: Scope) -> tuple[Conversion, ...]:
    return tuple(replace(conversion, id=id_) for id_, conversion in read.items())


_BONUSES = MapOf(_AMOUNT, _AMOUNT, "bonuses, such as `{1000: 1, 2000: 3}`", most=20)

CONVERSIONS: Shape[tuple[Conversion, ...]] = Refined(
    MapOf(
        Id("a conversion's id"),
        Refined(
            Table(
                "a conversion",
                {
                    "every": Key(
                        _portion_of("{points: 100}"),
                        "What is taken, step by step: a currency and how much of it.",
                        required=True,
                    ),
                    "give": Key(
                        _portion_of("{cash: 1.00}"),
                        "What each step becomes: another currency and how much of it.",
                        required=True,
                    ),
                    "on": Key(SET_DATES, "When: an end of periods, days or dates.", required=True),
                    "at-least": Key(
                        Refined(_AMOUNT, Placed),
                        "So much must be there, or nothing is taken (default: one step).",
                    ),
                    "bonus": Key(
                        Refined(_BONUSES, Placed),
                        "What is given on top when so much is taken at once.",
                    ),
                },
                example="{every: {points: 100}, give: {cash: 1.00}, on: quarter-end}",
            ),
            _conversion,
        ),
        "conversions by id",
        most=50,
    ),
    _named,
)

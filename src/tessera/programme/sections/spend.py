"""`spend:`, how points pay for baskets: from how many on, in which steps, up to which part of a receipt."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from tessera.programme.sections.conversion import Placed, digits_of, units_of
from tessera.programme.sections.rule import LINES
from tessera.programme.shapes import (
    Choice,
    CurrencyRef,
    Key,
    MapOf,
    Money,
    Number,
    Percent,
    Refined,
    Scope,
    Shape,
    Table,
    Whole,
)
from tessera.programme.spending import HOLD_MINUTES, LONGEST_HOLD_MINUTES, Spending


class Earns(StrEnum):
    """What a purchase earns for that is paid with points: what is left to pay in money, or all of it."""

    NET = "net"
    GROSS = "gross"


class Pays(StrEnum):
    """What points pay for: a part of anything, or nothing but whole lines."""

    PARTS = "parts"
    WHOLE_ITEMS = "whole-items"


@dataclass(frozen=True, slots=True)
class Terms:
    """How points pay, as it is written; the steps depend on the currency. `scope` is where it stands."""

    values: Mapping[str, Any]
    scope: Scope


def _at_most(values: dict[str, Any], scope: Scope) -> dict[str, Any]:
    if not values:
        raise scope.fault("missing_key", "At most how much?", "Write `{share: 50%}` or `{leave: 1.00}`.")
    return values


def _spendings(written: Mapping[str, Terms], _scope: Scope) -> dict[str, Spending]:
    return {currency: _spending(currency, terms.values, terms.scope) for currency, terms in written.items()}


def _spending(currency: str, values: Mapping[str, Any], scope: Scope) -> Spending:
    unit = _unit_minor(currency, scope)
    step = _step(values.get("step"), currency, unit, scope)
    most: Mapping[str, Any] = values.get("at-most", {})
    return Spending(
        currency=currency,
        least=_least(values["at-least"], currency, step) if "at-least" in values else step,
        step=step,
        share=Fraction(most.get("share", 1)),
        leave_minor=most.get("leave", 0),
        lines=_selectors(values.get("lines", {})),
        exclude=_selectors(values.get("exclude", {})),
        hold_minutes=values.get("hold", {}).get("minutes", HOLD_MINUTES),
        grace_days=values.get("grace", {}).get("days"),
        earns_net=values.get("earns", Earns.NET) is Earns.NET,
        step_minor=int(step * unit),
        whole_items=values.get("pays", Pays.PARTS) is Pays.WHOLE_ITEMS,
    )


def _unit_minor(currency: str, scope: Scope) -> Fraction:
    """What the smallest unit of a currency pays, in minor units."""
    if scope.currencies[currency]:
        return Fraction(1)
    if currency not in scope.worths:
        message = f"`{currency}` has no worth, so it pays for nothing."
        raise scope.fault("no_worth", message, "Write `worth: 0.01` in the currency.")
    return Fraction(scope.worths[currency].scaleb(scope.money_digits - scope.scales.get(currency, 0)))


def _step(written: Placed[Decimal] | None, currency: str, unit: Fraction, scope: Scope) -> int:
    """The step in smallest units: as it is written, else the smallest that pays whole minor units."""
    right = unit.denominator
    if written is None:
        return right
    step = units_of(written.value, currency, written.scope)
    if step % right:
        worth = _plain(scope.worths[currency] * written.value)
        coin = Decimal(1).scaleb(-scope.money_digits)
        message = f"{written.value} of `{currency}` would pay {worth} {scope.money}, which is not a whole number of {coin}."
        smallest = _plain(Decimal(right).scaleb(-digits_of(currency, scope)))
        raise written.scope.fault("step_not_whole", message, f"Write {smallest}, or a multiple of it.")
    return step


def _least(written: Placed[Decimal], currency: str, step: int) -> int:
    least = units_of(written.value, currency, written.scope)
    beyond = least % step
    if beyond:
        digits = digits_of(currency, written.scope)
        near = [_plain(Decimal(n).scaleb(-digits)) for n in (least - beyond, least - beyond + step) if n]
        message = f"{written.value} is no multiple of {_plain(Decimal(step).scaleb(-digits))}, the step."
        raise written.scope.fault("between_steps", message, f"Write {' or '.join(near)}.")
    return least


def _plain(number: Decimal) -> str:
    """As people write it: 2 and not 2.0, 100 and not 1E+2."""
    return f"{number.normalize():f}"


def _selectors(values: Mapping[str, tuple[str, ...]]) -> dict[str, frozenset[str]]:
    return {attribute: frozenset(wanted) for attribute, wanted in values.items()}


_POINTS = Refined(Number("how many points", digits=4, most=1_000_000_000, example="100"), Placed)

_TERMS: Shape[Terms] = Refined(
    Table(
        "the terms of paying",
        {
            "at-least": Key(_POINTS, "So many at once, or more (default: one step)."),
            "step": Key(_POINTS, "Only multiples of so many (default: the fewest that pay a whole coin)."),
            "at-most": Key(
                Refined(
                    Table(
                        "the most that points pay",
                        {
                            "share": Key(
                                Percent("a share of the goods that count"),
                                "At most this share of what the goods that count cost.",
                            ),
                            "leave": Key(Money(), "So much of every basket is paid in money."),
                        },
                        example="{share: 50%}",
                    ),
                    _at_most,
                ),
                "At most so much of a basket (default: all of it).",
            ),
            "pays": Key(
                Choice(Pays, "what is paid for"),
                "They pay a part of any goods (`parts`, the default), or whole lines only (`whole-items`).",
            ),
            "lines": Key(LINES, "They pay only for lines that match.", examples=("{category: MILK}",)),
            "exclude": Key(
                LINES, "They never pay for lines that match any of these.", examples=("{category: TOBACCO}",)
            ),
            "hold": Key(
                Table(
                    "a hold",
                    {"minutes": Key(Whole("minutes", most=LONGEST_HOLD_MINUTES), "So long.", required=True)},
                    example="{minutes: 30}",
                ),
                "How long points are set aside for somebody who pays (default: 30 minutes).",
            ),
            "grace": Key(
                Table(
                    "a grace",
                    {"days": Key(Whole("days", most=3660), "So long.", required=True)},
                    example="{days: 30}",
                ),
                "How long points last that come back with a return after they have expired (default: not at all).",
            ),
            "earns": Key(
                Choice(Earns, "a way to earn"),
                "What is paid with points earns nothing (`net`, the default), or as money does (`gross`).",
            ),
        },
        example="{at-least: 500, step: 100, at-most: {share: 50%}}",
        advice="Goods stand in `lines: {category: …}` or `exclude: {category: …}`.",
    ),
    Terms,
)

SPEND: Shape[dict[str, Spending]] = Refined(
    MapOf(
        CurrencyRef(),
        _TERMS,
        "currencies with how they pay, such as `{points: {at-least: 500}}`",
        most=20,
    ),
    _spendings,
)

"""Decimals as tills write them, into whole minor units and thousandths: exactly, or not at all. And back, to be read."""

from decimal import Context, Decimal, DecimalException, Inexact, InvalidOperation, Overflow
from functools import lru_cache

from babel.numbers import get_currency_precision

from tessera.kit.problems import InvalidValue

MOST = 10**12  # minor units or thousandths: far beyond any basket, and sums stay far inside 64 bits

_MOST = Decimal(MOST)
_REMEMBERED = 10_000  # figures
_SCALES = [Decimal(10**digits) for digits in range(10)]

# Forty digits and no silent rounding: a figure that does not fit is refused, never bent.
_EXACT = Context(prec=40, traps=[Inexact, InvalidOperation, Overflow])


@lru_cache(maxsize=200)
def digits_of(money: str) -> int:
    """Digits after the point of a currency (CLDR): 2 for USD, 0 for JPY, 3 for KWD."""
    return get_currency_precision(money)


def in_major(amount_minor: int, money: str) -> str:
    """An amount as people write it: 25.00."""
    return f"{Decimal(amount_minor).scaleb(-digits_of(money)):f}"


class _Unfit(Exception):  # noqa: N818 - it names what is wrong
    """A figure that cannot be taken; the message says why."""


def to_whole(value: Decimal, digits: int, field: str) -> int:
    """`value` times ten to the `digits`, which must come out whole, not negative and not above `MOST`.

    Raises InvalidValue with `field`.
    """
    if not value.is_finite():  # before it is looked up: not every one of those has a hash
        raise InvalidValue("Write a plain decimal number, like 12.50.", field=field)
    try:
        return _whole(value, digits)
    except _Unfit as unfit:
        raise InvalidValue(str(unfit), field=field) from unfit


def to_wholes(values: dict[str, Decimal] | None, digits: int, field: str) -> dict[str, int] | None:
    """The same of several, each named under `field`. Raises InvalidValue."""
    if values is None:
        return None
    return {name: to_whole(value, digits, f"{field}.{name}") for name, value in values.items()}


@lru_cache(maxsize=_REMEMBERED)
def _whole(value: Decimal, digits: int) -> int:
    """A number that was looked at, by its first caller; most prices and nearly all quantities come again. Raises _Unfit."""
    try:
        scaled = _EXACT.multiply(value, _SCALES[digits])
    except DecimalException as error:
        raise _Unfit(_too_precise(digits)) from error
    if scaled.is_signed() and scaled:
        raise _Unfit("This cannot be negative.")
    if scaled > _MOST:
        raise _Unfit("This is larger than any receipt.")
    whole = int(scaled)
    if whole != scaled:
        raise _Unfit(_too_precise(digits))
    return whole


def _too_precise(digits: int) -> str:
    if digits == 0:
        return "Write a whole number."
    return f"Write at most {digits} digits after the point."

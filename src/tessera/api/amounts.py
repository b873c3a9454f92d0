"""Decimals as tills write them, into whole minor units and thousandths: exactly, or not at all."""

from decimal import Context, Decimal, DecimalException, Inexact, InvalidOperation, Overflow
from functools import lru_cache

from babel.numbers import get_currency_precision

from tessera.kit.problems import InvalidValue

MOST = 10**12  # minor units or thousandths: far beyond any basket, and sums stay far inside 64 bits

_MOST = Decimal(MOST)
_SCALES = [Decimal(10**digits) for digits in range(10)]

# Forty digits and no silent rounding: a figure that does not fit is refused, never bent.
_EXACT = Context(prec=40, traps=[Inexact, InvalidOperation, Overflow])


@lru_cache(maxsize=200)
def digits_of(money: str) -> int:
    """Digits after the point of a currency (CLDR): 2 for USD, 0 for JPY, 3 for KWD."""
    return get_currency_precision(money)


def to_whole(value: Decimal, digits: int, field: str) -> int:
    """`value` times ten to the `digits`, which must come out whole, not negative and not above `MOST`.

    Raises InvalidValue with `field`.
    """
    try:
        scaled = _EXACT.multiply(value, _SCALES[digits])
        if scaled.is_signed() and scaled:
            raise InvalidValue("This cannot be negative.", field=field)
        if scaled > _MOST:
            raise InvalidValue("This is larger than any receipt.", field=field)
    except DecimalException as error:
        if value.is_finite():
            raise InvalidValue(_too_precise(digits), field=field) from error
        raise InvalidValue("Write a plain decimal number, like 12.50.", field=field) from error
    whole = int(scaled)
    if whole != scaled:
        raise InvalidValue(_too_precise(digits), field=field)
    return whole


def _too_precise(digits: int) -> str:
    if digits == 0:
        return "Write a whole number."
    return f"Write at most {digits} digits after the point."

"""Decimals become whole numbers exactly, or not at all."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tessera.api.amounts import MOST, digits_of, to_whole
from tessera.kit.problems import InvalidValue


@pytest.mark.parametrize(
    ("text", "digits", "whole"),
    [("12.40", 2, 1240), ("0", 2, 0), ("-0.00", 2, 0), ("1e2", 2, 10_000), ("7", 0, 7), ("0.742", 3, 742)],
)
def test_a_plain_decimal_becomes_whole(text: str, digits: int, whole: int) -> None:
    """The digits after the point move in front of it, and nothing else happens."""
    assert to_whole(Decimal(text), digits, "amount") == whole


@pytest.mark.parametrize(
    "text",
    ["NaN", "sNaN", "Infinity", "-Infinity", "-0.01", "1.001", "1e13", "1e999999999", "1e900000", "1e-999999999",
     "1." + "0" * 50 + "1", "9" * 100_000],
)  # fmt: skip
def test_what_is_not_an_amount_is_refused_with_its_field(text: str) -> None:
    """Not a number, negative, too precise or too large: InvalidValue with the path, and quickly."""
    with pytest.raises(InvalidValue) as refusal:
        to_whole(Decimal(text), 2, "lines[3].amount")
    assert refusal.value.facts["field"] == "lines[3].amount"


@given(st.integers(0, MOST), st.integers(0, 3))
def test_every_whole_number_comes_back_from_its_decimal(whole: int, digits: int) -> None:
    """Writing minor units as a decimal and reading them again changes nothing."""
    assert to_whole(Decimal(whole).scaleb(-digits), digits, "amount") == whole


@given(st.decimals(allow_nan=True, allow_infinity=True))
def test_any_decimal_is_exact_or_refused(value: Decimal) -> None:
    """Whatever a client sends, the result equals it, or there is none."""
    try:
        whole = to_whole(value, 2, "amount")
    except InvalidValue:
        return
    assert value * 100 == whole


def test_a_money_has_its_own_digits() -> None:
    """Cents for dollars, none for yen, mils for dinars."""
    assert [digits_of(money) for money in ("USD", "JPY", "KWD")] == [2, 0, 3]

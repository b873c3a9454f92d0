"""Codes that people say aloud: a slip of the tongue is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tessera.catalogue.spoken import RequestKey, digits_of, hash_said, hash_spoken, is_right, make_spoken

NUMBERS = st.integers(0, 10**10 - 1)


def test_a_code_reads_as_three_groups_of_four() -> None:
    """However it is typed, its digits are the same; anything else is not a spoken code."""
    code = make_spoken(4821773056)
    assert (len(code), code[:12]) == (14, "4821 7730 56")
    assert digits_of(code) == digits_of(code.replace(" ", "")) == digits_of(code.replace(" ", "-"))
    assert [digits_of(other) for other in ("", "4821", "7KQD-2M9X-4TRA-W0BZ8", "٤" * 12)] == [None] * 4
    with pytest.raises(ValueError, match="not below"):
        make_spoken(10**10)


@given(number=NUMBERS, place=st.integers(0, 11), digit=st.integers(0, 9))
def test_one_wrong_digit_never_goes_unnoticed(number: int, place: int, digit: int) -> None:
    """Nor do the check digits themselves."""
    digits = digits_of(make_spoken(number)) or ""
    assert is_right(digits)
    wrong = digits[:place] + str(digit) + digits[place + 1 :]
    assert is_right(wrong) == (wrong == digits)


@given(number=NUMBERS, place=st.integers(0, 10))
def test_two_digits_that_changed_places_never_go_unnoticed(number: int, place: int) -> None:
    """As people do who write down what they hear."""
    digits = digits_of(make_spoken(number)) or ""
    swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    assert is_right(swapped) == (swapped == digits)


def test_a_code_is_found_in_its_own_shop_alone() -> None:
    """The same digits in another shop are another code."""
    assert hash_spoken("482177305694", source="bar-1") != hash_spoken("482177305694", source="bar-2")


def test_what_was_said_is_found_in_its_own_request_alone() -> None:
    """Another source, another key, a guest's key of the same name or other digits are another saying."""
    digits = "482177305694"
    said = [
        hash_said(digits, RequestKey("bar-1", "order-7")),
        hash_said(digits, RequestKey("bar-2", "order-7")),
        hash_said(digits, RequestKey("bar-1", "order-8")),
        hash_said(digits, RequestKey("bar-1", "order-7", of_guest=True)),
        hash_said("482177305791", RequestKey("bar-1", "order-7")),
        hash_spoken(digits, source="bar-1"),
    ]
    assert len(set(said)) == len(said)

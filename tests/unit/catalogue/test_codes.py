"""Codes that whoever has them may use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tessera.catalogue.codes import ALPHABET, LENGTH, hash_of, make_code, read_code
from tessera.catalogue.seal import Seal
from tessera.kit.problems import InvalidValue

RANDOM = st.binary(min_size=10, max_size=10)
SEAL = Seal(b"a secret of a test")


def test_a_code_says_eighty_bits_in_four_groups() -> None:
    """The code of given bytes never changes: codes that were issued are found for ever."""
    assert make_code(bytes(10)) == "0000-0000-0000-00000"
    assert make_code(b"\xff" * 10) == "ZZZZ-ZZZZ-ZZZZ-ZZZZM"
    assert make_code(bytes(range(10))) == "000G-40R4-0M30-E209Z"


@given(RANDOM)
def test_a_code_is_read_however_it_is_typed(random: bytes) -> None:
    """Case, separators, and letters that look like digits make no difference."""
    code = make_code(random)
    plain = code.replace("-", "")
    typed = plain.lower().replace("0", "o").replace("1", "l")
    assert read_code(code) == read_code(f" {typed} ") == read_code(plain.replace("1", "I")) == plain
    assert hash_of(code) == hash_of(typed)


@given(RANDOM, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_told_at_once(random: bytes, place: int, other: str) -> None:
    """Whichever character is mistaken for whichever other, the check character tells."""
    plain = make_code(random).replace("-", "")
    wrong = plain[:place] + other + plain[place + 1 :]
    if wrong != plain:
        with pytest.raises(InvalidValue, match="wrong"):
            read_code(wrong)


@given(RANDOM, st.integers(0, LENGTH - 2))
def test_two_characters_that_changed_places_are_told_at_once(random: bytes, place: int) -> None:
    """Neighbours that were typed in the wrong order are found out."""
    plain = make_code(random).replace("-", "")
    one, other = plain[place], plain[place + 1]
    if one != other:
        with pytest.raises(InvalidValue, match="wrong"):
            read_code(plain[:place] + other + one + plain[place + 2 :])


@pytest.mark.parametrize("typed", ["", "SUMMER-10", "0000-0000-0000-0000", "0000-0000-0000-0000U", "é" * 17])
def test_what_was_never_a_code_of_ours_is_not_read_as_one(typed: str) -> None:
    """A partner's code is found as it is spelt, to the letter."""
    assert read_code(typed) is None
    assert hash_of(f" {typed} ") == hash_of(typed) != hash_of(f"{typed}x")


@given(RANDOM)
def test_a_sealed_code_comes_back_and_never_looks_the_same(random: bytes) -> None:
    """Sealed twice it is two different texts; either opens, and neither holds the code."""
    code = make_code(random)
    one, other = SEAL.close(code), SEAL.close(code)
    assert one != other
    assert code.encode() not in one
    assert SEAL.open(one, code_hash=hash_of(code)) == SEAL.open(other, code_hash=hash_of(code)) == code


def test_a_code_opens_with_its_own_secret_and_in_its_own_place_alone() -> None:
    """With another secret, after damage, or as another code it cannot be shown."""
    code, other = make_code(bytes(10)), make_code(b"\x01" * 10)
    sealed = SEAL.close(code)
    assert Seal(b"another secret").open(sealed, code_hash=hash_of(code)) is None
    assert SEAL.open(sealed, code_hash=hash_of(other)) is None
    assert SEAL.open(sealed[:-1] + bytes([sealed[-1] ^ 1]), code_hash=hash_of(code)) is None

"""Codes that whoever has them may use: 80 random bits and a check character, in letters that nobody confuses.

Crockford's base 32 (https://www.crockford.com/base32.html): no I, L, O or U. Whoever types an O or an l means 0 and 1.
The check character is a sum over GF(32) in which every place has its own weight, so one wrong character, or two that
changed places, never go unnoticed.
"""

import hashlib
from typing import Final

from tessera.kit.problems import InvalidValue

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_BYTES: Final = 10
LENGTH: Final = 17
"""Sixteen characters of five bits, and the one that checks them."""

_GROUP = 4
_MEANT = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None, "\t": None})
_POLYNOMIAL = 0b100101  # x^5 + x^2 + 1: its powers of 2 go round through all 31 others


def make_code(random: bytes) -> str:
    """A code as people read it, `7KQD-2M9X-4TRA-W0BZ8`, of ten random bytes."""
    if len(random) != RANDOM_BYTES:
        raise ValueError(f"a code is made of {RANDOM_BYTES} bytes, not {len(random)}")
    number = int.from_bytes(random)
    digits = [number >> shift & 31 for shift in range(75, -1, -5)]
    plain = "".join(ALPHABET[digit] for digit in (*digits, _check(digits)))
    starts = range(0, LENGTH - 1, _GROUP)
    return "-".join(plain[start : start + _GROUP] if start < 12 else plain[start:] for start in starts)


def read_code(typed: str) -> str | None:
    """A code of ours as it is hashed, however it was typed; None for what was never one. Raises InvalidValue for a typo."""
    plain = typed.upper().translate(_MEANT)
    if len(plain) != LENGTH or not set(plain) <= set(ALPHABET):
        return None
    *digits, check = (ALPHABET.index(character) for character in plain)
    if _check(digits) != check:
        raise InvalidValue("A character of this code is wrong: its check character says so.", field="code")
    return plain


def hash_of(code: str) -> bytes:
    """By what a code is found: its SHA-256, from which one of 80 random bits is not guessed.

    What is no code of ours counts as it is spelt, to the letter: partners have theirs, and some look like ours mistyped.
    """
    try:
        plain = read_code(code) or code.strip()
    except InvalidValue:
        plain = code.strip()
    return hashlib.sha256(plain.encode()).digest()


def _check(digits: list[int]) -> int:
    """The sum of the digits, each times 2 to the power of its place (from 1), over GF(32)."""
    total = 0
    for digit in reversed(digits):
        total = _doubled(total ^ digit)
    return total


def _doubled(value: int) -> int:
    value <<= 1
    return value ^ _POLYNOMIAL if value & 0b100000 else value

"""Codes that people say aloud: twelve digits, the last two of which check the others.

ISO 7064 MOD 97-10, as bank accounts have it: one wrong digit, or two that changed places, never go unnoticed. Ten random
digits can be guessed in the end, so such a code lives for an hour, counts in one shop, and guesses are few (`access.tries`).
"""

import hashlib
from typing import Final, NamedTuple

RANDOM_DIGITS: Final = 10
_LENGTH: Final = 12
_GROUP: Final = 4
_BETWEEN = str.maketrans({" ": None, "-": None, "\t": None, "\u00a0": None})


class RequestKey(NamedTuple):
    """The idempotency key of a request in which a code is said. The payments of guests have keys of their own."""

    source: str
    key: str
    of_guest: bool = False


def make_spoken(number: int) -> str:
    """A code as people say it, `4821 7730 5694`, of a random number below 10 to the power of ten."""
    if not 0 <= number < 10**RANDOM_DIGITS:
        raise ValueError(f"{number} is not below 10^{RANDOM_DIGITS}")
    digits = f"{number:0{RANDOM_DIGITS}d}{98 - number * 100 % 97:02d}"
    return " ".join(digits[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def digits_of(typed: str) -> str | None:
    """The digits of what may be a spoken code, however it was typed; None where it is anything else."""
    plain = typed.translate(_BETWEEN)
    return plain if len(plain) == _LENGTH and plain.isascii() and plain.isdecimal() else None


def is_right(digits: str) -> bool:
    """Do the last two digits check the others?"""
    return int(digits) % 97 == 1


def hash_spoken(digits: str, *, source: str) -> bytes:
    """By what a code is found in the shop for which it was made."""
    return hashlib.sha256(f"spoken {source} {digits}".encode()).digest()


def hash_said(digits: str, under: RequestKey) -> bytes:
    """By what is found again that this code was said in this request, and in no other; a key has no space in it."""
    whose = "guest" if under.of_guest else "member"
    return hashlib.sha256(f"said {whose} {under.key} {digits} {under.source}".encode()).digest()

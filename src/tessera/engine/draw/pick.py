"""Who wins. A rule that needs nothing but SHA-256, so that it can be followed by hand."""

import hashlib
import hmac
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from tessera.engine.draw.record import Closing, Won

_RANGE = 1 << 256  # what a digest of SHA-256 can be


def pick_winners(closing: Closing, closing_sha256: str, *, seed: bytes, public: str) -> tuple[Won, ...]:
    """Everybody who wins, in the order of the drawing."""
    return tuple(each_winner(closing, closing_sha256, seed=seed, public=public))


def each_winner(closing: Closing, closing_sha256: str, *, seed: bytes, public: str) -> Iterator[Won]:
    """Draw the prizes in their order, one after another, until there are none left or no entries.

    Entries stand one after another in the order of `closing.entries`. Each number drawn is the place of the one that wins,
    counted from 0 among those that are still there. Then the winner's entries are taken out: all of them, or with `again`
    only the one that won.
    """
    names = [name for name, _ in closing.entries]
    left = [entries for _, entries in closing.entries]
    numbers = _numbers(closing_sha256, seed=seed, public=public)
    for prize in (offered.id for offered in closing.prizes for _ in range(offered.number)):
        ends = list(accumulate(left))
        if not ends or not ends[-1]:
            break
        place = bisect_right(ends, below(ends[-1], numbers))
        left[place] = left[place] - 1 if closing.again else 0
        yield Won(prize, names[place])


def below(bound: int, numbers: Iterator[int]) -> int:
    """A number from 0 to before `bound`, each as likely as another.

    Numbers beyond the largest multiple of the bound are passed over: they would favour the first places.
    """
    fair = _RANGE - _RANGE % bound
    return next(number for number in numbers if number < fair) % bound


def _numbers(closing_sha256: str, *, seed: bytes, public: str) -> Iterator[int]:
    """HMAC-SHA256 of hash, public value and 1, 2, 3 …, by the seed: each a number of 256 bits, highest byte first."""
    k = 0
    while True:
        k += 1
        message = f"{closing_sha256}\n{public}\n{k}".encode()
        yield int.from_bytes(hmac.new(seed, message, hashlib.sha256).digest(), "big")

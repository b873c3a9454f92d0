"""A key is looked up at most every two seconds, and a revocation counts within them."""

import asyncio

import pytest

from tessera.access.check import Caller, InvalidKey
from tessera.access.keyring import REMEMBERED_SECONDS, Keyring

GOOD = "tsr_a_b"


class Shop:
    """A source of keys with a clock: which tokens are good, how often it was asked, how long it takes."""

    def __init__(self) -> None:
        self.good = {GOOD}
        self.asked = 0
        self.now = 100.0
        self.takes = 0.0
        self.keyring = Keyring(self.look_up, monotonic=lambda: self.now)

    async def look_up(self, token: str) -> Caller:
        self.asked += 1
        good = token in self.good
        self.now += self.takes
        if not good:
            raise InvalidKey("No.")
        return Caller("till", frozenset(), "a")

    def ask(self, token: str) -> Caller:
        return asyncio.run(self.keyring.caller(token))


def test_a_key_is_looked_up_once_in_two_seconds() -> None:
    """Further calls are answered from memory, until it is too old."""
    shop = Shop()
    assert [shop.ask(GOOD).source for _ in range(3)] == ["till"] * 3
    assert shop.asked == 1
    shop.now += REMEMBERED_SECONDS
    shop.ask(GOOD)
    assert shop.asked == 2


def test_a_revocation_counts_within_two_seconds_of_the_look_up_that_missed_it() -> None:
    """The two seconds run from the beginning of a look-up, however slow it was."""
    shop = Shop()
    shop.takes = 1.5
    shop.ask(GOOD)
    shop.good.clear()
    shop.now += 0.5
    with pytest.raises(InvalidKey):
        shop.ask(GOOD)


def test_a_refusal_is_remembered_too() -> None:
    """Someone who guesses does not reach the database with every guess, and each refusal is raised anew."""
    shop = Shop()
    refusals = []
    for _ in range(2):
        with pytest.raises(InvalidKey) as refusal:
            shop.ask("wrong")
        refusals.append(refusal.value)
    assert shop.asked == 1
    assert refusals[0] is not refusals[1]

"""What the real year does not tell: who pays with points. Invented, the same in every run, and said to be so."""

from collections.abc import Iterable
from zlib import crc32

import msgspec

from tessera.engine.activity import Activity
from tessera.engine.payment import MOST

EVERY_HOUSEHOLD = 2
EVERY_BASKET = 10
HABIT = (
    f"Invented: every {EVERY_HOUSEHOLD}nd household pays for about one basket in {EVERY_BASKET} with as many points as "
    "the rules let it."
)


def pays_with_points(household: int, key: str) -> bool:
    """Is this one of the baskets that a household pays for with points?"""
    return household % EVERY_HOUSEHOLD == 0 and crc32(key.encode()) % EVERY_BASKET == 0


def with_points(purchase: Activity, currencies: Iterable[str]) -> Activity:
    """The purchase, paid with as many points of these currencies as can be."""
    spend = dict.fromkeys(currencies, MOST)
    return msgspec.structs.replace(purchase, spend=spend) if spend else purchase

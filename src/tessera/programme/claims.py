"""Claims, the values of `claims:`: purchases that no shop reported, which members bring a receipt for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tessera.programme.document import Cap


@dataclass(frozen=True, slots=True)
class AtOnce:
    """Receipts that nobody has to look at: of at most `up_to_minor` in the programme's money, each member's within `cap`."""

    up_to_minor: int
    cap: Cap


@dataclass(frozen=True, slots=True)
class Claims:
    """A purchase can be claimed until `within_days` after its day, in the programme's time zone.

    `at_once`: which claims earn without anybody's word (None: somebody looks at each).
    """

    within_days: int = 60
    at_once: AtOnce | None = None

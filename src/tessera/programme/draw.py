"""Prize draws, the values of `draws:`: who takes part with how much, until when, and what there is to win."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Prize:
    """`number` things of one kind; `name`: per language, its plural forms in CLDR order."""

    id: str
    name: Mapping[str, tuple[str, ...]]
    number: int = 1


@dataclass(frozen=True, slots=True)
class Draw:
    """Every whole one of the currency `entries` that an account can use right before `closes_at` is an entry.

    `public`: per language, the value that nobody knows until later and that is mixed in. Prizes are drawn in their order;
    `again`: whoever won may win more, each entry once. `levels`, `traits`: for whom it is; empty for everybody.
    """

    id: str
    name: Mapping[str, str]
    entries: str
    closes_at: datetime
    public: Mapping[str, str]
    prizes: tuple[Prize, ...]
    again: bool = False
    levels: tuple[str, ...] = ()
    traits: Mapping[str, frozenset[str]] = field(default_factory=dict)

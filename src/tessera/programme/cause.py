"""Causes, the values of `causes:`: what members give points to, for others' good."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Cause:
    """Whom or what points of one currency are given to, at least `least` at a time, within `[from_at, until_at)`.

    `goal`: what is to come together; None: there is no such figure. Giving goes on beyond it. In smallest units.
    """

    id: str
    name: Mapping[str, str]
    currency: str
    least: int = 1
    goal: int | None = None
    about: Mapping[str, str] | None = None
    from_at: datetime | None = None
    until_at: datetime | None = None

    def is_open(self, at: datetime) -> bool:
        """May anything be given at this instant?"""
        return (self.from_at is None or self.from_at <= at) and (self.until_at is None or at < self.until_at)

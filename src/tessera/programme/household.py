"""Households, the values of `households:`: members who share one balance, and what each role may do in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tessera.programme.document import Cap

INVITATION_DAYS = 14
"""How long an invitation is good where the document does not say."""


@dataclass(frozen=True, slots=True)
class Role:
    """What a member may do in a household. `manages`: invite and remove others, and give out roles.

    `limits`: what the member may spend, by currency, a currency that is not named not at all; None: as much as there is.
    """

    id: str
    manages: bool = False
    limits: Mapping[str, tuple[Cap, ...]] | None = None


@dataclass(frozen=True, slots=True)
class Households:
    """At most so many `members` share a household; who starts it has the first of the `roles`, by id."""

    members: int
    roles: Mapping[str, Role]
    invitation_days: int = INVITATION_DAYS

    @property
    def founder(self) -> Role:
        """The role of whoever starts a household."""
        return next(iter(self.roles.values()))

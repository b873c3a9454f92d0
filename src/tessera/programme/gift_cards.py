"""How long gift cards last, and who may pay with them, the value of `gift-cards:`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GiftCards:
    """A card can be used for `valid_months` and `valid_days` (both 0: for ever). To which money comes back lasts for
    `grace_days` more at least. `guests`: whoever is no member may pay with one too.
    """

    valid_months: int = 0
    valid_days: int = 0
    grace_days: int = 30
    guests: bool = False

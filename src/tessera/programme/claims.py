"""Claims, the values of `claims:`: purchases that no shop reported, which members bring a receipt for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Claims:
    """A purchase can be claimed until `within_days` after its day, in the programme's time zone."""

    within_days: int = 60

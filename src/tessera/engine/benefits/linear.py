"""What the engine adds up: an amount that is linear in the rule's own lines."""

from fractions import Fraction
from typing import Protocol, runtime_checkable


@runtime_checkable
class Linear(Protocol):
    """Gives `fixed` + `per_minor` x amount (minor units) + `per_milli` x quantity (thousandths), exactly, in units
    of `currency`: points, or minor units of money."""

    @property
    def currency(self) -> str: ...

    @property
    def fixed(self) -> int: ...

    @property
    def per_minor(self) -> Fraction: ...

    @property
    def per_milli(self) -> Fraction: ...


NONE = Fraction(0)

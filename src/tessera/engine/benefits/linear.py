"""What the engine adds up: a benefit that gives a currency, in an amount that is linear in the rule's own lines."""

from typing import Protocol, runtime_checkable

from tessera.programme import construct


@runtime_checkable
class Linear(construct.Linear, Protocol):
    """A linear benefit names its currency; only a multiplier has none."""

    @property
    def currency(self) -> str: ...

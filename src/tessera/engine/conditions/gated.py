"""What the engine asks of a condition."""

from datetime import date
from typing import ClassVar, Protocol, runtime_checkable

from tessera.engine.facts import Gate
from tessera.kit.codes import ReasonCode
from tessera.programme.construct import Condition
from tessera.programme.document import Programme


@runtime_checkable
class Gated(Condition, Protocol):
    """A condition that compiles to a gate; `code` is the reason when the gate is closed."""

    code: ClassVar[ReasonCode]

    def gate(self, programme: Programme) -> Gate: ...


@runtime_checkable
class Asking(Gated, Protocol):
    """A condition that asks for traits of the member: they are kept with the answer that rests on them."""

    @property
    def traits_asked(self) -> tuple[str, ...]: ...


@runtime_checkable
class Daily(Gated, Protocol):
    """A condition that a whole local day meets or does not: it is asked once a day, not for every activity."""

    def holds_on(self, day: date) -> bool: ...


@runtime_checkable
class Placed(Gated, Protocol):
    """A condition on where or through what an activity came, and on nothing else: rules are indexed by it.

    `asks` is the attribute of the activity. All words but the `named` are the same to it, and no word is one of them.
    """

    asks: ClassVar[str]

    @property
    def named(self) -> tuple[str, ...]: ...

    def holds_at(self, word: str | None) -> bool: ...

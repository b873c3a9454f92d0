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

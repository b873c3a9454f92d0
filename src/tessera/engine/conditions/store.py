"""`stores: [367, 406]`: in certain stores."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from tessera.engine.facts import Gate
from tessera.kit.codes import ReasonCode
from tessera.programme.construct import Slot
from tessera.programme.document import Programme
from tessera.programme.shapes import ListOf, Scope, Shape, Text
from tessera.programme.speak import Speaker


@dataclass(frozen=True, slots=True)
class Stores:
    """The activity happened in one of `stores`."""

    stores: tuple[str, ...]

    key: ClassVar[str] = "stores"
    about: ClassVar[str] = "The stores in which the activity may happen, by the ids that sources give."
    example: ClassVar[str] = "[367, 406]"
    shape: ClassVar[Shape[Any]] = ListOf(Text("a store's id"))
    slot: ClassVar[Slot] = Slot.TAIL
    code: ClassVar[ReasonCode] = ReasonCode.OTHER_STORE
    texts: ClassVar[Mapping[str, str]] = {
        "en": "stores = at store { $stores }",
        "ru": "stores = в магазине { $stores }",
        "ro": "stores = la magazinul { $stores }",
    }

    @classmethod
    def read(cls, value: Sequence[str], scope: Scope) -> Self:
        del scope  # stores are not declared
        return cls(stores=tuple(value))

    @property
    def choices(self) -> Mapping[str, frozenset[str]]:
        return {"store": frozenset(self.stores)}

    def gate(self, programme: Programme) -> Gate:
        del programme  # the same in every programme
        stores = frozenset(self.stores)
        return lambda facts, amount, quantity: facts.activity.store in stores  # noqa: ARG005 - a gate's arguments

    def say(self, speaker: Speaker) -> str:
        return speaker.say("stores", stores=speaker.one_of(self.stores))

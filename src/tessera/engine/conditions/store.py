"""`stores: [367, 406]`, `stores: {not: 12}`: in certain stores."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from tessera.engine.facts import Gate
from tessera.kit.codes import ReasonCode
from tessera.programme.construct import Slot
from tessera.programme.document import Programme
from tessera.programme.shapes import Among, Scope, Shape, Text, among
from tessera.programme.speak import Speaker


@dataclass(frozen=True, slots=True)
class Stores:
    """The activity happened in one of `stores`."""

    stores: Among

    key: ClassVar[str] = "stores"
    about: ClassVar[str] = "The stores in which the activity may happen, by the ids that sources give."
    example: ClassVar[str] = "[367, 406]"
    shape: ClassVar[Shape[Any]] = among(Text("a store's id"))
    slot: ClassVar[Slot] = Slot.TAIL
    code: ClassVar[ReasonCode] = ReasonCode.OTHER_STORE
    asks: ClassVar[str] = "store"
    texts: ClassVar[Mapping[str, str]] = {
        "en": """
stores = at store { $stores }
stores-not = at any store but { $stores }
""",
        "ru": """
stores = в магазине { $stores }
stores-not = в любом магазине, кроме { $stores }
""",
        "ro": """
stores = la magazinul { $stores }
stores-not = la orice magazin în afară de { $stores }
""",
    }

    @classmethod
    def read(cls, value: Among, scope: Scope) -> Self:
        del scope  # stores are not declared
        return cls(stores=value)

    @property
    def choices(self) -> Mapping[str, frozenset[str]]:
        return {} if self.stores.without else {"store": frozenset(self.stores.words)}

    @property
    def named(self) -> tuple[str, ...]:
        return self.stores.words

    def holds_at(self, word: str | None) -> bool:
        return self.stores.holds(word)

    def gate(self, programme: Programme) -> Gate:
        del programme  # the same in every programme
        holds = self.stores.holds
        return lambda facts, amount, quantity: holds(facts.activity.store)  # noqa: ARG005 - a gate's arguments

    def say(self, speaker: Speaker) -> str:
        return speaker.say(
            "stores-not" if self.stores.without else "stores", stores=speaker.one_of(self.stores.words)
        )

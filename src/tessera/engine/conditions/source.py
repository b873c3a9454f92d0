"""`sources: [green-cross]`, `sources: {not: till}`: reported by certain sources, whatever they say themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from tessera.engine.facts import SOURCE, Gate
from tessera.kit.codes import ReasonCode
from tessera.programme.construct import Slot
from tessera.programme.document import Programme
from tessera.programme.shapes import Among, Scope, Shape, Text, among
from tessera.programme.speak import Speaker


@dataclass(frozen=True, slots=True)
class Sources:
    """One of `sources` reported the activity: the holder of a key, as which it cannot but speak."""

    sources: Among

    key: ClassVar[str] = "sources"
    about: ClassVar[str] = "The sources that may report the activity, by the names in their keys."
    example: ClassVar[str] = "[green-cross, roadside]"
    shape: ClassVar[Shape[Any]] = among(Text("a source"))
    slot: ClassVar[Slot] = Slot.TAIL
    code: ClassVar[ReasonCode] = ReasonCode.OTHER_SOURCE
    traits_asked: ClassVar[tuple[str, ...]] = (SOURCE,)
    texts: ClassVar[Mapping[str, str]] = {
        "en": """
sources = at { $sources }
sources-not = anywhere but at { $sources }
""",
        "ru": """
sources = { $count ->
    [one] у партнёра
   *[other] у партнёров
} { $sources }
sources-not = у всех партнёров, кроме { $sources },
""",
        "ro": """
sources = la { $sources }
sources-not = la oricare partener în afară de { $sources }
""",
    }

    @classmethod
    def read(cls, value: Among, scope: Scope) -> Self:
        del scope  # sources are named when they get their keys
        return cls(sources=value)

    @property
    def choices(self) -> Mapping[str, frozenset[str]]:
        return {} if self.sources.without else {"source": frozenset(self.sources.words)}

    def gate(self, programme: Programme) -> Gate:
        del programme  # the same in every programme
        holds = self.sources.holds
        return lambda facts, amount, quantity: holds(facts.traits.get(SOURCE))  # noqa: ARG005 - a gate's arguments

    def say(self, speaker: Speaker) -> str:
        named = [speaker.plain(source) for source in self.sources.words]
        return speaker.say(
            "sources-not" if self.sources.without else "sources",
            sources=speaker.one_of(named),
            count=len(named),
        )

"""`facts: {payment: [card]}`: when the activity itself says so."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from tessera.engine.facts import Facts, Gate
from tessera.kit.codes import ReasonCode
from tessera.programme.construct import Slot
from tessera.programme.document import Programme
from tessera.programme.shapes import ListOf, MapOf, Scope, Shape, Text
from tessera.programme.speak import Speaker


@dataclass(frozen=True)
class ActivityFacts:
    """Every fact named has one of its values in the activity."""

    values: Mapping[str, tuple[str, ...]]

    key: ClassVar[str] = "facts"
    about: ClassVar[str] = (
        "Facts of the activity, each with the values that it may have; all of them must hold."
    )
    example: ClassVar[str] = "{payment: card}"
    shape: ClassVar[Shape[Any]] = MapOf(Text("a fact"), ListOf(Text("a value")), "facts with values")
    slot: ClassVar[Slot] = Slot.TAIL
    code: ClassVar[ReasonCode] = ReasonCode.FACT_DIFFERS
    texts: ClassVar[Mapping[str, str]] = {
        "en": """
facts = when { $facts }
fact = the { $fact } is { $values }
""",
        "ru": """
facts = , если { $facts }
fact = { $fact } — { $values }
""",
        "ro": """
facts = dacă { $facts }
fact = { $fact } este { $values }
""",
    }

    @classmethod
    def read(cls, value: Mapping[str, tuple[str, ...]], scope: Scope) -> Self:
        del scope  # facts are not declared
        return cls(values=value)

    @property
    def choices(self) -> Mapping[str, frozenset[str]]:
        return {f"fact {name}": frozenset(values) for name, values in self.values.items()}

    def gate(self, programme: Programme) -> Gate:
        del programme  # the same in every programme
        wanted = [(fact, frozenset(values)) for fact, values in self.values.items()]

        def holds(facts: Facts, amount: int, quantity: int) -> bool:  # noqa: ARG001 - a gate's arguments
            told = facts.activity.facts
            return told is not None and all(told.get(fact) in values for fact, values in wanted)

        return holds

    def say(self, speaker: Speaker) -> str:
        phrases = [
            speaker.say("fact", fact=speaker.plain(fact), values=speaker.one_of(values))
            for fact, values in self.values.items()
        ]
        return speaker.say("facts", facts=speaker.all_of(phrases))

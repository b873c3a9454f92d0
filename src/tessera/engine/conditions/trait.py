"""`traits: {age: [45-54, 55-64]}`: for members with certain traits."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from tessera.engine.facts import Facts, Gate
from tessera.kit.codes import ReasonCode
from tessera.programme.construct import Slot
from tessera.programme.document import Programme
from tessera.programme.sentences.counted import MARKS
from tessera.programme.shapes import ListOf, MapOf, Scope, Shape, Text
from tessera.programme.speak import Speaker


@dataclass(frozen=True)
class Traits:
    """Every trait named has one of its values."""

    values: Mapping[str, tuple[str, ...]]

    key: ClassVar[str] = "traits"
    about: ClassVar[str] = (
        "Traits of the member, each with the values that it may have; all of them must hold."
    )
    example: ClassVar[str] = "{home_ownership: Homeowner}"
    shape: ClassVar[Shape[Any]] = MapOf(Text("a trait"), ListOf(Text("a value")), "traits with values")
    slot: ClassVar[Slot] = Slot.LEAD
    code: ClassVar[ReasonCode] = ReasonCode.TRAIT_DIFFERS
    texts: ClassVar[Mapping[str, str]] = {
        "en": """
traits = if { $traits }
trait = your { $trait } is { $values }
trait-marked = “{ $trait }” applies to you
""",
        "ru": """
traits = если { $traits },
trait = { $trait } — { $values }
trait-marked = у вас есть отметка «{ $trait }»
""",
        "ro": """
traits = dacă { $traits },
trait = { $trait } este { $values }
trait-marked = aveți mențiunea „{ $trait }”
""",
    }

    @classmethod
    def read(cls, value: Mapping[str, tuple[str, ...]], scope: Scope) -> Self:
        del scope  # traits are not declared
        return cls(values=value)

    @property
    def choices(self) -> Mapping[str, frozenset[str]]:
        return {f"trait {name}": frozenset(values) for name, values in self.values.items()}

    @property
    def traits_asked(self) -> tuple[str, ...]:
        return tuple(self.values)

    def gate(self, programme: Programme) -> Gate:
        del programme  # the same in every programme
        wanted = [(trait, frozenset(values)) for trait, values in self.values.items()]

        def holds(facts: Facts, amount: int, quantity: int) -> bool:  # noqa: ARG001 - a gate's arguments
            traits = facts.traits
            return all(traits.get(trait) in values for trait, values in wanted)

        return holds

    def say(self, speaker: Speaker) -> str:
        phrases = [
            speaker.say(
                "trait-marked" if MARKS.issuperset(values) else "trait",
                trait=speaker.plain(trait),
                values=speaker.one_of(values),
            )
            for trait, values in self.values.items()
        ]
        return speaker.say("traits", traits=speaker.all_of(phrases))

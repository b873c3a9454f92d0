"""`tiers: [sprout, oak]`: for members on certain levels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from tessera.engine.facts import Facts, Gate
from tessera.kit.codes import ReasonCode
from tessera.programme.construct import Slot
from tessera.programme.document import Programme
from tessera.programme.shapes import LevelRef, ListOf, Scope, Shape
from tessera.programme.speak import Speaker


@dataclass(frozen=True, slots=True)
class Tiers:
    """The member stood on one of `levels` before the activity."""

    levels: tuple[str, ...]

    key: ClassVar[str] = "tiers"
    about: ClassVar[str] = (
        "The levels for whose members the rule holds, before the activity unless a level takes effect at once."
    )
    example: ClassVar[str] = "[sprout, oak]"
    shape: ClassVar[Shape[Any]] = ListOf(LevelRef())
    slot: ClassVar[Slot] = Slot.LEAD
    code: ClassVar[ReasonCode] = ReasonCode.TIER_DIFFERS
    texts: ClassVar[Mapping[str, str]] = {
        "en": "tiers = if your level is { $levels }",
        "ru": "tiers = на уровне { $levels }",
        "ro": "tiers = la nivelul { $levels }",
    }

    @classmethod
    def read(cls, value: Sequence[str], scope: Scope) -> Self:
        del scope  # the levels were looked up by the shape
        return cls(levels=tuple(value))

    def gate(self, programme: Programme) -> Gate:
        levels = frozenset(self.levels)
        homes = [tier.id for tier in programme.tiers if levels & {level.id for level in tier.levels}]

        def holds(facts: Facts, amount: int, quantity: int) -> bool:  # noqa: ARG001 - a gate's arguments
            return any(facts.levels.get(tier) in levels for tier in homes)

        if len(homes) == 1:
            (home,) = homes
            return lambda facts, amount, quantity: facts.levels.get(home) in levels  # noqa: ARG005 - a gate's arguments
        return holds

    def say(self, speaker: Speaker) -> str:
        return speaker.say("tiers", levels=speaker.one_of([speaker.level(level) for level in self.levels]))

"""`min-spend: 20.00`: when at least so much is spent on the rule's own lines."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from tessera.engine.facts import Gate
from tessera.kit.codes import ReasonCode
from tessera.programme.construct import Slot
from tessera.programme.document import Programme
from tessera.programme.shapes import Money, Scope, Shape
from tessera.programme.speak import Speaker


@dataclass(frozen=True, slots=True)
class MinimumSpend:
    """At least `amount_minor` on the lines that count for the rule, exclusions taken out."""

    amount_minor: int

    key: ClassVar[str] = "min-spend"
    about: ClassVar[str] = (
        "At least so much money spent in one activity, on the lines that count for the rule."
    )
    example: ClassVar[str] = "20.00"
    shape: ClassVar[Shape[Any]] = Money()
    slot: ClassVar[Slot] = Slot.TAIL
    code: ClassVar[ReasonCode] = ReasonCode.BELOW_MINIMUM_SPEND
    texts: ClassVar[Mapping[str, str]] = {
        "en": "minimum-spend = when you spend at least { $amount }",
        "ru": "minimum-spend = , если потратите не меньше { $amount }",
        "ro": "minimum-spend = dacă cheltuiți cel puțin { $amount }",
    }

    @classmethod
    def read(cls, value: int, scope: Scope) -> Self:
        del scope  # the shape knew the money
        return cls(amount_minor=value)

    def gate(self, programme: Programme) -> Gate:
        del programme  # the same in every programme
        least = self.amount_minor
        return lambda facts, amount, quantity: amount >= least  # noqa: ARG005 - a gate's arguments

    def say(self, speaker: Speaker) -> str:
        return speaker.say("minimum-spend", amount=speaker.money(self.amount_minor))

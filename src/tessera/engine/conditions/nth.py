"""`nth: first`, `nth: 3`, `nth: {every: 10}`: by the activity's place among the member's activities of its type."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from tessera.engine.facts import Gate
from tessera.kit.codes import ReasonCode
from tessera.programme.construct import Slot
from tessera.programme.document import Programme
from tessera.programme.shapes import Key, Literal, OneOf, Refined, Scope, Shape, Table, Whole
from tessera.programme.speak import Speaker


@dataclass(frozen=True, slots=True)
class Nth:
    """The `n`th activity of its type, or every `n`th when `every`; 1 is the first."""

    n: int
    every: bool = False

    key: ClassVar[str] = "nth"
    about: ClassVar[str] = "The first, the nth or every nth of the member's activities of this type."
    example: ClassVar[str] = "first"
    shape: ClassVar[Shape[Any]] = OneOf(
        (
            Refined(Literal("first"), lambda _word, _scope: 1),
            Table(
                "a repetition",
                {"every": Key(Whole("how many", least=2, most=10_000), "Every so many.", required=True)},
                example="{every: 10}",
            ),
            Whole("which one", most=10_000),
        )
    )
    slot: ClassVar[Slot] = Slot.OCCASION
    code: ClassVar[ReasonCode] = ReasonCode.NOT_THE_NTH
    texts: ClassVar[Mapping[str, str]] = {
        "en": """
nth = with your { $ordinal } { $activity }
nth-every = with every { $ordinal } { $activity }
""",
        "ru": """
nth = при { $ordinal } { $activity }
nth-every = при { $type ->
    [purchase] каждой
   *[other] каждом
} { $ordinal } { $activity }
""",
        "ro": """
nth = la { $ordinal } { $activity }
nth-every = la fiecare { $ordinal } { $activity }
""",
    }

    @classmethod
    def read(cls, value: Any, scope: Scope) -> Self:
        del scope  # a place in a row needs no knowledge of the rest
        return cls(n=value["every"], every=True) if isinstance(value, Mapping) else cls(n=value)

    def gate(self, programme: Programme) -> Gate:
        del programme  # the same in every programme
        n = self.n
        if self.every:
            return lambda facts, amount, quantity: facts.nth % n == 0  # noqa: ARG005 - a gate's arguments
        return lambda facts, amount, quantity: facts.nth == n  # noqa: ARG005

    def say(self, speaker: Speaker) -> str:
        message = "nth-every" if self.every else "nth"
        ordinal, activity = speaker.ordinal(self.n), speaker.activity()
        return speaker.say(message, ordinal=ordinal, activity=activity, type=speaker.on)

"""`hours: {from: "17:00", until: "19:00"}`: at a time of day; it may pass midnight."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any, ClassVar, Self

from tessera.engine.facts import Facts, Gate
from tessera.kit.codes import ReasonCode
from tessera.programme.construct import Slot
from tessera.programme.document import Programme
from tessera.programme.shapes import Key, Scope, Shape, Table, TimeOfDay, clock_time
from tessera.programme.speak import Speaker


@dataclass(frozen=True, slots=True)
class Hours:
    """From `start` until before `end`, in minutes after local midnight; `end` before `start` passes midnight."""

    start: int
    end: int

    key: ClassVar[str] = "hours"
    about: ClassVar[str] = (
        "The time of day at which the rule holds, in the programme's time zone; it may pass midnight."
    )
    example: ClassVar[str] = "{from: 17:00, until: 19:00}"
    shape: ClassVar[Shape[Any]] = Table(
        "hours",
        {
            "from": Key(TimeOfDay(), "The first minute.", required=True),
            "until": Key(TimeOfDay(), "The first minute that no longer belongs to it.", required=True),
        },
        example="{from: 17:00, until: 19:00}",
    )
    slot: ClassVar[Slot] = Slot.LEAD
    code: ClassVar[ReasonCode] = ReasonCode.OTHER_HOUR
    texts: ClassVar[Mapping[str, str]] = {
        "en": """
hours = between { $from } and { $ends ->
    [midnight] midnight
   *[other] { $until }
}
""",
        "ru": """
hours = с { $from } до { $ends ->
    [midnight] полуночи
   *[other] { $until }
}
""",
        "ro": """
hours = { $ends ->
    [midnight] între ora { $from } și miezul nopții
   *[other] între orele { $from } și { $until }
}
""",
    }

    @classmethod
    def read(cls, value: Mapping[str, Any], scope: Scope) -> Self:
        if value["from"] == value["until"]:
            raise scope.fault(
                "empty_period", "The hours are empty: `from` is `until`.", f"Write `{cls.example}`."
            )
        return cls(start=value["from"], end=value["until"])

    def gate(self, programme: Programme) -> Gate:
        del programme  # `facts.local` is already in its zone
        start, end = self.start, self.end

        def within(facts: Facts, amount: int, quantity: int) -> bool:  # noqa: ARG001 - a gate's arguments
            minute = facts.local.hour * 60 + facts.local.minute
            return start <= minute < end

        def around_midnight(facts: Facts, amount: int, quantity: int) -> bool:  # noqa: ARG001
            minute = facts.local.hour * 60 + facts.local.minute
            return minute >= start or minute < end

        return within if start < end else around_midnight

    def say(self, speaker: Speaker) -> str:
        start, end = clock_time(self.start), clock_time(self.end)
        ends = "midnight" if end == time.min else "other"
        return speaker.say("hours", ends=ends, **{"from": speaker.clock(start), "until": speaker.clock(end)})

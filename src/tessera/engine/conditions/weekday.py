"""`weekdays: [saturday, sunday]`: on certain days of the week."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Self

from tessera.engine.facts import Gate
from tessera.kit.codes import ReasonCode
from tessera.programme.construct import Slot
from tessera.programme.document import Programme
from tessera.programme.shapes import Choice, ListOf, Scope, Shape, Weekday
from tessera.programme.speak import Speaker


@dataclass(frozen=True, slots=True)
class Weekdays:
    """`days` are Python's numbers, Monday 0, in the programme's time zone."""

    days: frozenset[int]

    key: ClassVar[str] = "weekdays"
    about: ClassVar[str] = "The days of the week on which the rule holds, in the programme's time zone."
    example: ClassVar[str] = "[saturday, sunday]"
    shape: ClassVar[Shape[Any]] = ListOf(Choice(Weekday, "a day of the week"))
    slot: ClassVar[Slot] = Slot.LEAD
    code: ClassVar[ReasonCode] = ReasonCode.OTHER_WEEKDAY
    texts: ClassVar[Mapping[str, str]] = {
        "en": """
weekdays = every { $days }
weekdays-in-a-row = from { $first } to { $last }
""",
    }

    @classmethod
    def read(cls, value: Sequence[Weekday], scope: Scope) -> Self:
        del scope  # the names of the days are the same everywhere
        order = list(Weekday)
        return cls(days=frozenset(order.index(day) for day in value))

    def gate(self, programme: Programme) -> Gate:
        del programme  # `facts.local` is already in its zone
        days = self.days
        return lambda facts, amount, quantity: facts.local.weekday() in days  # noqa: ARG005 - a gate's arguments

    def holds_on(self, day: date) -> bool:
        return day.weekday() in self.days

    def say(self, speaker: Speaker) -> str:
        days = sorted(self.days)
        if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
            first, last = speaker.weekday(days[0]), speaker.weekday(days[-1])
            return speaker.say("weekdays-in-a-row", first=first, last=last)
        return speaker.say("weekdays", days=speaker.all_of([speaker.weekday(day) for day in days]))

"""`weekdays: [saturday, sunday]`: on certain days of the week."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Self

from tessera.engine.facts import Gate
from tessera.kit.codes import ReasonCode
from tessera.programme.construct import Slot
from tessera.programme.document import Programme
from tessera.programme.shapes import Choice, ListOf, Scope, Weekday
from tessera.programme.speak import Speaker


@dataclass(frozen=True, slots=True)
class Weekdays:
    """`days` are Python's numbers, Monday 0, in the programme's time zone."""

    days: frozenset[int]

    key: ClassVar[str] = "weekdays"
    about: ClassVar[str] = "The days of the week on which the rule holds, in the programme's time zone."
    example: ClassVar[str] = "[saturday, sunday]"
    shape: ClassVar[ListOf[Weekday]] = ListOf(Choice(Weekday, "a day of the week"))
    slot: ClassVar[Slot] = Slot.LEAD
    code: ClassVar[ReasonCode] = ReasonCode.OTHER_WEEKDAY
    texts: ClassVar[Mapping[str, str]] = {
        "en": """
weekdays = on { $days }
weekday-name = { $day ->
    [0] Mondays
    [1] Tuesdays
    [2] Wednesdays
    [3] Thursdays
    [4] Fridays
    [5] Saturdays
   *[6] Sundays
}
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

    def say(self, speaker: Speaker) -> str:
        names = [speaker.say("weekday-name", day=str(day)) for day in sorted(self.days)]
        return speaker.say("weekdays", days=speaker.all_of(names))

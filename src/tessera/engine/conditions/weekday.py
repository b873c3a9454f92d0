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
weekday = { $name }
weekday-first = { $name }
weekday-last = { $name }
""",
        "ru": """
weekdays = по { $days }
weekdays-in-a-row = { $first } по { $last }
weekday = { $day ->
    [0] понедельникам
    [1] вторникам
    [2] средам
    [3] четвергам
    [4] пятницам
    [5] субботам
   *[6] воскресеньям
}
weekday-first = { $day ->
    [0] с понедельника
    [1] со вторника
    [2] со среды
    [3] с четверга
    [4] с пятницы
    [5] с субботы
   *[6] с воскресенья
}
weekday-last = { $day ->
    [2] среду
    [4] пятницу
    [5] субботу
   *[other] { $name }
}
""",
        "ro": """
weekdays = { $days }
weekdays-in-a-row = de { $first } până { $last }
weekday = { $day ->
    [0] lunea
    [1] marțea
    [2] miercurea
    [3] joia
    [4] vinerea
    [5] sâmbăta
   *[6] duminica
}
weekday-first = { $name }
weekday-last = { $name }
""",
    }

    @classmethod
    def read(cls, value: Sequence[Weekday], scope: Scope) -> Self:
        del scope  # the names of the days are the same everywhere
        order = list(Weekday)
        return cls(days=frozenset(order.index(day) for day in value))

    @property
    def choices(self) -> Mapping[str, frozenset[str]]:
        return {"weekday": frozenset(str(day) for day in self.days)}

    def gate(self, programme: Programme) -> Gate:
        del programme  # `facts.local` is already in its zone
        days = self.days
        return lambda facts, amount, quantity: facts.local.weekday() in days  # noqa: ARG005 - a gate's arguments

    def holds_on(self, day: date) -> bool:
        return day.weekday() in self.days

    def say(self, speaker: Speaker) -> str:
        days = sorted(self.days)
        if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
            first, last = (
                speaker.say(message, day=day, name=speaker.weekday(day))
                for message, day in (("weekday-first", days[0]), ("weekday-last", days[-1]))
            )
            return speaker.say("weekdays-in-a-row", first=first, last=last)
        each = [speaker.say("weekday", day=day, name=speaker.weekday(day)) for day in days]
        return speaker.say("weekdays", days=speaker.all_of(each))

"""`anniversary: day`, `week`, `month` or `{days-around: 3}`: by the day on which the member joined."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from tessera.engine.conditions.around import AROUND, Around
from tessera.engine.facts import ENROLLED_AT, Facts, Gate, enrolled_on
from tessera.kit.codes import ReasonCode
from tessera.programme.construct import Slot
from tessera.programme.document import Programme
from tessera.programme.shapes import Scope, Shape
from tessera.programme.speak import Speaker

_LEAST_DAYS = 183  # nearer than this is the day of joining itself, whatever the stretch


@dataclass(frozen=True, slots=True)
class Anniversary:
    """The activity falls around the day on which the member joined, in a later year."""

    around: Around

    key: ClassVar[str] = "anniversary"
    about: ClassVar[str] = "Around the day on which the member joined, from the first return of it on."
    example: ClassVar[str] = "{days-around: 3}"
    shape: ClassVar[Shape[Any]] = AROUND
    slot: ClassVar[Slot] = Slot.LEAD
    code: ClassVar[ReasonCode] = ReasonCode.NOT_THE_ANNIVERSARY
    traits_asked: ClassVar[tuple[str, ...]] = (ENROLLED_AT,)
    texts: ClassVar[Mapping[str, str]] = {
        "en": """
anniversary = { $stretch ->
    [day] on the anniversary of your joining
    [week] in the week of the anniversary of your joining
    [month] in the month of the anniversary of your joining
   *[around] from { $n ->
        [one] 1 day
       *[other] { $n } days
    } before to { $n ->
        [one] 1 day
       *[other] { $n } days
    } after the anniversary of your joining
}
""",
        "ru": """
anniversary = { $stretch ->
    [day] в годовщину вашего вступления
    [week] в неделю годовщины вашего вступления
    [month] в месяц годовщины вашего вступления
   *[around] за { $n ->
        [one] { $n } день
        [few] { $n } дня
       *[other] { $n } дней
    } до и { $n ->
        [one] { $n } день
        [few] { $n } дня
       *[other] { $n } дней
    } после годовщины вашего вступления
}
""",
        "ro": """
anniversary = { $stretch ->
    [day] la aniversarea înscrierii
    [week] în săptămâna aniversării înscrierii
    [month] în luna aniversării înscrierii
   *[around] de la { $n ->
        [one] o zi
        [few] { $n } zile
       *[other] { $n } de zile
    } înainte până la { $n ->
        [one] o zi
        [few] { $n } zile
       *[other] { $n } de zile
    } după aniversarea înscrierii
}
""",
    }

    @classmethod
    def read(cls, value: Around, scope: Scope) -> Self:
        del scope  # the calendar is the same everywhere
        return cls(around=value)

    def gate(self, programme: Programme) -> Gate:
        zone, around = programme.timezone, self.around

        def holds(facts: Facts, amount: int, quantity: int) -> bool:  # noqa: ARG001 - a gate's arguments
            joined = enrolled_on(facts.traits, zone)
            if joined is None:
                return False
            today = facts.local.date()
            later = (today - joined).days > _LEAST_DAYS
            return later and around.holds(today, (joined.month, joined.day))

        return holds

    def say(self, speaker: Speaker) -> str:
        return speaker.say("anniversary", stretch=self.around.stretch or "around", n=self.around.days)

"""`birthday: day`, `week`, `month` or `{days-around: 3}`: by the member's trait `birthday`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from tessera.engine.conditions.around import AROUND, Around
from tessera.engine.facts import Facts, Gate
from tessera.kit.codes import ReasonCode
from tessera.kit.yearly import BIRTHDAY, birthday_of
from tessera.programme.construct import Slot
from tessera.programme.document import Programme
from tessera.programme.shapes import Scope, Shape
from tessera.programme.speak import Speaker


@dataclass(frozen=True, slots=True)
class Birthday:
    """The activity falls around the member's birthday."""

    around: Around

    key: ClassVar[str] = "birthday"
    about: ClassVar[str] = "Around the birthday that the member told: the trait `birthday`."
    example: ClassVar[str] = "month"
    shape: ClassVar[Shape[Any]] = AROUND
    slot: ClassVar[Slot] = Slot.LEAD
    code: ClassVar[ReasonCode] = ReasonCode.NOT_THE_BIRTHDAY
    traits_asked: ClassVar[tuple[str, ...]] = (BIRTHDAY,)
    texts: ClassVar[Mapping[str, str]] = {
        "en": """
birthday = { $stretch ->
    [day] on your birthday
    [week] in the week of your birthday
    [month] in the month of your birthday
   *[around] from { $n ->
        [one] 1 day
       *[other] { $n } days
    } before to { $n ->
        [one] 1 day
       *[other] { $n } days
    } after your birthday
}
""",
        "ru": """
birthday = { $stretch ->
    [day] в ваш день рождения
    [week] в неделю вашего дня рождения
    [month] в месяц вашего дня рождения
   *[around] за { $n ->
        [one] { $n } день
        [few] { $n } дня
       *[other] { $n } дней
    } до вашего дня рождения и { $n ->
        [one] { $n } день
        [few] { $n } дня
       *[other] { $n } дней
    } после него
}
""",
        "ro": """
birthday = { $stretch ->
    [day] de ziua de naștere
    [week] în săptămâna zilei de naștere
    [month] în luna zilei de naștere
   *[around] de la { $n ->
        [one] o zi
        [few] { $n } zile
       *[other] { $n } de zile
    } înainte până la { $n ->
        [one] o zi
        [few] { $n } zile
       *[other] { $n } de zile
    } după ziua de naștere
}
""",
    }

    @classmethod
    def read(cls, value: Around, scope: Scope) -> Self:
        del scope  # the calendar is the same everywhere
        return cls(around=value)

    def gate(self, programme: Programme) -> Gate:
        del programme  # `facts.local` is already in its zone
        around = self.around

        def holds(facts: Facts, amount: int, quantity: int) -> bool:  # noqa: ARG001 - a gate's arguments
            born = birthday_of(facts.traits.get(BIRTHDAY))
            return born is not None and around.holds(facts.local.date(), born)

        return holds

    def say(self, speaker: Speaker) -> str:
        return speaker.say("birthday", stretch=self.around.stretch or "around", n=self.around.days)

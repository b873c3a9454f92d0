"""`min-spend: 20.00`, `min-spend: {more-than: 20.00}`: when so much is spent on the rule's own lines."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from tessera.engine.facts import Gate
from tessera.kit.codes import ReasonCode
from tessera.programme.construct import Slot
from tessera.programme.document import Programme
from tessera.programme.shapes import Key, Money, OneOf, Refined, Scope, Shape, Table
from tessera.programme.speak import Speaker


@dataclass(frozen=True, slots=True)
class MinimumSpend:
    """At least `amount_minor` on the lines that count for the rule, exclusions taken out; or `more` than that."""

    amount_minor: int
    more: bool = False

    key: ClassVar[str] = "min-spend"
    about: ClassVar[str] = (
        "At least so much money spent in one activity, on the lines that count for the rule."
    )
    example: ClassVar[str] = "20.00"
    shape: ClassVar[Shape[Any]] = OneOf(
        (
            Refined(Money(), lambda minor, _scope: (minor, False)),
            Refined(
                Table(
                    "a threshold",
                    {"more-than": Key(Money(), "More than so much, instead of at least.", required=True)},
                    example="{more-than: 20.00}",
                ),
                lambda values, _scope: (values["more-than"], True),
            ),
        )
    )
    slot: ClassVar[Slot] = Slot.TAIL
    code: ClassVar[ReasonCode] = ReasonCode.BELOW_MINIMUM_SPEND
    texts: ClassVar[Mapping[str, str]] = {
        "en": """
minimum-spend = when you spend at least { $amount }
minimum-spend-more = when you spend more than { $amount }
""",
        "ru": """
minimum-spend = , если потратите не меньше { $amount }
minimum-spend-more = , если потратите больше { $amount }
""",
        "ro": """
minimum-spend = dacă cheltuiți cel puțin { $amount }
minimum-spend-more = dacă cheltuiți mai mult de { $amount }
""",
    }

    @classmethod
    def read(cls, value: tuple[int, bool], scope: Scope) -> Self:
        del scope  # the shape knew the money
        return cls(*value)

    def gate(self, programme: Programme) -> Gate:
        del programme  # the same in every programme
        least = self.amount_minor + self.more  # minor units are whole
        return lambda facts, amount, quantity: amount >= least  # noqa: ARG005 - a gate's arguments

    def say(self, speaker: Speaker) -> str:
        message = "minimum-spend-more" if self.more else "minimum-spend"
        return speaker.say(message, amount=speaker.money(self.amount_minor))

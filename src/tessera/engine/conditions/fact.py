"""`facts: {delivery: [home]}`, `facts: {delivery: {not: home}}`: when the activity itself says so."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from tessera.engine.facts import Facts, Gate
from tessera.kit.codes import ReasonCode
from tessera.programme.construct import Slot
from tessera.programme.document import Programme
from tessera.programme.sentences.counted import MARKS
from tessera.programme.shapes import Among, MapOf, Scope, Shape, Text, among
from tessera.programme.speak import Speaker

PARTNER = "partner"
"""The fact that says at which of a coalition's partners it happened."""


@dataclass(frozen=True)
class ActivityFacts:
    """Every fact named has one of its values in the activity."""

    values: Mapping[str, Among]

    key: ClassVar[str] = "facts"
    about: ClassVar[str] = (
        "Facts of the activity, each with the values that it may have; all of them must hold."
    )
    example: ClassVar[str] = "{delivery: home}"
    shape: ClassVar[Shape[Any]] = MapOf(Text("a fact"), among(Text("a value")), "facts with values")
    slot: ClassVar[Slot] = Slot.TAIL
    code: ClassVar[ReasonCode] = ReasonCode.FACT_DIFFERS
    texts: ClassVar[Mapping[str, str]] = {
        "en": """
facts = when { $facts }
fact = the { $fact } is { $values }
fact-not = the { $fact } is not { $values }
fact-marked = it is marked “{ $fact }”
partner = at { $values }
partner-not = anywhere but at { $values }
""",
        "ru": """
facts = , если { $facts }
fact = { $fact } — { $values }
fact-not = { $fact } — не { $values }
fact-marked = есть отметка «{ $fact }»
partner = { $count ->
    [one] у партнёра
   *[other] у партнёров
} { $values }
partner-not = у всех партнёров, кроме { $values },
""",
        "ro": """
facts = dacă { $facts }
fact = { $fact } este { $values }
fact-not = { $fact } nu este { $values }
fact-marked = există mențiunea „{ $fact }”
partner = la { $values }
partner-not = la oricare partener în afară de { $values }
""",
    }

    @classmethod
    def read(cls, value: Mapping[str, Among], scope: Scope) -> Self:
        del scope  # facts are not declared
        return cls(values=value)

    @property
    def choices(self) -> Mapping[str, frozenset[str]]:
        within = {name: values.words for name, values in self.values.items() if not values.without}
        return {f"fact {name}": frozenset(words) for name, words in within.items()}

    def gate(self, programme: Programme) -> Gate:
        del programme  # the same in every programme
        wanted = list(self.values.items())

        def holds(facts: Facts, amount: int, quantity: int) -> bool:  # noqa: ARG001 - a gate's arguments
            told = facts.activity.facts or {}
            return all(values.holds(told.get(fact)) for fact, values in wanted)

        return holds

    def say(self, speaker: Speaker) -> str:
        facts = [_phrase(fact, values, speaker) for fact, values in self.values.items() if fact != PARTNER]
        where = [_phrase(PARTNER, self.values[PARTNER], speaker)] if PARTNER in self.values else []
        return " ".join([*where, *([speaker.say("facts", facts=speaker.all_of(facts))] if facts else [])])


def _phrase(fact: str, values: Among, speaker: Speaker) -> str:
    kind = PARTNER if fact == PARTNER else "fact"
    sort = (
        "-not" if values.without else "-marked" if kind == "fact" and MARKS.issuperset(values.words) else ""
    )
    return speaker.say(
        f"{kind}{sort}",
        fact=speaker.plain(fact),
        values=speaker.one_of([speaker.plain(word) for word in values.words]),
        count=len(values.words),
    )

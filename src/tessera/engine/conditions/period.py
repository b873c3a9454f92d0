"""`during: {from: 2026-06-01, until: 2026-07-01}`: within a period."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self

from tessera.engine.facts import Facts, Gate
from tessera.kit.codes import ReasonCode
from tessera.programme.construct import Slot
from tessera.programme.document import Programme
from tessera.programme.shapes import Instant, Key, Scope, Shape, Table
from tessera.programme.speak import Speaker


@dataclass(frozen=True, slots=True)
class Period:
    """`[from_at, until_at)` in UTC; None is open. Dates were read as midnights in the programme's time zone."""

    from_at: datetime | None = None
    until_at: datetime | None = None

    key: ClassVar[str] = "during"
    about: ClassVar[str] = "The period in which the rule holds: `from` belongs to it, `until` no longer does."
    example: ClassVar[str] = "{from: 2026-06-01, until: 2026-07-01}"
    shape: ClassVar[Shape[Any]] = Table(
        "a period",
        {
            "from": Key(Instant(), "The first day or instant."),
            "until": Key(Instant(), "The first day or instant that no longer belongs to it."),
        },
        example="{from: 2026-06-01, until: 2026-07-01}",
    )
    slot: ClassVar[Slot] = Slot.LEAD
    code: ClassVar[ReasonCode] = ReasonCode.OUTSIDE_PERIOD
    texts: ClassVar[Mapping[str, str]] = {
        "en": "during = { $period }",
        "ru": "during = { $period }",
        "ro": "during = { $period }",
    }

    @classmethod
    def read(cls, value: Mapping[str, Any], scope: Scope) -> Self:
        period = cls(from_at=value.get("from"), until_at=value.get("until"))
        if period.from_at is None and period.until_at is None:
            raise scope.fault(
                "missing_key", "A period needs a `from` or an `until`.", f"Write `{cls.example}`."
            )
        if period.from_at and period.until_at and period.from_at >= period.until_at:
            message = "The period is empty: `from` is not before `until`."
            raise scope.fault("empty_period", message, "`until` is the first day after the period.")
        return period

    def bounds(self, programme: Programme) -> tuple[datetime | None, datetime | None]:
        """The period's ends in UTC, narrowed to the programme's own period."""
        starts = [at for at in (self.from_at, programme.from_at) if at is not None]
        ends = [at for at in (self.until_at, programme.until_at) if at is not None]
        return max(starts, default=None), min(ends, default=None)

    def gate(self, programme: Programme) -> Gate:
        del programme  # its zone was known when the dates were read
        start, end = self.from_at, self.until_at

        def within(facts: Facts, amount: int, quantity: int) -> bool:  # noqa: ARG001 - a gate's arguments
            at = facts.activity.occurred_at
            return (start is None or start <= at) and (end is None or at < end)

        return within

    def say(self, speaker: Speaker) -> str:
        return speaker.say("during", period=speaker.period(self.from_at, self.until_at))

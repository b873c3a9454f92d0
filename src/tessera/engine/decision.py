"""What was decided: effects, the reasons beside them, and the member's new standing."""

from datetime import date, datetime
from typing import Final

from tessera.engine.standing import Standing
from tessera.kit.codes import ReasonCode
from tessera.kit.record import Record


class Effect(Record, array_like=True, frozen=True, gc=False):
    """Points that one rule gives (never negative): how many, from when they can be used, until when.

    `expires_at` is the first instant at which they are gone; None means never.
    """

    rule: str
    currency: str
    amount: int
    available_at: datetime
    expires_at: datetime | None


class Reason(Record, array_like=True, frozen=True, gc=False):
    """Why a rule that was looked at gave nothing, or less: a `ReasonCode` and, where it helps, a figure.

    `rule` is empty where nothing in the programme is about the activity: no rule was looked at.
    """

    rule: str
    code: str
    value: int | None = None


UNKNOWN_TYPE: Final = Reason("", ReasonCode.UNKNOWN_TYPE)
"""The one reason there is for an activity of a type that nothing in the programme is about."""


class Takeback(Record, array_like=True, frozen=True, gc=False):
    """Points that a return takes back from one effect of the purchase (`effect` is its place in that decision).

    `lines`: (place, points), of which lines' shares; told where points wait for an event, which may come line by line.
    """

    effect: int
    amount: int
    lines: tuple[tuple[int, int], ...] = ()


class LevelChange(Record, array_like=True, frozen=True, gc=False):
    """What became of a level in one tier structure: a `LevelCode`, the level before and the level now.

    `until_on`: the first day on which it will no longer stand if nothing more happens; None where no such day is known.
    """

    structure: str
    code: str
    was: str
    level: str
    until_on: date | None


class Decision(Record, frozen=True):
    """The outcome of one activity. Everything in it follows from the arguments of `decide` alone.

    `drawn`: what it takes of budgets that all members share, by subject; below zero, what it frees. `short`: what was left
    of those that limited it, the facts on which that rests.
    """

    effects: tuple[Effect, ...]
    reasons: tuple[Reason, ...]
    standing: Standing
    takebacks: tuple[Takeback, ...] = ()
    refusal: str | None = None
    levels: tuple[LevelChange, ...] = ()
    drawn: dict[str, int] = {}
    short: dict[str, int] = {}

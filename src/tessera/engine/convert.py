"""Which conversions a day brings, and what each does with the points that are there: whole steps, from the least on, as
far as there is room.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from tessera.engine.worksheet import MOST_POINTS
from tessera.kit.codes import ReasonCode
from tessera.programme.conversion import Conversion
from tessera.programme.document import Programme


class Converted(NamedTuple):
    """So much is taken and so much given, both in smallest units; `reason`, with a figure, says why not more."""

    taken: int = 0
    given: int = 0
    reason: ReasonCode | None = None
    value: int | None = None


def due_on(programme: Programme, day: date, at: datetime) -> Sequence[Conversion]:
    """What the midnight that begins a day, which is the instant `at`, brings: each after those that give what it takes.

    The midnight that ends the programme is the last.
    """
    if (programme.from_at and at < programme.from_at) or (programme.until_at and at > programme.until_at):
        return ()
    due = sorted((one for one in programme.conversions if one.on.falls_on(day)), key=lambda one: one.id)
    ordered: list[Conversion] = []
    while due:  # they never go in a circle, so there is always one that waits for no other
        given = {one.gives for one in due}
        ordered += [one for one in due if one.takes not in given]
        due = [one for one in due if one.takes in given]
    return ordered


def convert(conversion: Conversion, usable: int, *, room: int | None = None) -> Converted:
    """Convert what can be used. `room`: how much still fits of what is given; None: whatever comes.

    What is left for want of room, or is less than a step, waits for the next date.
    """
    if usable < conversion.least:
        return Converted(reason=ReasonCode.TOO_FEW_TO_CONVERT, value=usable)
    taken = usable - usable % conversion.step
    fitting = _fitting(conversion, taken, MOST_POINTS if room is None else min(room, MOST_POINTS))
    given = conversion.given_for(fitting) if fitting else 0
    if fitting < taken:
        return Converted(fitting, given, ReasonCode.BALANCE_FULL, taken - fitting)
    if fitting < usable:
        return Converted(fitting, given, ReasonCode.LEFT_FOR_NEXT_TIME, usable - fitting)
    return Converted(fitting, given)


def _fitting(conversion: Conversion, taken: int, room: int) -> int:
    """The most of `taken` of which all that comes fits. More always gives more, so it is found by halving."""
    if conversion.given_for(taken) <= room:
        return taken
    fits, too_much = 0, taken // conversion.step
    while too_much - fits > 1:
        middle = (fits + too_much) // 2
        if conversion.given_for(middle * conversion.step) <= room:
            fits = middle
        else:
            too_much = middle
    return fits * conversion.step

"""A basket that rewards made cheaper, as points, rules and levels see it; and what of it has come back.

What rewards take off a line lowers its amount and leaves its quantity as it is: a coffee that was a gift is a coffee.
"""

from collections.abc import Mapping

from msgspec.structs import replace

from tessera.engine.activity import Activity
from tessera.engine.returned import Part, Returned, wholes

Off = Mapping[int, int]
"""Minor units that rewards took off, by the line's place; place 0 is the whole amount where there are no lines."""


def lowered(activity: Activity, off: Off) -> Activity:
    """The activity with its amount and its lines less what was taken off; itself when that is nothing."""
    if not off:
        return activity
    return replace(
        activity,
        amount_minor=activity.amount_minor - sum(off.values()),
        lines=tuple(
            [
                replace(line, amount_minor=line.amount_minor - off[place]) if place in off else line
                for place, line in enumerate(activity.lines)
            ]
        ),
    )


def lowered_returned(activity: Activity, off: Off, returned: Returned) -> Returned:
    """What has come back of `activity`, as `lowered` has it.

    Of a line's discount floor(discount * returned / line) is back once so much of it has returned. That depends on all
    that has returned alone, so any partition of a return sums to the full one.
    """
    if not off:
        return returned
    whole = wholes(activity)
    return {
        place: _less(part, off[place], whole[place]) if place in off else part
        for place, part in returned.items()
    }


def _less(part: Part, off: int, whole: Part) -> Part:
    return Part(part.amount_minor - off * part.amount_minor // whole.amount_minor, part.quantity_milli)

"""What staff may do by hand, for whoever reads the document; and what a member reads of it in the history."""

from collections.abc import Mapping

from tessera.programme.adjustments import Adjustments
from tessera.programme.speak import Speaker


def tell_adjustments(adjustments: Adjustments, speaker: Speaker) -> str:
    """The reasons, the limits, and how long requests wait and adjustments can be undone."""
    said = []
    if adjustments.reasons:
        reasons = [speaker.plain(reason) for reason in adjustments.reasons]
        said.append(speaker.say("by-hand-reasons", reasons=speaker.all_of(reasons)))
    if adjustments.approve_above:
        said.append(speaker.say("by-hand-at-once", amounts=_amounts(adjustments.approve_above, speaker)))
    if adjustments.approve_above_a_day:
        said.append(speaker.say("by-hand-a-day", amounts=_amounts(adjustments.approve_above_a_day, speaker)))
    wait, undo = adjustments.wait_days, adjustments.undo_days
    said.append(speaker.say("by-hand-wait", n=wait, shown=speaker.number(wait)))
    said.append(speaker.say("by-hand-undo", n=undo, shown=speaker.number(undo)))
    return " ".join(said)


def tell_adjusted(points: int, reason: str, speaker: Speaker, *, undone: bool) -> str:
    """What was done by hand, and why: "Added by our staff: goodwill."."""
    message = "by-hand-undone" if undone else "by-hand-given" if points > 0 else "by-hand-taken"
    return speaker.say(message, reason=speaker.plain(reason))


def _amounts(limits: Mapping[str, int], speaker: Speaker) -> str:
    return speaker.all_of([speaker.amount(id_, units, is_subject=True) for id_, units in limits.items()])

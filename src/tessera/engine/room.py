"""The most of a balance: what of a rule's points still fits into the account."""

from tessera.engine.decision import Reason
from tessera.engine.rule import CompiledRule
from tessera.kit.codes import ReasonCode


def fit(rule: CompiledRule, points: int, room: dict[str, int], reasons: list[Reason]) -> int:
    """How many of the points fit, taken from the `room` of their currency; the reason says how many do not."""
    left = room.get(rule.currency)
    if left is None:
        return points
    fitting = min(points, left)
    room[rule.currency] = left - fitting
    if fitting < points:
        reasons.append(Reason(rule.id, ReasonCode.BALANCE_FULL, points - fitting))
    return fitting

"""Why the other rules gave nothing: those that were never looked at, since the day, the lines or the place ruled them out.

A decision keeps the reasons of the rules that it looked at. These follow from the programme version and the activity
alone, so they are worked out when somebody asks.
"""

from collections.abc import Mapping

from tessera.engine.activity import Activity
from tessera.engine.compile import Compiled
from tessera.engine.decision import Reason
from tessera.engine.portion import add_up
from tessera.engine.returns import NO_TRAITS
from tessera.engine.rule import CompiledRule
from tessera.kit.codes import ReasonCode


def why_not(
    compiled: Compiled, activity: Activity, traits: Mapping[str, str] = NO_TRAITS
) -> tuple[Reason, ...]:
    """The reason of each rule for this type of activity that `decide` does not look at, in the order of their ids."""
    compiled = compiled.seen_with(traits)
    classes = tuple(add_up(compiled.classes, activity))
    return tuple(
        Reason(rule.id, code)
        for rule in compiled.rules.values()
        if rule.on == activity.type and (code := _why(compiled, rule, activity, classes)) is not None
    )


def _why(
    compiled: Compiled, rule: CompiledRule, activity: Activity, classes: tuple[int, ...]
) -> ReasonCode | None:
    day = activity.occurred_at.astimezone(compiled.zone).date()
    if not rule.runs_between(*compiled.on(day).bounds()):
        return ReasonCode.OUTSIDE_PERIOD
    for condition in rule.daily:
        if not condition.holds_on(day):
            return condition.code
    if not any(rule.takes(line_class) for line_class in classes):
        if rule.chosen and any(rule.takes(line_class | rule.chosen) for line_class in classes):
            return ReasonCode.NOT_CHOSEN
        return ReasonCode.NO_LINE_MATCHES
    for placed in rule.placed:
        if not placed.holds_at(getattr(activity, placed.asks)):
            return placed.code
    return None

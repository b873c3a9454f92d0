"""Which lines earned what an activity was given: every effect's points shared out to its lines, by largest remainder.

Nothing of this is stored. It is worked out when it is asked for: when something comes back, and where points wait for an
event that may come for some lines only.
"""

from collections.abc import Mapping, Sequence

from tessera.engine.activity import Activity
from tessera.engine.compile import Compiled
from tessera.engine.portion import rate_at, share
from tessera.engine.returned import NOTHING, Part, wholes
from tessera.engine.rule import NO_FACTOR, CompiledRule
from tessera.kit.apportion import apportion

Earned = Sequence[tuple[str, str, int]]
"""The purchase's effects as they were posted: (rule, currency, amount)."""

Split = Sequence[Mapping[tuple[int, int], int]]
"""Per effect: its points by (place of the base effect it rides on, or -1; line's place)."""


def share_out(compiled: Compiled, purchase: Activity, earned: Earned) -> Split:
    """Share each effect out to the lines that earned it; `compiled` as it is for a member with the traits of then."""
    plain: dict[tuple[int, int], int] = {}  # what each base rule gave for each line
    bases: dict[tuple[int, int], int] = {}  # … and what the multipliers before have made of it
    split = []
    for place, (rule_id, _, amount) in enumerate(earned):
        rule = compiled.find(rule_id)
        weights = {(-1, line): weight for line, weight in _weights(compiled, purchase, rule).items()}
        if rule is not None and rule.feeds_multipliers:
            kept, paid = share(rule, purchase)
            scale = compiled.base_scale // rule.denominator * kept * (_paid(purchase) // paid)
            plain |= {(place, line): weight * scale for (_, line), weight in weights.items()}
            bases = plain
        elif rule is not None and rule.factor != NO_FACTOR and bases:
            lines = lines_of(compiled, purchase, rule)
            ridden = plain if rule.adds else bases
            weights = {key: weight for key, weight in ridden.items() if key[1] in lines} or weights
            if not rule.adds:
                bases = {key: weight * rule.factor[key[1] not in lines] for key, weight in bases.items()}
        shares = apportion(amount, list(weights.values()))
        split.append(dict(zip(weights, shares, strict=True)))
    return split


def by_line(shares: Mapping[tuple[int, int], int]) -> dict[int, int]:
    """An effect's points by line alone; lines without any are left out."""
    points: dict[int, int] = {}
    for (_, line), part in sorted(shares.items(), key=lambda one: one[0][1]):
        if part:
            points[line] = points.get(line, 0) + part
    return points


def _paid(purchase: Activity) -> int:
    """A multiple of whatever a rule's share is of."""
    return max(1, sum((purchase.payments or {}).values()))


def _weights(compiled: Compiled, purchase: Activity, rule: CompiledRule | None) -> dict[int, int]:
    """By what measure a rule's points are shared among its lines: what each earned, else its amount, else its quantity."""
    whole = wholes(purchase)
    lines = range(len(whole)) if rule is None else sorted(lines_of(compiled, purchase, rule))
    parts = {line: whole[line] for line in lines}
    counted = parts if rule is None or not rule.unit else _of_unit(compiled, purchase, rule, parts)
    rates = [] if rule is None else [(*_rate(purchase, rule, parts), counted)]
    for minor, milli, own in [*rates, (1, 0, parts), (0, 1, parts)]:
        weights = {
            line: max(0, minor * p.amount_minor + milli * own.get(line, NOTHING).quantity_milli)
            for line, p in parts.items()
        }
        if any(weights.values()):
            return weights
    return dict.fromkeys(parts, 1)


def _rate(purchase: Activity, rule: CompiledRule, parts: Mapping[int, Part]) -> tuple[int, int]:
    """At which (minor, milli) the rule gave for these lines."""
    kept, paid = share(rule, purchase)
    rate = rate_at(rule, sum(part.amount_minor for part in parts.values()) * kept // paid)
    return (0 if rate is None else rate[1]), rule.milli


def _of_unit(
    compiled: Compiled, purchase: Activity, rule: CompiledRule, parts: Mapping[int, Part]
) -> dict[int, Part]:
    """Those of the lines that are counted by the rule's unit."""
    classes = compiled.classes.of_all(purchase.lines) or [0]
    return {line: part for line, part in parts.items() if classes[line] & rule.unit}


def lines_of(compiled: Compiled, purchase: Activity, rule: CompiledRule) -> set[int]:
    """The places of the lines that a rule takes; an amount without lines is one."""
    if not purchase.lines:
        return {0}
    return {
        place
        for place, line_class in enumerate(compiled.classes.of_all(purchase.lines))
        if rule.takes(line_class)
    }

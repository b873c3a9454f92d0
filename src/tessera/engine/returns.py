"""Returns, exact to the line: what a purchase gave is taken back in proportion to what came back of it.

Every effect of the purchase is shared out to the lines that earned it (largest remainder). Of a line's share,
floor(share * returned / whole) goes back; a whole line takes its whole share along. The target depends only on what has
come back in all, so any partition of a return sums to the full one. A bonus whose threshold is no longer met goes whole;
where a table of steps gave, the rest is rated again, and what it would not have been given goes back.
The purchase's own programme version decides, by the lines as they were recorded.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from tessera.engine.activity import Activity
from tessera.engine.budgets import put_back
from tessera.engine.caps import use_caps
from tessera.engine.compile import Compiled
from tessera.engine.day import Day
from tessera.engine.decision import Decision, Takeback
from tessera.engine.facts import Facts
from tessera.engine.portion import portion, share
from tessera.engine.returned import NOTHING, Part, Returned, wholes, wholly, worth
from tessera.engine.rule import CompiledRule, add_to_round
from tessera.engine.shares import Earned, Split, by_line, lines_of, share_out
from tessera.engine.standing import Standing
from tessera.engine.tiers import Back

NO_TRAITS: Mapping[str, str] = MappingProxyType({})


def take_back(  # noqa: PLR0913 - the facts of a return, each by name
    compiled: Compiled,
    purchase: Activity,
    earned: Earned,
    *,
    before: Returned,
    after: Returned,
    standing: Standing,
    traits: Mapping[str, str] = NO_TRAITS,
) -> Decision:
    """What the step from `before` to `after` takes back of each effect, and the standing without it.

    `compiled` is the purchase's own version. Caps regain room in the purchase's own windows; what counts for tiers falls
    in them too, but a level that was reached stands. `traits`: those that the purchase was decided with.
    """
    compiled = compiled.seen_with(traits)
    split = share_out(compiled, purchase, earned)
    gone_before = _gone(compiled, purchase, earned, before)
    gone_after = _gone(compiled, purchase, earned, after)
    targets_before = _targets(compiled, purchase, earned, split, before, gone_before)
    targets_after = _targets(compiled, purchase, earned, split, after, gone_after)
    takebacks = tuple(
        Takeback(
            effect=place,
            amount=now.points - then.points,
            lines=_more(then, now) if compiled.waiting else (),
        )
        for place, (then, now) in enumerate(zip(targets_before, targets_after, strict=True))
        if now.points > then.points
    )
    day = compiled.on(purchase.occurred_at.astimezone(compiled.zone).date())
    whole = {place for place, target in enumerate(targets_after) if target.points == earned[place][2]}
    return Decision(
        effects=(),
        reasons=(),
        standing=_without(
            compiled,
            purchase,
            earned,
            takebacks,
            whole,
            standing=standing,
            before=before,
            after=after,
            day=day,
            traits=traits,
        ),
        takebacks=takebacks,
        drawn=_freed(compiled, earned, takebacks, whole, day) if compiled.budgeted else {},
    )


def _freed(
    compiled: Compiled, earned: Earned, takebacks: Sequence[Takeback], whole: set[int], day: Day
) -> dict[str, int]:
    """What budgets that all members share regain."""
    drawn: dict[str, int] = {}
    for takeback in takebacks:
        rule = compiled.rules.get(earned[takeback.effect][0])
        if rule is not None:
            put_back(
                rule.budgets, takeback.amount, wholly=takeback.effect in whole, day=day.date, drawn=drawn
            )
    return drawn


def _gone(compiled: Compiled, purchase: Activity, earned: Earned, returned: Returned) -> set[int]:
    """The effects whose threshold what is left of the purchase no longer meets."""
    if not any(part != NOTHING for part in returned.values()):
        return set()
    gone = set()
    facts = Facts(purchase, purchase.occurred_at, Standing(), {}, {}, 0)
    for place, (rule_id, _, _) in enumerate(earned):
        rule = compiled.find(rule_id)
        if rule is None or not rule.thresholds:
            continue
        amount, quantity = _left(compiled, purchase, rule, returned)
        kept, paid = share(rule, purchase)
        if not all(gate(facts, amount * kept // paid, quantity) for gate in rule.thresholds):
            gone.add(place)
    return gone


def _left(compiled: Compiled, purchase: Activity, rule: CompiledRule, returned: Returned) -> tuple[int, int]:
    """Amount and quantity of the rule's lines that have not come back."""
    whole = wholes(purchase)
    amount = quantity = 0
    for line in lines_of(compiled, purchase, rule):
        part = returned.get(line, NOTHING)
        amount += whole[line].amount_minor - part.amount_minor
        quantity += whole[line].quantity_milli - part.quantity_milli
    return amount, quantity


class Target(NamedTuple):
    """What must have been taken back of an effect: in all, and of the shares of its lines."""

    points: int
    lines: Mapping[int, int]


def _targets(  # noqa: PLR0913, PLR0917 - what a return rests on
    compiled: Compiled, purchase: Activity, earned: Earned, split: Split, returned: Returned, gone: set[int]
) -> list[Target]:
    """What must have been taken back of each effect once `returned` has come back."""
    if wholly(purchase, returned):
        return [Target(amount, by_line(shares)) for (_, _, amount), shares in zip(earned, split, strict=True)]
    targets: list[Target] = []
    rated: dict[int, int] = {}  # targets of what a table of steps gave
    for place, (rule_id, _, amount) in enumerate(earned):
        rule = compiled.find(rule_id)
        if place in gone:
            target = Target(amount, by_line(split[place]))
        elif rule is not None and rule.steps:
            rated[place] = amount - min(amount, _rated(compiled, purchase, rule, returned))
            target = Target(rated[place], _filled(rated[place], by_line(split[place])))
        else:
            lines = _fallen(purchase, earned, split[place], returned, gone, rated)
            target = Target(sum(lines.values()), lines)
        targets.append(target)
    return targets


def _more(then: Target, now: Target) -> tuple[tuple[int, int], ...]:
    """By how much each line's part has grown; it never falls."""
    grown = ((line, points - then.lines.get(line, 0)) for line, points in now.lines.items())
    return tuple((line, points) for line, points in grown if points)


def _filled(points: int, shares: Mapping[int, int]) -> dict[int, int]:
    """`points` as parts of lines' shares, the first lines first: as the sum grows, no part ever falls."""
    parts = {}
    for line, most in sorted(shares.items()):
        parts[line] = min(most, points)
        points -= parts[line]
    return parts


def _rated(compiled: Compiled, purchase: Activity, rule: CompiledRule, returned: Returned) -> int:
    """What a rule with steps would give for what has not come back, caps aside."""
    amount, quantity = _left(compiled, purchase, rule, returned)
    counted = portion(rule, purchase, amount, quantity)
    if counted is None:
        return 0
    denominator = rule.denominator * counted.paid
    return (counted.numerator(rule) + add_to_round(rule.rounding, denominator)) // denominator


def _fallen(  # noqa: PLR0913, PLR0917 - what a return rests on
    purchase: Activity,
    earned: Earned,
    shares: Mapping[tuple[int, int], int],
    returned: Returned,
    gone: set[int],
    rated: Mapping[int, int],
) -> dict[int, int]:
    """What falls of an effect by its shares, line by line: with the base that they ride on, or with their lines."""
    whole = wholes(purchase)
    riding: dict[int, dict[int, int]] = {}  # shares of a base that was rated again fall as it does
    fallen: dict[int, int] = {}
    for (base, line), points in shares.items():
        if base in rated:
            riding.setdefault(base, {})[line] = points
            continue
        part = points if base in gone else _floor_share(points, whole[line], returned.get(line, NOTHING))
        fallen[line] = fallen.get(line, 0) + part
    for base, lines in riding.items():
        for line, part in _filled(sum(lines.values()) * rated[base] // earned[base][2], lines).items():
            fallen[line] = fallen.get(line, 0) + part
    return fallen


def _floor_share(points: int, whole: Part, part: Part) -> int:
    """floor(points * returned / whole), by amount, and by quantity for a line that is worth nothing.

    A line without either goes back with the whole purchase only.
    """
    if part == whole != NOTHING:
        return points
    if whole.amount_minor > 0:
        return points * part.amount_minor // whole.amount_minor
    return points * part.quantity_milli // whole.quantity_milli if whole.quantity_milli else 0


def _without(  # noqa: PLR0913 - the facts of a return, each by name
    compiled: Compiled,
    purchase: Activity,
    earned: Earned,
    takebacks: Sequence[Takeback],
    whole: set[int],
    *,
    standing: Standing,
    before: Returned,
    after: Returned,
    day: Day,
    traits: Mapping[str, str],
) -> Standing:
    caps = dict(standing.caps)
    for takeback in takebacks:
        rule = compiled.find(earned[takeback.effect][0])
        if rule is not None and rule.caps and rule.id in caps:
            caps[rule.id] = use_caps(
                rule.caps,
                points=-takeback.amount,
                times=-1 if takeback.effect in whole else 0,
                used=caps[rule.id],
                windows=day.cap_windows(rule, caps[rule.id], traits),
                today=day.ordinal,
            )
    tiers = dict(standing.tiers)
    back = _back(purchase, earned, takebacks, before, after)
    for structure in compiled.tiers:
        if structure.id in tiers:
            tiers[structure.id] = structure.without(tiers[structure.id], back, day.ordinal, traits)
    return Standing(standing.version + 1, standing.counts, caps, tiers, standing.choices, standing.noted)


def _back(
    purchase: Activity, earned: Earned, takebacks: Sequence[Takeback], before: Returned, after: Returned
) -> Back:
    """The return as the counters of the tiers see it."""
    return Back(
        purchase,
        [(*earned[takeback.effect][:2], takeback.amount) for takeback in takebacks],
        minor_before=worth(before),
        minor_after=worth(after),
        minor_by_line={
            place: part.amount_minor - before.get(place, NOTHING).amount_minor
            for place, part in after.items()
        },
        milli_by_line={
            place: part.quantity_milli - before.get(place, NOTHING).quantity_milli
            for place, part in after.items()
        },
        wholly=wholly(purchase, after),
    )

"""Returns, exact to the line: what a purchase gave is taken back in proportion to what came back of it.

Every effect of the purchase is shared out to the lines that earned it (largest remainder). Of a line's share,
floor(share * returned / whole) goes back; a whole line takes its whole share along. The target depends only on what has
come back in all, so any partition of a return sums to the full one. A bonus whose threshold is no longer met goes whole;
where a table of steps gave, the rest is rated again, and what it would not have been given goes back.
The purchase's own programme version decides, by the lines as they were recorded.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from tessera.engine.activity import Activity
from tessera.engine.caps import use_caps
from tessera.engine.compile import Compiled
from tessera.engine.day import Day
from tessera.engine.decision import Decision, Takeback
from tessera.engine.facts import Facts
from tessera.engine.portion import portion, rate_at, share
from tessera.engine.returned import NOTHING, Part, Returned, wholes, wholly, worth
from tessera.engine.rule import NO_FACTOR, CompiledRule, add_to_round
from tessera.engine.standing import Standing
from tessera.engine.tiers import Back
from tessera.kit.apportion import apportion

Earned = Sequence[tuple[str, str, int]]
"""The purchase's effects as they were posted: (rule, currency, amount)."""


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
    split = _split(compiled, purchase, earned)
    gone_before = _gone(compiled, purchase, earned, before)
    gone_after = _gone(compiled, purchase, earned, after)
    targets_before = _targets(compiled, purchase, earned, split, before, gone_before)
    targets_after = _targets(compiled, purchase, earned, split, after, gone_after)
    takebacks = tuple(
        Takeback(effect=place, amount=now - then)
        for place, (then, now) in enumerate(zip(targets_before, targets_after, strict=True))
        if now > then
    )
    day = compiled.on(purchase.occurred_at.astimezone(compiled.zone).date())
    whole = {place for place, target in enumerate(targets_after) if target == earned[place][2]}
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
    )


Split = Sequence[Mapping[tuple[int, int], int]]
"""Per effect: its points by (place of the base effect it rides on, or -1; line's place)."""


def _split(compiled: Compiled, purchase: Activity, earned: Earned) -> Split:
    """Share each effect out to the lines that earned it."""
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
            lines = _takes(compiled, purchase, rule)
            ridden = plain if rule.adds else bases
            weights = {key: weight for key, weight in ridden.items() if key[1] in lines} or weights
            if not rule.adds:
                bases = {key: weight * rule.factor[key[1] not in lines] for key, weight in bases.items()}
        shares = apportion(amount, list(weights.values()))
        split.append(dict(zip(weights, shares, strict=True)))
    return split


def _paid(purchase: Activity) -> int:
    """A multiple of whatever a rule's share is of."""
    return max(1, sum((purchase.payments or {}).values()))


def _weights(compiled: Compiled, purchase: Activity, rule: CompiledRule | None) -> dict[int, int]:
    """By what measure a rule's points are shared among its lines: what each earned, else its amount, else its quantity."""
    whole = wholes(purchase)
    lines = range(len(whole)) if rule is None else sorted(_takes(compiled, purchase, rule))
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


def _takes(compiled: Compiled, purchase: Activity, rule: CompiledRule) -> set[int]:
    if not purchase.lines:
        return {0}
    return {
        place
        for place, line_class in enumerate(compiled.classes.of_all(purchase.lines))
        if rule.takes(line_class)
    }


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
    for line in _takes(compiled, purchase, rule):
        part = returned.get(line, NOTHING)
        amount += whole[line].amount_minor - part.amount_minor
        quantity += whole[line].quantity_milli - part.quantity_milli
    return amount, quantity


def _targets(  # noqa: PLR0913, PLR0917 - what a return rests on
    compiled: Compiled, purchase: Activity, earned: Earned, split: Split, returned: Returned, gone: set[int]
) -> list[int]:
    """What must have been taken back of each effect once `returned` has come back."""
    if wholly(purchase, returned):
        return [amount for _, _, amount in earned]
    targets: list[int] = []
    rated: dict[int, int] = {}  # targets of what a table of steps gave
    for place, (rule_id, _, amount) in enumerate(earned):
        rule = compiled.find(rule_id)
        if place in gone:
            target = amount
        elif rule is not None and rule.steps:
            target = rated[place] = amount - min(amount, _rated(compiled, purchase, rule, returned))
        else:
            target = _fallen(purchase, earned, split[place], returned, gone, rated)
        targets.append(target)
    return targets


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
) -> int:
    """What falls of an effect by its shares: with the base that they ride on, or with their lines."""
    whole = wholes(purchase)
    riding: dict[int, int] = {}  # shares of a base that was rated again fall as it does
    target = 0
    for (base, line), points in shares.items():
        if base in gone:
            target += points
        elif base in rated:
            riding[base] = riding.get(base, 0) + points
        else:
            target += _floor_share(points, whole[line], returned.get(line, NOTHING))
    return target + sum(points * rated[base] // earned[base][2] for base, points in riding.items())


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

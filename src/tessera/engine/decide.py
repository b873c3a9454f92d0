"""The decision: what one activity earns, and why.

`decide` is pure and total. Rules run in phases: base and bonuses, each by itself; then multipliers on what the base
gave, in the order of their ids, the level's own last; caps trim each rule's own points. Within a phase no rule sees
another, so the order of rules in the document changes nothing.
"""

from collections.abc import Mapping

from tessera.engine.activity import Activity
from tessera.engine.caps import apply_caps, use_caps
from tessera.engine.compile import Compiled
from tessera.engine.day import Candidates, Day, Group
from tessera.engine.decision import Decision, Effect, Reason
from tessera.engine.facts import Facts
from tessera.engine.rule import CompiledRule, add_to_round
from tessera.engine.standing import Standing
from tessera.kit.codes import ReasonCode

MOST_POINTS = 10**12
"""The most that one rule gives for one activity, whatever the document says: sums stay far inside 64 bits."""

Totals = Mapping[int, tuple[int, int]]
"""Amount (minor units) and quantity (thousandths) of an activity's lines, added up by line class."""


def decide(compiled: Compiled, standing: Standing, activity: Activity, traits: Mapping[str, str]) -> Decision:
    """Decide an activity that earns. The day, the windows and the terms go by `occurred_at` in the programme's zone.

    A level counts as it stood before the activity. The same arguments give the same decision, for ever.
    """
    local = activity.occurred_at.astimezone(compiled.zone)
    day = compiled.on(local.date())
    levels = {tiers.id: tiers.level_on(standing.tiers.get(tiers.id), day.ordinal) for tiers in compiled.tiers}
    facts = Facts(activity, local, standing, traits, levels, standing.counts.get(activity.type, 0) + 1)
    bench = _Bench(facts, day)
    plan = day.plans.get(activity.type)
    if plan is not None:
        totals = add_up(compiled, activity)
        classes = tuple(sorted(totals)) if len(totals) > 1 else tuple(totals)
        _run(bench, plan.candidates(classes), totals, compiled)
    return Decision(tuple(bench.effects), tuple(bench.reasons), _next_standing(bench, compiled))


def add_up(compiled: Compiled, activity: Activity) -> Totals:
    """Add the lines up by class; an activity without lines is one line of class 0 that holds its whole amount."""
    lines = activity.lines
    if not lines:
        return {0: (activity.amount_minor, 1000)}
    totals: dict[int, tuple[int, int]] = {}
    for line, line_class in zip(lines, compiled.classes.of_all(lines), strict=True):
        if line_class in totals:
            amount, quantity = totals[line_class]
            totals[line_class] = (amount + line.amount_minor, quantity + line.quantity_milli)
        else:
            totals[line_class] = (line.amount_minor, line.quantity_milli)
    return totals


class _Bench:
    """Where one decision is put together: the pieces grow here, and nothing of it outlives the call."""

    __slots__ = ("day", "effects", "facts", "reasons", "used")

    def __init__(self, facts: Facts, day: Day) -> None:
        self.facts = facts
        self.day = day
        self.effects: list[Effect] = []
        self.reasons: list[Reason] = []
        self.used: dict[str, dict[int, int]] = {}


def _run(bench: _Bench, candidates: Candidates, totals: Totals, compiled: Compiled) -> None:
    """Run the rules that give by themselves, then those that multiply."""
    facts, reasons = bench.facts, bench.reasons
    groups = candidates.groups
    spent = [totals[group[0]] if len(group) == 1 else _spent(group, totals) for group in groups]
    fed: list[tuple[CompiledRule, Group]] = []
    for rule, place in candidates.gives:
        amount, quantity = spent[place]
        for gate, reason in rule.gates:
            if not gate(facts, amount, quantity):
                reasons.append(reason)
                break
        else:
            numerator = rule.fixed + rule.minor * amount + rule.milli * quantity
            if rule.feeds_multipliers and numerator > 0:
                fed.append((rule, groups[place]))
            _post(bench, rule, (numerator + rule.add_to_round) // rule.denominator)
    multipliers = candidates.multipliers
    for level in facts.levels.items():
        multipliers += compiled.perks[level]
    opened: list[tuple[CompiledRule, Group]] = []
    for rule, place in multipliers:
        for gate, reason in rule.gates:
            if not gate(facts, *spent[place]):
                reasons.append(reason)
                break
        else:
            opened.append((rule, groups[place]))
    if opened:
        _multiply(bench, opened, fed, totals, compiled.base_scale)


def _multiply(
    bench: _Bench,
    multipliers: list[tuple[CompiledRule, Group]],
    fed: list[tuple[CompiledRule, Group]],
    totals: Totals,
    scale: int,
) -> None:
    """Each multiplier, one upon the other, gives what it adds to the base points of its lines, exactly.

    `units` are base points not yet rounded, times `scale`, by line class.
    """
    units: dict[int, int] = {}
    for rule, group in fed:
        factor = scale // rule.denominator
        for line_class in group:
            amount, quantity = totals[line_class]
            more = factor * (rule.minor * amount + rule.milli * quantity)
            units[line_class] = units.get(line_class, 0) + more
    last = len(multipliers) - 1
    for place, (rule, group) in enumerate(multipliers):
        above, below = rule.factor
        extra = sum([units.get(line_class, 0) for line_class in group])
        denominator = scale * below
        _post(
            bench, rule, (extra * (above - below) + add_to_round(rule.rounding, denominator)) // denominator
        )
        if place < last:
            units = {c: value * (above if c in group else below) for c, value in units.items()}
            scale = denominator


def _post(bench: _Bench, rule: CompiledRule, points: int) -> None:
    """Cap the points and write the effect down; nothing to give is a reason."""
    if points <= 0:
        bench.reasons.append(rule.too_little)
        return
    if points > MOST_POINTS:
        bench.reasons.append(Reason(rule.id, ReasonCode.CAP_TRIMMED, MOST_POINTS))
        points = MOST_POINTS
    day = bench.day
    if rule.caps:
        used = bench.facts.standing.caps.get(rule.id, {})
        windows = day.cap_windows(rule)
        points, reason = apply_caps(rule.caps, points, used=used, windows=windows)
        if reason is not None:
            bench.reasons.append(reason)
        if points == 0:
            return
        bench.used[rule.id] = use_caps(
            rule.caps, points=points, times=1, used=used, windows=windows, today=day.ordinal
        )
    available_at, expires_at = day.terms(rule, bench.facts.activity.occurred_at)
    bench.effects.append(Effect(rule.id, rule.currency, points, available_at, expires_at))


def _next_standing(bench: _Bench, compiled: Compiled) -> Standing:
    """The member's standing after this activity."""
    facts, effects = bench.facts, bench.effects
    before, activity = facts.standing, facts.activity
    tiers = before.tiers
    for structure in compiled.tiers:
        currency = structure.currency
        earned = sum([effect.amount for effect in effects if effect.currency == currency])
        count = structure.counts(activity, earned)
        if count:
            tiers = {**tiers, structure.id: structure.add(tiers.get(structure.id), count, bench.day.ordinal)}
    return Standing(
        before.version + 1,
        {**before.counts, activity.type: facts.nth},
        {**before.caps, **bench.used} if bench.used else before.caps,
        tiers,
    )


def _spent(group: Group, totals: Totals) -> tuple[int, int]:
    """Amount and quantity of the lines of these classes."""
    if len(group) == 1:
        return totals[group[0]]
    amount = quantity = 0
    for line_class in group:
        more, pieces = totals[line_class]
        amount += more
        quantity += pieces
    return amount, quantity

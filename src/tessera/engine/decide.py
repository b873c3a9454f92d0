"""The decision: what one activity earns, and why.

`decide` is pure and total. Rules run in phases: base and bonuses, each by itself; then multipliers on what the base
gave, in the order of their ids, the level's own last; caps trim each rule's own points. Within a phase no rule sees
another, so the order of rules in the document changes nothing.
"""

from collections.abc import Mapping
from datetime import date

from tessera.engine.activity import Activity
from tessera.engine.caps import apply_caps, use_caps
from tessera.engine.compile import Compiled, CompiledRule, Plan, round_up_by
from tessera.engine.decision import Decision, Effect, Reason
from tessera.engine.facts import Facts
from tessera.engine.standing import Standing

Totals = Mapping[int, tuple[int, int]]
"""Amount (minor units) and quantity (thousandths) of an activity's lines, added up by line class."""


def decide(
    compiled: Compiled, standing: Standing, activity: Activity, traits: Mapping[str, str]
) -> Decision:
    """Decide an activity that earns. The day, the windows and the terms go by `occurred_at` in the programme's zone.

    A level is priced as it stood before the activity. The same arguments give the same decision, for ever.
    """
    local = activity.occurred_at.astimezone(compiled.zone)
    day = local.date()
    levels = {tiers.id: tiers.level_on(standing.tiers.get(tiers.id), day) for tiers in compiled.tiers}
    nth = standing.counts.get(activity.type, 0) + 1
    facts = Facts(activity, local, standing, traits, levels, nth)
    bench = _Bench(compiled, facts, add_up(compiled, activity), day)
    plan = compiled.plan(activity.type, day)
    bench.give(plan)
    perks = tuple(perk for level in levels.items() for perk in compiled.perks[level])
    if plan.multipliers or perks:
        bench.multiply(plan.multipliers + perks)
    return Decision(
        effects=tuple(bench.effects), reasons=tuple(bench.reasons), standing=bench.next_standing(nth)
    )


def add_up(compiled: Compiled, activity: Activity) -> Totals:
    """Add the lines up by class; an activity without lines is one line of class 0 that holds its whole amount."""
    if not activity.lines:
        return {0: (activity.amount_minor, 1000)}
    kind_of, known, classify = compiled.classes.kind_of, compiled.classes.known, compiled.classes.classify
    totals: dict[int, tuple[int, int]] = {}
    for line in activity.lines:
        kind = kind_of(line)
        line_class = known.get(kind)
        if line_class is None:
            line_class = classify(kind)
        amount, quantity = totals.get(line_class, (0, 0))
        totals[line_class] = (amount + line.amount_minor, quantity + line.quantity_milli)
    return totals


class _Bench:
    """Where one decision is put together: the pieces grow here, and nothing of it outlives the call."""

    __slots__ = ("base_units", "compiled", "day", "effects", "facts", "reasons", "scale", "totals", "used")

    def __init__(self, compiled: Compiled, facts: Facts, totals: Totals, day: date) -> None:
        self.compiled = compiled
        self.facts = facts
        self.totals = totals
        self.day = day
        self.effects: list[Effect] = []
        self.reasons: list[Reason] = []
        self.base_units: dict[int, int] = {}  # by line class: base points not yet rounded, times `scale`
        self.scale = compiled.base_scale
        self.used: dict[str, dict[int, int]] = {}

    def give(self, plan: Plan) -> None:
        """Run the rules that give by themselves."""
        for rule in plan.gives:
            eligible = self._eligible(rule)
            if eligible is None:
                continue
            amount, quantity, classes = eligible
            numerator = rule.units(amount, quantity)
            if rule.feeds_multipliers and numerator > 0:
                self._feed(rule, classes)
            self._post(rule, (numerator + rule.round_up_by) // rule.denominator)

    def multiply(self, rules: tuple[CompiledRule, ...]) -> None:
        """Run the multipliers, one upon the other: each gives what it adds to the base points of its lines."""
        for rule in rules:
            eligible = self._eligible(rule)
            if eligible is None:
                continue
            factor = rule.factor
            assert factor is not None  # noqa: S101 - a multiplier has one, by `compile`
            classes = eligible[2]
            units = self.base_units
            extra = sum(units.get(line_class, 0) for line_class in classes)
            numerator = extra * (factor.numerator - factor.denominator)
            denominator = self.scale * factor.denominator
            self._post(rule, (numerator + round_up_by(rule.rounding, denominator)) // denominator)
            self.base_units = {
                line_class: value * (factor.numerator if line_class in classes else factor.denominator)
                for line_class, value in units.items()
            }
            self.scale = denominator

    def _eligible(self, rule: CompiledRule) -> tuple[int, int, list[int]] | None:
        """Amount, quantity and classes of the lines that count for a rule; None (and the reason) if it does not apply."""
        need, bar = rule.need, rule.bar
        amount = quantity = 0
        classes = []
        for line_class, total in self.totals.items():
            if line_class & need == need and not line_class & bar:
                amount += total[0]
                quantity += total[1]
                classes.append(line_class)
        if not classes:
            self.reasons.append(rule.no_line)
            return None
        for gate, reason in rule.gates:
            if not gate(self.facts, amount, quantity):
                self.reasons.append(reason)
                return None
        return amount, quantity, classes

    def _feed(self, rule: CompiledRule, classes: list[int]) -> None:
        scale = self.scale // rule.denominator
        units = self.base_units
        for line_class in classes:
            units[line_class] = units.get(line_class, 0) + scale * rule.units(*self.totals[line_class])

    def _post(self, rule: CompiledRule, points: int) -> None:
        """Cap the points and write the effect down; nothing to give is a reason."""
        if points <= 0:
            self.reasons.append(rule.too_little)
            return
        if rule.caps:
            used = self.facts.standing.caps.get(rule.id, {})
            points, reason = apply_caps(rule.caps, points, used=used, day=self.day)
            if reason is not None:
                self.reasons.append(reason)
            if points == 0:
                return
            self.used[rule.id] = use_caps(rule.caps, points=points, times=1, used=used, day=self.day)
        available_at, expires_at = rule.terms.on(self.day, self.facts.activity.occurred_at)
        self.effects.append(Effect(rule.id, rule.currency, points, available_at, expires_at))

    def next_standing(self, nth: int) -> Standing:
        """The member's standing after this activity."""
        before, activity = self.facts.standing, self.facts.activity
        tiers = before.tiers
        for structure in self.compiled.tiers:
            currency = structure.structure.currency
            earned = sum(effect.amount for effect in self.effects if effect.currency == currency)
            count = structure.counts(activity, earned)
            if count:
                tiers = {**tiers, structure.id: structure.add(tiers.get(structure.id), count, self.day)}
        return Standing(
            version=before.version + 1,
            counts={**before.counts, activity.type: nth},
            caps={**before.caps, **self.used} if self.used else before.caps,
            tiers=tiers,
        )

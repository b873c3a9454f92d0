"""The decision: what one activity earns, and why.

`decide` is pure and total. Rules run in phases: base and bonuses, each by itself; then multipliers on what the base
gave, each upon the other in the order of their ids, the level's own last, but those that add on the base itself; caps
trim each rule's own points, then budgets, then the room in the account. Within a phase no rule sees another, so the
order of rules in the document changes nothing.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from math import lcm

from tessera.engine.activity import Activity
from tessera.engine.budgets import Left, Tab
from tessera.engine.candidates import ANYWHERE, WHOLE_BASKET, Candidates, Group
from tessera.engine.caps import apply_caps, use_caps, with_former
from tessera.engine.compile import Compiled, Holding
from tessera.engine.day import Day
from tessera.engine.decision import UNKNOWN_TYPE, Decision, Effect, Reason
from tessera.engine.facts import Facts
from tessera.engine.portion import (
    WHOLE,
    Share,
    Totals,
    add_up,
    in_part,
    measured,
    portion,
    share,
    spent_on,
)
from tessera.engine.room import fit
from tessera.engine.rule import CompiledRule, add_to_round
from tessera.engine.standing import Standing
from tessera.engine.tiers.note import note_levels
from tessera.kit.codes import ReasonCode

_ALL = -1  # stands for every class of the basket together

MOST_POINTS = 10**12
"""The most that one rule gives for one activity, whatever the document says: sums stay far inside 64 bits."""


def decide(  # noqa: PLR0913 - the facts of a decision, each by name
    compiled: Compiled,
    standing: Standing,
    activity: Activity,
    traits: Mapping[str, str],
    *,
    room: Mapping[str, int] | None = None,
    left: Left | None = None,
) -> Decision:
    """Decide an activity that earns. The day, the windows and the terms go by `occurred_at` in the programme's zone.

    A level counts as it stood before the activity, unless its ladder says `at-once`. `room`: how many points still fit
    into the account, by currency; what is not there has no limit. `left`: of budgets that all
    members share. The same arguments give the same decision, for ever.
    """
    if compiled.choices:
        compiled = compiled.seen_with(traits)
    local = activity.occurred_at.astimezone(compiled.zone)
    day = compiled.on(local.date())
    held = compiled.holding(standing, day.ordinal, traits)
    tab = Tab(left or {}) if activity.type in compiled.budgeted else None
    decision = _decide(compiled, _Bench(activity, local, standing, traits, held, day), room, tab)
    if compiled.some_at_once:
        raised = compiled.holding(standing, day.ordinal, traits, reached=decision.standing)
        if raised != held:
            tab = tab and tab.anew()
            decision = _decide(compiled, _Bench(activity, local, standing, traits, raised, day), room, tab)
    if tab is not None:
        decision = tab.note(decision)
    tiers = compiled.tiers
    return note_levels(tiers, standing, decision, held[0], day.ordinal, traits) if tiers else decision


Fed = tuple[CompiledRule, int, Share, Group, int]
"""A base rule that gave: its rate by amount, what of the amount counts, its lines, its points before rounding (times
its denominator and what was paid)."""

Opened = tuple[CompiledRule, Group]
"""A multiplier whose conditions hold, with its lines."""


class _Bench(Facts):
    """Where one decision is put together: the facts, and the pieces that grow. Nothing of it outlives the call."""

    __slots__ = ("day", "effects", "perks", "reasons", "room", "tab", "used")

    room: dict[str, int] | None
    tab: Tab | None

    def __init__(  # noqa: PLR0913, PLR0917 - one value for each slot
        self,
        activity: Activity,
        local: datetime,
        standing: Standing,
        traits: Mapping[str, str],
        held: Holding,
        day: Day,
    ) -> None:
        self.activity = activity
        self.local = local
        self.standing = standing
        self.traits = traits
        self.levels, self.perks = held
        self.nth = standing.counts.get(activity.type, 0) + 1
        self.day = day
        self.effects: list[Effect] = []
        self.reasons: list[Reason] = []
        self.used: dict[str, dict[int, int]] = {}


def _decide(compiled: Compiled, bench: _Bench, room: Mapping[str, int] | None, tab: Tab | None) -> Decision:
    """The decision for a member who holds certain levels."""
    activity = bench.activity
    bench.room = dict(room) if room else None
    bench.tab = tab
    plan = bench.day.plans.get(activity.type)
    if plan is not None:
        totals = add_up(compiled.classes, activity)
        classes = tuple(sorted(totals)) if len(totals) > 1 else tuple(totals)
        place = plan.place_of(activity) if plan.asks else ANYWHERE
        _run(bench, plan.candidates(classes, place), totals, compiled)
    elif activity.type not in compiled.types:
        bench.reasons.append(UNKNOWN_TYPE)
    return Decision(tuple(bench.effects), tuple(bench.reasons), _next_standing(bench, compiled))


def _run(bench: _Bench, candidates: Candidates, totals: Totals, compiled: Compiled) -> None:
    """Run the rules that give by themselves, then those that multiply."""
    groups, reasons = candidates.groups, bench.reasons
    spent = [totals[group[0]] if len(group) == 1 else spent_on(group, totals) for group in groups]
    fed: list[Fed] = []
    for rule, place in candidates.gives:
        if not rule.plain:
            _run_portion(bench, rule, groups[place], totals, fed)
            continue
        amount, quantity = spent[place]
        for gate, reason in rule.gates:
            if not gate(bench, amount, quantity):
                reasons.append(reason)
                break
        else:
            numerator = rule.fixed + rule.minor * amount + rule.milli * quantity
            if rule.feeds_multipliers and numerator > 0:
                fed.append((rule, rule.minor, WHOLE, groups[place], numerator))
            points = (numerator + rule.add_to_round) // rule.denominator
            if points > 0:
                _post(bench, rule, points)
            else:
                reasons.append(rule.too_little)
    opened = _open(bench, candidates, spent)
    if opened:
        _multiply(bench, opened, fed, totals, compiled.base_scale, groups[WHOLE_BASKET])


def _open(bench: _Bench, candidates: Candidates, spent: Sequence[Sequence[int]]) -> list[Opened]:
    """The multipliers whose conditions hold, the level's own among them."""
    opened: list[Opened] = []
    for rule, place in candidates.multipliers + bench.perks:
        amount, quantity = spent[place]
        if rule.payment is not None:
            kept, paid = share(rule, bench.activity)
            amount = amount * kept // paid
        for gate, reason in rule.gates:
            if not gate(bench, amount, quantity):
                bench.reasons.append(reason)
                break
        else:
            opened.append((rule, candidates.groups[place]))
    return opened


def _run_portion(bench: _Bench, rule: CompiledRule, group: Group, totals: Totals, fed: list[Fed]) -> None:
    """Run a rule that gives for a portion of its lines only, or at a rate that depends on them."""
    amount, quantity = spent_on(group, totals)
    kept, paid = share(rule, bench.activity)
    counted = portion(rule, bench.activity, amount, measured(rule, group, totals) if rule.unit else quantity)
    for gate, reason in rule.gates:
        if not gate(bench, amount * kept // paid, quantity):
            bench.reasons.append(reason)
            return
    if counted is None:
        bench.reasons.append(Reason(rule.id, ReasonCode.BELOW_MINIMUM_SPEND))
        return
    numerator, denominator = counted.numerator(rule), rule.denominator * paid
    if rule.feeds_multipliers and numerator > 0:
        fed.append((rule, counted.minor, (kept, paid), group, numerator - counted.fixed * paid))
    _post(bench, rule, (numerator + add_to_round(rule.rounding, denominator)) // denominator)


def _multiply(  # noqa: PLR0913, PLR0917 - what multiplies what, on which scale
    bench: _Bench,
    multipliers: Sequence[Opened],
    fed: Sequence[Fed],
    totals: Totals,
    scale: int,
    basket: Group,
) -> None:
    """Each multiplier gives what it adds to the base points of its lines, exactly: upon what the others have made of
    them, or to the base itself.

    `units` are base points not yet rounded, times `scale`, by line class; of the whole `basket`, when no multiplier
    looks closer.
    """
    scale *= lcm(*[paid for _, _, (_, paid), _, _ in fed])
    if all(group is basket for _, group in multipliers):
        units = {
            _ALL: sum([scale // (rule.denominator * paid) * points for rule, _, (_, paid), _, points in fed])
        }
        multipliers = [(rule, (_ALL,)) for rule, _ in multipliers]
    else:
        units = _by_class(fed, totals, scale)
    base, base_scale = units, scale
    last = len(multipliers) - 1
    for place, (rule, group) in enumerate(multipliers):
        above, below = rule.factor if rule.payment is None else in_part(rule, bench.activity)
        of, denominator = (base, base_scale * below) if rule.adds else (units, scale * below)
        extra = sum([of.get(line_class, 0) for line_class in group])
        _post(
            bench, rule, (extra * (above - below) + add_to_round(rule.rounding, denominator)) // denominator
        )
        if place < last and not rule.adds:
            units = {c: value * (above if c in group else below) for c, value in units.items()}
            scale = denominator


def _by_class(fed: Sequence[Fed], totals: Totals, scale: int) -> dict[int, int]:
    """Base points not yet rounded, times `scale`, of each line class."""
    units: dict[int, int] = {}
    for rule, minor, (kept, paid), group, _ in fed:
        factor = scale // (rule.denominator * paid) * kept
        by_amount, by_quantity, unit = factor * minor, factor * rule.milli, rule.unit
        for line_class in group:
            amount, quantity = totals[line_class]
            more = by_amount * amount + (by_quantity * quantity if line_class & unit == unit else 0)
            units[line_class] = units.get(line_class, 0) + more
    return units


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
        own = bench.standing.caps.get(rule.id, {})
        used = with_former(own, rule.formerly, bench.standing.caps) if rule.formerly else own
        windows = day.cap_windows(rule, used, bench.traits)
        points, reason = apply_caps(rule.caps, points, used=used, windows=windows)
        if reason is not None:
            bench.reasons.append(reason)
    tab = bench.tab if rule.budgets else None
    if points and tab:
        points = tab.limit(rule.budgets, points, day.date, bench.reasons)
    if points and bench.room:
        points = fit(rule, points, bench.room, bench.reasons)
    if points == 0:
        return
    if tab:
        tab.draw(rule.budgets, points, day.date)
    if rule.caps:
        bench.used[rule.id] = use_caps(
            rule.caps, points=points, times=1, used=own, windows=windows, today=day.ordinal
        )
    available_at, expires_at = day.terms(rule)
    bench.effects.append(
        Effect(rule.id, rule.currency, points, available_at or bench.activity.occurred_at, expires_at)
    )


def _next_standing(bench: _Bench, compiled: Compiled) -> Standing:
    """The member's standing after this activity."""
    effects, before, activity = bench.effects, bench.standing, bench.activity
    tiers = before.tiers
    for structure in compiled.tiers:
        own = tiers.get(structure.id)
        after = structure.after(own, activity, effects, bench.day.ordinal, bench.traits)
        if after is not own and after is not None:
            tiers = {**tiers, structure.id: after}
    return Standing(
        before.version + 1,
        {**before.counts, activity.type: bench.nth},
        {**before.caps, **bench.used} if bench.used else before.caps,
        tiers,
        before.choices,
        before.noted,
    )

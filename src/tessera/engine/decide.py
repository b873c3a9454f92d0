"""The decision: what one activity earns, and why.

`decide` is pure and total. Rules run in phases: base and bonuses, each by itself; then multipliers on what the base
gave, each upon the other in the order of their ids, the level's own last, but those that add on the base itself; caps
trim each rule's own points, then budgets, then the room in the account. Within a phase no rule sees another, so the
order of rules in the document changes nothing.
"""

from collections.abc import Mapping

from tessera.engine.activity import Activity
from tessera.engine.budgets import Left, Tab
from tessera.engine.candidates import ANYWHERE, WHOLE_BASKET, Candidates, Group
from tessera.engine.compile import Compiled
from tessera.engine.decision import UNKNOWN_TYPE, Decision, Reason
from tessera.engine.multiply import Fed, multiply, open_multipliers
from tessera.engine.portion import WHOLE, Totals, add_up, measured, portion, share, spent_on
from tessera.engine.rule import CompiledRule, add_to_round
from tessera.engine.standing import Standing
from tessera.engine.tiers.note import note_levels
from tessera.engine.worksheet import Worksheet, post
from tessera.kit.codes import ReasonCode


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
    into the account, by currency; what is not there has no limit. `left`: of budgets that all members share. The same
    arguments give the same decision, for ever.
    """
    if compiled.choices:
        compiled = compiled.seen_with(traits)
    local = activity.occurred_at.astimezone(compiled.zone)
    day = compiled.on(local.date())
    held = compiled.holding(standing, day.ordinal, traits)
    tab = Tab(left or {}) if activity.type in compiled.budgeted else None
    decision = _decide(compiled, Worksheet(activity, local, standing, traits, held, day), room, tab)
    if compiled.some_at_once:
        raised = compiled.holding(standing, day.ordinal, traits, reached=decision.standing)
        if raised != held:
            tab = tab and tab.anew()
            decision = _decide(compiled, Worksheet(activity, local, standing, traits, raised, day), room, tab)
    if tab is not None:
        decision = tab.note(decision)
    tiers = compiled.tiers
    return note_levels(tiers, standing, decision, held[0], day.ordinal, traits) if tiers else decision


def _decide(
    compiled: Compiled, sheet: Worksheet, room: Mapping[str, int] | None, tab: Tab | None
) -> Decision:
    """The decision for a member who holds certain levels."""
    activity = sheet.activity
    sheet.room = dict(room) if room else None
    sheet.tab = tab
    plan = sheet.day.plans.get(activity.type)
    if plan is not None:
        totals = add_up(compiled.classes, activity)
        classes = tuple(sorted(totals)) if len(totals) > 1 else tuple(totals)
        place = plan.place_of(activity) if plan.asks else ANYWHERE
        _run(sheet, plan.candidates(classes, place), totals, compiled)
    elif activity.type not in compiled.types:
        sheet.reasons.append(UNKNOWN_TYPE)
    return Decision(tuple(sheet.effects), tuple(sheet.reasons), _next_standing(sheet, compiled))


def _run(sheet: Worksheet, candidates: Candidates, totals: Totals, compiled: Compiled) -> None:
    """Run the rules that give by themselves, then those that multiply."""
    groups, reasons = candidates.groups, sheet.reasons
    spent = [totals[group[0]] if len(group) == 1 else spent_on(group, totals) for group in groups]
    fed: list[Fed] = []
    for rule, place in candidates.gives:
        if not rule.plain:
            _run_portion(sheet, rule, groups[place], totals, fed)
            continue
        amount, quantity = spent[place]
        for gate, reason in rule.gates:
            if not gate(sheet, amount, quantity):
                reasons.append(reason)
                break
        else:
            numerator = rule.fixed + rule.minor * amount + rule.milli * quantity
            if rule.feeds_multipliers and numerator > 0:
                fed.append((rule, rule.minor, WHOLE, groups[place], numerator))
            points = (numerator + rule.add_to_round) // rule.denominator
            if points > 0:
                post(sheet, rule, points)
            else:
                reasons.append(rule.too_little)
    opened = open_multipliers(sheet, candidates, spent)
    if opened:
        multiply(sheet, opened, fed, totals, compiled.base_scale, groups[WHOLE_BASKET])


def _run_portion(sheet: Worksheet, rule: CompiledRule, group: Group, totals: Totals, fed: list[Fed]) -> None:
    """Run a rule that gives for a portion of its lines only, or at a rate that depends on them."""
    amount, quantity = spent_on(group, totals)
    kept, paid = share(rule, sheet.activity)
    counted = portion(rule, sheet.activity, amount, measured(rule, group, totals) if rule.unit else quantity)
    for gate, reason in rule.gates:
        if not gate(sheet, amount * kept // paid, quantity):
            sheet.reasons.append(reason)
            return
    if counted is None:
        sheet.reasons.append(Reason(rule.id, ReasonCode.BELOW_MINIMUM_SPEND))
        return
    numerator, denominator = counted.numerator(rule), rule.denominator * paid
    if rule.feeds_multipliers and numerator > 0:
        fed.append((rule, counted.minor, (kept, paid), group, numerator - counted.fixed * paid))
    post(sheet, rule, (numerator + add_to_round(rule.rounding, denominator)) // denominator)


def _next_standing(sheet: Worksheet, compiled: Compiled) -> Standing:
    """The member's standing after this activity."""
    effects, before, activity = sheet.effects, sheet.standing, sheet.activity
    tiers = before.tiers
    for structure in compiled.tiers:
        own = tiers.get(structure.id)
        after = structure.after(own, activity, effects, sheet.day.ordinal, sheet.traits)
        if after is not own and after is not None:
            tiers = {**tiers, structure.id: after}
    return Standing(
        before.version + 1,
        {**before.counts, activity.type: sheet.nth},
        {**before.caps, **sheet.used} if sheet.used else before.caps,
        tiers,
        before.choices,
        before.noted,
    )

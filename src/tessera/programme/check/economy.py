"""What members get back, how soon, and what it may cost at most."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from tessera.programme.check.page import Page
from tessera.programme.check.reach import least_spend, reach_of
from tessera.programme.construct import Benefit, Linear, Scaling
from tessera.programme.document import Phase, Programme, Rule, Stack
from tessera.programme.finding import Finding
from tessera.programme.plan import Doubt

PURCHASE = "purchase"
_ANCHORS = 20  # the strongest rules, from each of which a stack is built up
_NAMED = 5


def low_returns(page: Page, programme: Programme) -> Iterator[Finding]:
    """Everyday rates that few members will notice."""
    for rule in programme.rules:
        if rule.phase is not Phase.BASE or rule.conditions or rule.lines:
            continue
        back = _rate(rule, programme)
        if 0 < back <= Fraction(programme.plan.checks.return_above):
            message = f"Members get back {_percent(back)} of what they spend, which few will notice."
            advice = "Give more, or make points worth more."
            yield page.finding(("earn", rule.id), Doubt.LOW_RETURN, message, advice)


def small_money(page: Page, programme: Programme) -> Iterator[Finding]:
    """Less than one unit of money as a gift for a purchase: hardly meant, when 0.05 can also be read as 5%."""
    whole = 10**programme.money_digits
    for rule in programme.rules:
        currency = programme.currencies.get(rule.benefit.currency or "")
        if currency is None or not currency.is_money or not isinstance(rule.benefit, Linear):
            continue
        gift = rule.benefit.fixed
        if 0 < gift < whole and rule.benefit.once:
            share = Decimal(gift).scaleb(2 - programme.money_digits).normalize()
            message = (
                f"This gives {Decimal(gift).scaleb(-programme.money_digits)} {programme.money} each time."
            )
            advice = f"For a part of what is spent, write `{{{currency.id}: {share:f}%}}`."
            yield page.finding(("earn", rule.id, rule.benefit.key), Doubt.SMALL_MONEY, message, advice)


def far_reward(page: Page, programme: Programme) -> Iterator[Finding]:
    """A first reward that a usual member waits for too long."""
    checks = programme.plan.checks
    if checks.basket_minor is None or checks.visits_a_month is None or checks.first_reward is None:
        return
    if not _everyday(programme, PURCHASE):
        return  # what a visit brings depends on what is bought, and where
    a_visit = _given(programme, PURCHASE, checks.basket_minor)
    scale = next(iter(programme.currencies.values())).scale
    missing = max(0, checks.first_reward * 10**scale - _given(programme, "enrolment", 0))
    a_month = a_visit * Fraction(checks.visits_a_month)
    if missing > a_month * checks.reward_months:
        after = f"after {-(-missing // a_month)} months" if a_month else "never"
        message = f"A usual member reaches the first reward {after}."
        advice = f"Bring it within {checks.reward_months} months: a smaller reward, or more points."
        yield page.finding(("check", "first-reward"), Doubt.FAR_REWARD, message, advice)


def _given(programme: Programme, activity: str, amount_minor: int) -> int:
    """What the everyday rules give for an activity, in smallest units of the first currency."""
    gifts = [benefit for benefit in _everyday(programme, activity) if isinstance(benefit, Linear)]
    return sum(int(gift.fixed + gift.per_minor * amount_minor) for gift in gifts)


def _everyday(programme: Programme, activity: str) -> list[Benefit]:
    """What the first currency is given for, whatever is bought and whoever buys it."""
    main = next(iter(programme.currencies))
    return [
        rule.benefit
        for rule in programme.rules
        if rule.on == activity and not (rule.conditions or rule.lines) and rule.benefit.currency == main
    ]


def deep_stack(page: Page, programme: Programme) -> Iterator[Finding]:
    """Rules that may meet on one line and together give away too much of its price."""
    stacks = list(_stacks(programme))
    if not stacks:
        return
    share, stack = max(((_together(stack, programme), stack) for stack in stacks), key=lambda found: found[0])
    if share > Fraction(programme.plan.checks.stack_up_to):
        named = ", ".join(f"`{rule.id}`" for rule in stack[:_NAMED])
        others = f" and {len(stack) - _NAMED} others" if len(stack) > _NAMED else ""
        message = f"Where {named}{others} meet, up to {_percent(share)} of the price goes back to the member."
        advice = "Keep them apart by period or goods, or give less."
        yield page.finding(("earn", stack[0].id), Doubt.DEEP_STACK, message, advice)


def _stacks(programme: Programme) -> Iterator[list[Rule]]:
    """Rules that can all meet on one line: from each of the strongest on, whatever else fits, strong ones first."""
    strengths = [(rule, _strength(rule, programme)) for rule in programme.rules if rule.on == PURCHASE]
    strongest = sorted((pair for pair in strengths if pair[1]), key=lambda pair: (-pair[1], pair[0].id))
    reaches = [(rule, reach_of(rule, programme)) for rule, _ in strongest]
    for anchor in reaches[:_ANCHORS]:
        stack = [anchor]
        for rule, reach in reaches:
            if rule is not anchor[0] and all(reach.meets(other) for _, other in stack):
                stack.append((rule, reach))
        yield [rule for rule, _ in stack]


def _strength(rule: Rule, programme: Programme) -> Fraction:
    """How much it can add: a factor, or a share of the price; nothing when that depends on the basket."""
    if isinstance(rule.benefit, Scaling):
        return Fraction(rule.benefit.factor)
    return _rate(rule, programme)


def _together(stack: list[Rule], programme: Programme) -> Fraction:
    """The share of the price that the rules give back together, levels included."""
    main = next(iter(programme.currencies))
    base = sum(
        (
            _rate(rule, programme)
            for rule in stack
            if rule.phase is Phase.BASE and rule.benefit.currency == main
        ),
        Fraction(0),
    )
    rest = sum((_rate(rule, programme) for rule in stack), Fraction(0)) - base
    multiplied, added = Fraction(1), Fraction(0)
    factors = [
        (Fraction(rule.benefit.factor), rule.stack) for rule in stack if isinstance(rule.benefit, Scaling)
    ]
    for factor, stacking in (*factors, *_perks(programme)):
        if stacking is Stack.MULTIPLY:
            multiplied *= factor
        else:
            added += factor - 1
    return base * (multiplied + added) + rest


def _perks(programme: Programme) -> Iterator[tuple[Fraction, Stack]]:
    """The largest multiplier of each ladder's levels."""
    for tiers in programme.tiers:
        perks = [perk for level in tiers.levels for perk in level.perks if perk.multiply is not None]
        if perks:
            largest = max(perks, key=lambda perk: perk.multiply or 0)
            yield Fraction(largest.multiply or 1), Stack.ADD if largest.adds else Stack.MULTIPLY


def _rate(rule: Rule, programme: Programme) -> Fraction:
    """The share of the price that a rule gives back; of a gift on a minimum, as its smallest basket gets it."""
    currency = programme.currencies.get(rule.benefit.currency or "")
    if currency is None or not isinstance(rule.benefit, Linear):
        return Fraction(0)
    point = Fraction(currency.worth or 0) * 10**programme.money_digits
    unit = Fraction(1) if currency.is_money else point / 10**currency.scale
    least = max(least_spend(rule), programme.plan.checks.basket_minor or 0)
    gift = Fraction(rule.benefit.fixed, least) if least else Fraction(0)
    return (rule.benefit.per_minor + gift) * unit


def _percent(share: Fraction) -> str:
    """As people write one, to four figures: 22.5%, 15,000%."""
    exact = float(f"{float(100 * share):.4g}")
    return f"{exact:,.0f}%" if exact >= 1000 else f"{exact:g}%"

"""A rule made ready to run: integers and closures."""

from dataclasses import dataclass
from datetime import datetime, time
from fractions import Fraction
from math import lcm

from tessera.engine.benefits.multiply import Multiply
from tessera.engine.benefits.per_step import PerStep, RatePerStep
from tessera.engine.budgets import CompiledBudget, compile_budgets
from tessera.engine.caps import CompiledCap, compile_caps
from tessera.engine.classes import LineClasses
from tessera.engine.conditions.gated import Asking, Daily, Gated, Placed
from tessera.engine.conditions.minimum_spend import MinimumSpend
from tessera.engine.conditions.payment import Payment
from tessera.engine.conditions.period import Period
from tessera.engine.decision import Reason
from tessera.engine.facts import ENROLLED_AT, Gate
from tessera.kit.codes import ReasonCode
from tessera.programme.construct import Benefit, Linear
from tessera.programme.document import Phase, Programme, Rounding, Rule, Span, Stack
from tessera.programme.life import Expiry, Pending

NO_FACTOR = (1, 1)
_NO_RATE = (Fraction(0), Fraction(0), Fraction(0))
_DOWN = Rounding.DOWN

GateWithReason = tuple[Gate, Reason]

Rate = tuple[Fraction, Fraction, Fraction]
"""Points before rounding, exactly: (fixed, by minor unit, by thousandth)."""

Step = tuple[int, int, int]
"""From so many minor units on: (from, fixed, minor)."""


@dataclass(slots=True, eq=False, kw_only=True)
class CompiledRule:
    """Points before rounding are (fixed + minor * amount + milli * quantity) / denominator, or what a factor adds."""

    id: str
    on: str | None  # the activity type; None for a level's multiplier, which runs with any
    phase: Phase
    currency: str
    need: int  # a line counts when its class has all of these bits …
    bar: int  # … and none of these
    chosen: int  # those of `need` that only lines of what the member chose have
    daily: tuple[Daily, ...]  # conditions that a whole day meets or not
    placed: tuple[Placed, ...]  # … and those that the place does
    gates: tuple[GateWithReason, ...]
    thresholds: tuple[Gate, ...]  # those of the gates that a return may close again
    fixed: int
    minor: int
    milli: int
    denominator: int
    unit: int  # of what is counted by quantity: the bit of its unit's class; 0 when any unit counts
    steps: tuple[Step, ...]  # instead of fixed and minor, where these depend on the amount
    payment: Payment | None  # only what was paid so counts
    plain: bool  # without unit, steps and payment: nothing but sums is needed
    factor: tuple[int, int]  # of a multiplier: (above, below); (1, 1) multiplies nothing
    adds: bool  # a multiplier of the base itself, whatever other multipliers make of it
    rounding: Rounding
    add_to_round: int  # what to add to the numerator, so that the floor rounds as named
    caps: tuple[CompiledCap, ...]
    formerly: tuple[str, ...]  # rules of earlier versions whose use counts for these caps
    budgets: tuple[CompiledBudget, ...]  # what it gives all members together
    own_windows: bool  # some cap counts in windows of the member's own
    pending: Pending
    expire: Expiry
    feeds_multipliers: bool  # a rate of the base phase in the main currency
    from_at: datetime | None
    until_at: datetime | None
    too_little: Reason

    def takes(self, line_class: int) -> bool:
        """Does a line of this class count for the rule?"""
        return line_class & self.need == self.need and not line_class & self.bar

    def runs_between(self, start: datetime, end: datetime) -> bool:
        """Is any instant of `[start, end)` in the rule's period?"""
        return (self.from_at is None or self.from_at < end) and (
            self.until_at is None or self.until_at > start
        )


def compile_rule(
    rule: Rule, programme: Programme, *, classes: LineClasses, main_currency: str
) -> CompiledRule:
    """Compile a rule of the document."""
    benefit = rule.benefit
    rate, factor, currency = _rate_of(benefit, main_currency)
    conditions = [condition for condition in rule.conditions if isinstance(condition, Gated)]
    period = next((condition for condition in conditions if isinstance(condition, Period)), None)
    from_at, until_at = period.bounds(programme) if period else (programme.from_at, programme.until_at)
    whole_days = all(_is_midnight(at, programme) for at in (from_at, until_at))
    asked = [c for c in conditions if not isinstance(c, Daily | Placed) and not (c is period and whole_days)]
    asked.sort(key=lambda c: isinstance(c, MinimumSpend))  # what is spent is asked last
    stepped = benefit.steps if isinstance(benefit, PerStep | RatePerStep) else ()
    denominator = lcm(*(part.denominator for part in rate), *(p.denominator for s in stepped for p in s))
    fixed, minor, milli = (int(part * denominator) for part in rate)
    steps = tuple((int(at), int(f * denominator), int(m * denominator)) for at, f, m in stepped)
    payment = next((condition for condition in conditions if isinstance(condition, Payment)), None)
    unit = classes.unit(rule)
    caps = compile_caps(rule.id, rule.caps)
    formerly = programme.migration.formerly(rule.id)
    counts_measures = unit or factor is not None
    own = programme.currencies[currency]
    too_little = ReasonCode.ROUNDED_TO_NOTHING if factor is None else ReasonCode.NOTHING_TO_MULTIPLY
    return CompiledRule(
        id=rule.id,
        on=rule.on,
        phase=rule.phase,
        currency=currency,
        need=classes.mask(rule.lines) | classes.chosen(rule),
        chosen=classes.chosen(rule),
        bar=classes.mask(rule.exclude) | (0 if counts_measures else classes.measured),
        daily=tuple(c for c in conditions if isinstance(c, Daily)),
        placed=tuple(c for c in conditions if isinstance(c, Placed)),
        gates=tuple((c.gate(programme), Reason(rule.id, c.code)) for c in asked),
        thresholds=tuple(c.gate(programme) for c in asked if isinstance(c, MinimumSpend)),
        fixed=fixed,
        minor=minor,
        milli=milli,
        denominator=denominator,
        unit=unit,
        steps=steps,
        payment=payment,
        plain=not (unit or steps or payment),
        factor=factor.as_integer_ratio() if factor else NO_FACTOR,
        adds=rule.stack is Stack.ADD,
        rounding=rule.rounding,
        add_to_round=add_to_round(rule.rounding, denominator),
        caps=caps,
        formerly=formerly,
        budgets=compile_budgets(rule.id, rule.budgets, formerly),
        own_windows=any(cap.is_own for cap in caps),
        pending=own.pending if rule.pending is None else rule.pending,
        expire=own.expire if rule.expire is None else rule.expire,
        feeds_multipliers=rule.phase is Phase.BASE
        and currency == main_currency
        and not benefit.once
        and factor is None,
        from_at=from_at,
        until_at=until_at,
        too_little=Reason(rule.id, too_little),
    )


def _rate_of(benefit: Benefit, main_currency: str) -> tuple[Rate, Fraction | None, str]:
    """How much for nothing, a minor unit and a thousandth; the factor of what multiplies; of which currency."""
    if isinstance(benefit, Multiply):
        return _NO_RATE, benefit.factor, main_currency
    if isinstance(benefit, PerStep | RatePerStep):
        return _NO_RATE, None, benefit.currency
    if isinstance(benefit, Linear):
        rate = Fraction(benefit.fixed), benefit.per_minor, benefit.per_milli
        return rate, None, benefit.currency or main_currency
    raise TypeError(f"the engine cannot run {benefit!r}")


def level_multiplier(
    rule_id: str, factor: Fraction, programme: Programme, *, currency: str, stack: Stack
) -> CompiledRule:
    """A level's multiplier as a rule: every line, no conditions, the currency's own terms."""
    own = programme.currencies[currency]
    return CompiledRule(
        id=rule_id,
        on=None,
        phase=Phase.MULTIPLIER,
        currency=currency,
        need=0,
        bar=0,
        chosen=0,
        daily=(),
        placed=(),
        gates=(),
        thresholds=(),
        fixed=0,
        minor=0,
        milli=0,
        denominator=1,
        unit=0,
        steps=(),
        payment=None,
        plain=True,
        factor=factor.as_integer_ratio(),
        adds=stack is Stack.ADD,
        rounding=Rounding.DOWN,
        add_to_round=0,
        caps=(),
        formerly=(),
        budgets=(),
        own_windows=False,
        pending=own.pending,
        expire=own.expire,
        feeds_multipliers=False,
        from_at=None,
        until_at=None,
        too_little=Reason(rule_id, ReasonCode.NOTHING_TO_MULTIPLY),
    )


def traits_of(rule: Rule) -> list[str]:
    """The member's traits that a rule asks for."""
    asked = [
        trait
        for condition in rule.conditions
        if isinstance(condition, Asking)
        for trait in condition.traits_asked
    ]
    by_year = any(cap.per is Span.MEMBER_YEAR for cap in rule.caps)
    return [*asked, ENROLLED_AT] if by_year else asked


def add_to_round(rounding: Rounding, denominator: int) -> int:
    """What to add to a numerator so that the floor of the division rounds as named (a half goes up)."""
    if rounding is _DOWN:
        return 0
    return denominator - 1 if rounding is Rounding.UP else denominator // 2


def _is_midnight(instant: datetime | None, programme: Programme) -> bool:
    return instant is None or instant.astimezone(programme.timezone).time() == time.min

"""Compile a programme to what `decide` runs: closures, integer rates and an index of rules by activity and day.

An interpreted walk over rule objects is several times slower; this is done once, when a version is taken up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from math import lcm

from tessera.engine.benefits.multiply import Multiply
from tessera.engine.caps import CompiledCap, compile_caps
from tessera.engine.classes import LineClasses, Selector, selectors_of
from tessera.engine.conditions.minimum_spend import MinimumSpend
from tessera.engine.conditions.period import Period
from tessera.engine.decision import Reason
from tessera.engine.facts import Gate
from tessera.engine.terms import Terms, midnight
from tessera.engine.tiers import CompiledTiers
from tessera.kit.codes import ReasonCode
from tessera.programme.construct import Condition
from tessera.programme.document import Expiry, Pending, Phase, Programme, Rounding, Rule

_DAYS_REMEMBERED = 1_000


@dataclass(slots=True, eq=False)
class CompiledRule:
    """A rule ready to run. Points before rounding are (fixed + amount * minor + quantity * milli) / denominator."""

    id: str
    phase: Phase
    currency: str
    need: int  # a line counts when its class has all of these bits …
    bar: int  # … and none of these
    gates: tuple[tuple[Gate, Reason], ...]
    thresholds: tuple[Gate, ...]  # those of the gates that a return may close again
    fixed: int
    minor: int
    milli: int
    denominator: int
    round_up_by: int  # added to the numerator before the division: 0, half of, or all but one of the denominator
    rounding: Rounding
    terms: Terms
    caps: tuple[CompiledCap, ...]
    factor: Fraction | None
    feeds_multipliers: bool  # a rate of the base phase in the main currency
    from_at: datetime | None
    until_at: datetime | None
    no_line: Reason
    too_little: Reason

    def units(self, amount_minor: int, quantity_milli: int) -> int:
        """Points of an amount and a quantity, times the denominator."""
        return self.fixed + self.minor * amount_minor + self.milli * quantity_milli

    def takes(self, line_class: int) -> bool:
        """Does a line of this class count for the rule?"""
        return line_class & self.need == self.need and not line_class & self.bar


@dataclass(slots=True, frozen=True)
class Plan:
    """The rules that may apply to one type of activity on one local day: base first, then bonuses; multipliers apart."""

    gives: tuple[CompiledRule, ...]
    multipliers: tuple[CompiledRule, ...]


class Compiled:
    """A programme version ready to decide. Holds memories of what it worked out, never of any member."""

    def __init__(self, programme: Programme, *, number: int = 0) -> None:
        self.programme = programme
        self.number = number
        self.zone = programme.timezone
        self.main_currency = next(iter(programme.currencies))
        self.classes = LineClasses(_all_selectors(programme.rules))
        self.tiers = tuple(CompiledTiers(structure) for structure in programme.tiers)
        self.rules = {rule.id: self._rule(rule) for rule in sorted(programme.rules, key=lambda rule: rule.id)}
        self.perks = self._perks()
        self.base_scale = lcm(*(rule.denominator for rule in self.rules.values() if rule.feeds_multipliers))
        self._types = {rule.id: rule.on for rule in programme.rules}
        self._plans: dict[tuple[str, date], Plan] = {}

    def plan(self, activity_type: str, day: date) -> Plan:
        """The rules for activities of a type on a local day, in the order in which they run."""
        plan = self._plans.get((activity_type, day))
        if plan is None:
            if len(self._plans) > _DAYS_REMEMBERED:
                self._plans.clear()
            plan = self._plans[activity_type, day] = self._plan(activity_type, day)
        return plan

    def find(self, rule_id: str) -> CompiledRule | None:
        """A rule or a level's multiplier by the id that its effects carry."""
        found = self.rules.get(rule_id)
        if found is None:
            found = next((perk for perks in self.perks.values() for perk in perks if perk.id == rule_id), None)
        return found

    def _plan(self, activity_type: str, day: date) -> Plan:
        start, end = midnight(day, self.zone), midnight(day + timedelta(days=1), self.zone)
        if not self._in_force(start, end):
            return Plan((), ())
        rules = [
            rule
            for rule in self.rules.values()
            if self._types[rule.id] == activity_type
            and (rule.from_at is None or rule.from_at < end)
            and (rule.until_at is None or rule.until_at > start)
        ]
        by_phase = {phase: tuple(rule for rule in rules if rule.phase is phase) for phase in Phase}
        return Plan(by_phase[Phase.BASE] + by_phase[Phase.BONUS], by_phase[Phase.MULTIPLIER])

    def _in_force(self, start: datetime, end: datetime) -> bool:
        programme = self.programme
        return (programme.from_at is None or programme.from_at < end) and (
            programme.until_at is None or programme.until_at > start
        )

    def _rule(self, rule: Rule) -> CompiledRule:
        benefit = rule.benefit
        factor = benefit.factor if isinstance(benefit, Multiply) else None
        currency = benefit.currency or self.main_currency
        own = self.programme.currencies[currency]
        return _compiled(
            rule_id=rule.id,
            phase=rule.phase,
            currency=currency,
            need=self.classes.mask(rule.lines),
            bar=self.classes.mask(rule.exclude),
            conditions=rule.conditions,
            programme=self.programme,
            rate=(Fraction(0),) * 3 if factor is not None else _rate(benefit),
            factor=factor,
            rounding=rule.rounding,
            terms=Terms(
                pending=own.pending if rule.pending is None else rule.pending,
                expire=own.expire if rule.expire is None else rule.expire,
                zone=self.zone,
            ),
            caps=compile_caps(rule.id, rule.caps),
            main_currency=self.main_currency,
        )

    def _perks(self) -> dict[tuple[str, str], tuple[CompiledRule, ...]]:
        """The multiplier of each level, as a rule that runs after the programme's own multipliers."""
        main = self.programme.currencies[self.main_currency]
        terms = Terms(pending=main.pending, expire=main.expire, zone=self.zone)
        return {
            (structure.id, level.id): tuple(
                _compiled(
                    rule_id=f"{structure.id}:{level.id}",
                    phase=Phase.MULTIPLIER,
                    currency=self.main_currency,
                    need=0,
                    bar=0,
                    conditions=(),
                    programme=self.programme,
                    rate=(Fraction(0),) * 3,
                    factor=Fraction(perk.multiply),
                    rounding=Rounding.DOWN,
                    terms=terms,
                    caps=(),
                    main_currency=self.main_currency,
                )
                for perk in level.perks
                if perk.multiply is not None
            )
            for structure in self.programme.tiers
            for level in structure.levels
        }


def _all_selectors(rules: Sequence[Rule]) -> list[Selector]:
    return [selector for rule in rules for selector in selectors_of(rule)]


def _rate(benefit: object) -> tuple[Fraction, Fraction, Fraction]:
    """The linear form of a benefit: (fixed, per minor unit, per thousandth of quantity)."""
    fixed, minor, milli = (getattr(benefit, name) for name in ("fixed", "per_minor", "per_milli"))
    return Fraction(fixed), Fraction(minor), Fraction(milli)


def _compiled(  # noqa: PLR0913 - the parts of a rule, each by name
    *,
    rule_id: str,
    phase: Phase,
    currency: str,
    need: int,
    bar: int,
    conditions: Sequence[Condition],
    programme: Programme,
    rate: Sequence[Fraction],
    factor: Fraction | None,
    rounding: Rounding,
    terms: Terms,
    caps: tuple[CompiledCap, ...],
    main_currency: str,
) -> CompiledRule:
    period = next((condition for condition in conditions if isinstance(condition, Period)), None)
    from_at, until_at = period.bounds(programme) if period else (None, None)
    whole_days = all(_is_midnight(instant, programme) for instant in (from_at, until_at))
    gates = [
        (condition.gate(programme), Reason(rule=rule_id, code=condition.code))
        for condition in conditions
        if not (whole_days and condition is period)  # the plan of the day has asked already
    ]
    denominator = lcm(*(part.denominator for part in rate))
    fixed, minor, milli = (int(part * denominator) for part in rate)
    return CompiledRule(
        id=rule_id,
        phase=phase,
        currency=currency,
        need=need,
        bar=bar,
        gates=tuple(gates),
        thresholds=tuple(c.gate(programme) for c in conditions if isinstance(c, MinimumSpend)),
        fixed=fixed,
        minor=minor,
        milli=milli,
        denominator=denominator,
        round_up_by=round_up_by(rounding, denominator),
        rounding=rounding,
        terms=terms,
        caps=caps,
        factor=factor,
        feeds_multipliers=phase is Phase.BASE and currency == main_currency and not fixed and factor is None,
        from_at=from_at,
        until_at=until_at,
        no_line=Reason(rule=rule_id, code=ReasonCode.NO_LINE_MATCHES),
        too_little=Reason(
            rule=rule_id,
            code=ReasonCode.NOTHING_TO_MULTIPLY if factor is not None else ReasonCode.ROUNDED_TO_NOTHING,
        ),
    )


def round_up_by(rounding: Rounding, denominator: int) -> int:
    """What to add to a numerator so that the floor of the division rounds as named (halves up)."""
    match rounding:
        case Rounding.UP:
            return denominator - 1
        case Rounding.NEAREST:
            return denominator // 2
        case _:
            return 0


def _is_midnight(instant: datetime | None, programme: Programme) -> bool:
    return instant is None or instant.astimezone(programme.timezone).time() == time.min

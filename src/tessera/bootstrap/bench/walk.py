"""An interpreted walk over the programme's rules: what the compiled engine is measured against, and checked with.

It reads the document's own values for every basket, asks each rule's conditions of each line, counts in exact
fractions, and shares nothing with the engine but the calendar. It has its own memory of every household.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from math import ceil, floor
from typing import Any

from tessera.engine.activity import Activity, Line
from tessera.engine.benefits.linear import Linear
from tessera.engine.benefits.multiply import Multiply
from tessera.engine.conditions.hour import Hours
from tessera.engine.conditions.minimum_spend import MinimumSpend
from tessera.engine.conditions.nth import Nth
from tessera.engine.conditions.period import Period
from tessera.engine.conditions.tier import Tiers
from tessera.engine.conditions.trait import Traits
from tessera.engine.conditions.weekday import Weekdays
from tessera.engine.windows import window_start
from tessera.programme.document import Over, Phase, Programme, Rounding, Rule, Span

Given = list[tuple[str, int]]
"""What each rule gave, in the order in which rules run."""


class Walk:
    """Decides the activities of households in order of time. Knows the conditions that the example programme has."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._main = next(iter(programme.currencies))
        self._counts: dict[tuple[int, str], int] = defaultdict(int)
        self._used: dict[tuple[int, str, Span, bool, int], int] = defaultdict(int)
        self._earned: dict[tuple[int, int], int] = defaultdict(int)

    def decide(self, household: int, activity: Activity, traits: Mapping[str, str]) -> Given:
        """What each rule gives for the household's next activity."""
        local = activity.occurred_at.astimezone(self._programme.timezone)
        self._counts[household, activity.type] += 1
        level, factor = self._level(household, local)
        rules = [rule for rule in self._programme.rules if rule.on == activity.type]
        given: Given = []
        base: dict[int, Fraction] = defaultdict(Fraction)  # of each line, before rounding
        for rule in sorted(rules, key=lambda rule: (list(Phase).index(rule.phase), rule.id)):
            lines = _lines(rule, activity)
            if not lines or not self._holds(rule, household, activity, local, traits, level, lines):
                continue
            if isinstance(rule.benefit, Multiply):
                extra = Fraction()
                for place in lines:
                    extra += base[place] * (rule.benefit.factor - 1)
                    base[place] *= rule.benefit.factor
                points = extra
            else:
                points = self._linear(rule, lines, base)
            self._give(given, rule, household, local, _rounded(points, rule.rounding))
        if factor is not None and (perk := floor(sum(base.values()) * (factor - 1))) > 0:
            given.append((f"{self._programme.tiers[0].id}:{level}", perk))
        self._count(household, local, given)
        return given

    def _linear(self, rule: Rule, lines: Mapping[int, Line], base: dict[int, Fraction]) -> Fraction:
        """What a benefit gives for its lines; what the base phase gives in points is there to be multiplied."""
        benefit: Any = rule.benefit
        assert isinstance(benefit, Linear)  # noqa: S101 - there is no third kind
        points = Fraction(benefit.fixed)
        for place, line in lines.items():
            part = benefit.per_minor * line.amount_minor + benefit.per_milli * line.quantity_milli
            points += part
            if rule.phase is Phase.BASE and benefit.currency == self._main:
                base[place] += part
        return points

    def _holds(  # noqa: PLR0913, PLR0917 - all that a condition may ask
        self,
        rule: Rule,
        household: int,
        activity: Activity,
        local: datetime,
        traits: Mapping[str, str],
        level: str,
        lines: Mapping[int, Line],
    ) -> bool:
        nth = self._counts[household, activity.type]
        for condition in rule.conditions:
            match condition:
                case Weekdays(days=days):
                    holds = local.weekday() in days
                case Hours(start=start, end=end):
                    holds = start <= local.hour * 60 + local.minute < end
                case Period(from_at=start, until_at=end):
                    holds = (start is None or start <= activity.occurred_at) and (
                        end is None or activity.occurred_at < end
                    )
                case Nth(n=n, every=every):
                    holds = nth % n == 0 if every else nth == n
                case Traits(values=values):
                    holds = all(traits.get(trait) in wanted for trait, wanted in values.items())
                case Tiers(levels=levels):
                    holds = level in levels
                case MinimumSpend(amount_minor=least):
                    holds = sum(line.amount_minor for line in lines.values()) >= least
                case _:
                    raise TypeError(f"the walk does not know {condition!r}")
            if not holds:
                return False
        return True

    def _give(self, given: Given, rule: Rule, household: int, local: datetime, points: int) -> None:
        """Write down what the rule's caps leave of the points."""
        windows = {
            cap: (household, rule.id, cap.per, cap.times is not None, window_start(cap.per, local.date()))
            for cap in rule.caps
        }
        for cap, window in windows.items():
            room = (cap.times or cap.points or 0) - self._used[window]
            if cap.times is not None:
                points = points if room > 0 else 0
            elif points > room:
                points = room if cap.over is Over.TRIM else 0
        if points <= 0:
            return
        for cap, window in windows.items():
            self._used[window] += 1 if cap.times is not None else points
        given.append((rule.id, points))

    def _level(self, household: int, local: datetime) -> tuple[str, Fraction | None]:
        """The household's level before the activity, and what it multiplies by; kept to the end of the next year."""
        structure = self._programme.tiers[0]
        best = max(self._earned[household, year] for year in (local.year, local.year - 1))
        level = [level for level in structure.levels if all(need.at <= best for need in level.needs)][-1]
        factors = [Fraction(perk.multiply) for perk in level.perks if perk.multiply is not None]
        return level.id, factors[0] if factors else None

    def _count(self, household: int, local: datetime, given: Given) -> None:
        currencies = {rule.id: getattr(rule.benefit, "currency", None) for rule in self._programme.rules}
        self._earned[household, local.year] += sum(
            points for rule, points in given if (currencies.get(rule) or self._main) == self._main
        )


def _lines(rule: Rule, activity: Activity) -> dict[int, Line]:
    """The lines that count for a rule, by place; an activity without lines is one of its whole amount."""
    lines = activity.lines or (Line("", activity.amount_minor),)
    return {
        place: line
        for place, line in enumerate(lines)
        if all(getattr(line, name) in wanted for name, wanted in rule.lines.items())
        and not any(getattr(line, name) in barred for name, barred in rule.exclude.items())
    }


def _rounded(points: Fraction, rounding: Rounding) -> int:
    match rounding:
        case Rounding.UP:
            return ceil(points)
        case Rounding.NEAREST:
            return floor(points + Fraction(1, 2))
        case _:
            return floor(points)

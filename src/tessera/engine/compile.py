"""Compile a programme version to what `decide` runs, once, when the version is taken up.

An interpreted walk over rule objects is several times slower. What is worked out for a day, or for a kind of basket, is
remembered; nothing of any member is.
"""

from collections.abc import Mapping
from copy import copy
from datetime import date, timedelta
from fractions import Fraction
from math import lcm
from typing import Self

from tessera.engine.candidates import WHOLE_BASKET, Plan
from tessera.engine.chosen import ChosenClasses, trait_of
from tessera.engine.classes import LineClasses, selectors_of
from tessera.engine.day import Day
from tessera.engine.rule import CompiledRule, compile_rule, level_multiplier, traits_of
from tessera.engine.standing import Standing
from tessera.engine.tiers import CompiledTiers
from tessera.engine.windows import midnight
from tessera.programme.document import Programme

_DAYS_REMEMBERED = 1_000
_VIEWS_REMEMBERED = 10_000


class Compiled:
    """A programme version, ready to decide. `number` is the version's."""

    def __init__(self, programme: Programme, *, number: int = 0) -> None:
        self.programme = programme
        self.number = number
        self.zone = programme.timezone
        self.main_currency = next(iter(programme.currencies))
        self.choices = programme.choices
        self.classes = self._classes()
        self.tiers = tuple(
            CompiledTiers(structure, programme.migration.levels) for structure in programme.tiers
        )
        self.rules = {
            rule.id: compile_rule(rule, programme, classes=self.classes, main_currency=self.main_currency)
            for rule in sorted(programme.rules, key=lambda rule: rule.id)
        }
        self.perks = self._perks()
        self.traits_asked = frozenset(trait for rule in programme.rules for trait in traits_of(rule))
        feeding = [rule.denominator for rule in self.rules.values() if rule.feeds_multipliers]
        self.base_scale = lcm(*feeding)  # one denominator for all base rates, so that they add up exactly
        self._seen: dict[tuple[str | None, ...], Self] = {}
        self._days: dict[date, Day] = {}
        self._plans: dict[tuple[str, ...], Plan] = {}

    def seen_with(self, traits: Mapping[str, str]) -> Self:
        """The version as it is for a member with these traits: itself, unless the programme lets members choose."""
        if not isinstance(self.classes, ChosenClasses):
            return self
        chosen = tuple(traits.get(trait_of(choice)) for choice in self.choices)
        known = self._seen.get(chosen)
        if known is None:
            if len(self._seen) > _VIEWS_REMEMBERED:
                self._seen.clear()
            known = self._seen[chosen] = copy(self)
            known.classes = self.classes.marked(traits)
        return known

    def on(self, day: date) -> Day:
        """The programme on a local day."""
        known = self._days.get(day)
        if known is None:
            if len(self._days) > _DAYS_REMEMBERED:
                self._days.clear()
                self._plans.clear()
            known = self._days[day] = self._day(day)
        return known

    def levels(self, standing: Standing, day: int) -> dict[str, str]:
        """The member's level in each structure on a day (ordinal)."""
        return {tiers.id: tiers.level_on(standing.tiers.get(tiers.id), day) for tiers in self.tiers}

    def find(self, rule_id: str) -> CompiledRule | None:
        """A rule, or a level's multiplier, by the id that its effects carry."""
        found = self.rules.get(rule_id)
        if found is None:
            perks = (perk for perks in self.perks.values() for perk, _ in perks)
            found = next((perk for perk in perks if perk.id == rule_id), None)
        return found

    def _classes(self) -> LineClasses:
        selectors = [s for rule in self.programme.rules for s in selectors_of(rule)]
        if self.choices:
            return ChosenClasses(selectors, self.choices.values())
        return LineClasses(selectors)

    def _day(self, day: date) -> Day:
        start, end = midnight(day, self.zone), midnight(day + timedelta(days=1), self.zone)
        by_type: dict[str, list[CompiledRule]] = {}
        for rule in self.rules.values():
            if rule.on and rule.runs_between(start, end) and all(c.holds_on(day) for c in rule.daily):
                by_type.setdefault(rule.on, []).append(rule)
        return Day(day, self.zone, {on: self._plan(rules) for on, rules in by_type.items()})

    def _plan(self, rules: list[CompiledRule]) -> Plan:
        """Days with the same rules share their plan, and what it has remembered."""
        same = tuple(rule.id for rule in rules)
        if same not in self._plans:
            self._plans[same] = Plan(rules)
        return self._plans[same]

    def _perks(self) -> dict[tuple[str, str], tuple[tuple[CompiledRule, int], ...]]:
        """The multipliers of each (structure, level), for the whole basket; they run after the programme's own."""
        perks: dict[tuple[str, str], tuple[tuple[CompiledRule, int], ...]] = {}
        for structure in self.programme.tiers:
            for level in structure.levels:
                factors = [(perk.multiply, perk.stack) for perk in level.perks if perk.multiply is not None]
                name, main = f"{structure.id}:{level.id}", self.main_currency
                perks[structure.id, level.id] = tuple(
                    (
                        level_multiplier(name, Fraction(f), self.programme, currency=main, stack=stack),
                        WHOLE_BASKET,
                    )
                    for f, stack in factors
                )
        return perks

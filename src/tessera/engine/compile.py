"""Compile a programme version to what `decide` runs, once, when the version is taken up.

An interpreted walk over rule objects is several times slower. What is worked out for a day, or for a kind of basket, is
remembered; nothing of any member is.
"""

from collections.abc import Mapping, Sequence
from copy import copy
from datetime import date, timedelta
from fractions import Fraction
from math import lcm
from typing import Self

from tessera.engine.bill import compile_spending
from tessera.engine.candidates import WHOLE_BASKET, Plan
from tessera.engine.caps import CompiledCap, compile_caps
from tessera.engine.chosen import ChosenClasses, trait_of
from tessera.engine.classes import LineClasses, selectors_of
from tessera.engine.day import Day
from tessera.engine.discount.reward import limit_name
from tessera.engine.discount.rewards import Beside, Rewards
from tessera.engine.household import compile_roles
from tessera.engine.rule import CompiledRule, compile_rule, level_multiplier, traits_of
from tessera.engine.standing import Standing
from tessera.engine.tiers import compile_tiers
from tessera.engine.windows import midnight
from tessera.kit.activities import TRANSFER
from tessera.programme.document import Phase, Programme, Stack
from tessera.programme.ladder import Perk
from tessera.programme.life import Expiry, Pending
from tessera.programme.reported import types_of

_DAYS_REMEMBERED = 1_000
_VIEWS_REMEMBERED = 10_000

Perks = tuple[tuple[CompiledRule, int], ...]
"""Multipliers of a level, each for the whole basket."""

Holding = tuple[dict[str, str], Perks]
"""The level in each structure, and what the levels multiply by."""


class Compiled:
    """A programme version, ready to decide. `number` is the version's."""

    def __init__(self, programme: Programme, *, number: int = 0) -> None:
        self.programme = programme
        self.number = number
        self.zone = programme.timezone
        self.main_currency = next(iter(programme.currencies))
        self.types = types_of(programme)
        self.choices = programme.choices
        self.conversions = {conversion.id: conversion for conversion in programme.conversions}
        self.spending = compile_spending(programme)
        self.transfer_caps = {
            currency: compile_caps(f"{TRANSFER}:{currency}", terms.caps)
            for currency, terms in programme.transfers.items()
        }
        self.classes = self._classes()
        base_rules = frozenset(rule.id for rule in programme.rules if rule.phase is Phase.BASE)
        heirs = programme.migration.levels
        self.tiers = tuple(
            compile_tiers(structure, zone=self.zone, base_rules=base_rules, heirs=heirs)
            for structure in programme.tiers
        )
        self.some_at_once = any(tiers.at_once for tiers in self.tiers)
        self.rules = {
            rule.id: compile_rule(rule, programme, classes=self.classes, main_currency=self.main_currency)
            for rule in sorted(programme.rules, key=lambda rule: rule.id)
        }
        self.budgeted = frozenset(rule.on for rule in self.rules.values() if rule.budgets)
        self.perks = self._perks()
        self.lent = self._lent()
        self.rewards = Rewards(programme)
        self.roles = compile_roles(programme.households)
        self.lives = tuple(c for c in programme.currencies.values() if c.expire.inactive or c.shelter)
        self.most = {c.id: c.most for c in programme.currencies.values() if c.most is not None}
        self.waiting = self._waiting()
        self.traits_asked = frozenset(trait for rule in programme.rules for trait in traits_of(rule)).union(
            *(tiers.traits_asked for tiers in self.tiers)
        )
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

    def stocked(self, beside: Beside | None, *, number: int) -> Self:
        """The same document as another version, with these rewards beside it. Nothing of its rules is compiled again."""
        other = copy(self)
        other.number, other.rewards, other._seen = number, Rewards(self.programme, beside), {}  # noqa: SLF001 - its own
        return other

    def on(self, day: date) -> Day:
        """The programme on a local day."""
        known = self._days.get(day)
        if known is None:
            if len(self._days) > _DAYS_REMEMBERED:
                self._days.clear()
                self._plans.clear()
            known = self._days[day] = self._day(day)
        return known

    def holding(
        self, standing: Standing, day: int, traits: Mapping[str, str], *, reached: Standing | None = None
    ) -> Holding:
        """What a member holds on a day (ordinal). Ladders that take effect at once go by `reached`, when it is there."""
        levels: dict[str, str] = {}
        perks: Perks = ()
        for tiers in self.tiers:
            known = standing if reached is None or not tiers.at_once else reached
            own = known.tiers.get(tiers.id)
            level = levels[tiers.id] = tiers.level_on(own, day, traits)
            held = tiers.id, level
            lent = held in self.lent and tiers.is_given(own, day, traits)
            perks += self.lent[held] if lent else self.perks[held]
        return levels, perks

    def perks_held(self, standing: Standing, day: int, traits: Mapping[str, str]) -> frozenset[str]:
        """The rewards that a member's levels bring on a day (ordinal)."""
        if not self.rewards.some_are_perks:
            return frozenset()
        found: set[str] = set()
        for tiers, structure in zip(self.tiers, self.programme.tiers, strict=True):
            own = standing.tiers.get(tiers.id)
            held = tiers.level_on(own, day, traits)
            level = next(level for level in structure.levels if level.id == held)
            gift = level.given.perks if level.given and tiers.is_given(own, day, traits) else None
            found.update(perk.reward for perk in (level.perks if gift is None else gift) if perk.reward)
        return frozenset(found)

    def find(self, rule_id: str) -> CompiledRule | None:
        """A rule, or a level's multiplier, by the id that its effects carry."""
        found = self.rules.get(rule_id)
        if found is None:
            perks = (perk for of in (self.perks, self.lent) for perks in of.values() for perk, _ in perks)
            found = next((perk for perk in perks if perk.id == rule_id), None)
        return found

    def caps_named(self, name: str) -> Sequence[CompiledCap]:
        """The caps of what a standing counts under a name: a rule's, a reward's limits, those of giving a currency."""
        rule = self.find(name)
        if rule is not None:
            return rule.caps
        kind, _, id_ = name.partition(":")
        if kind == TRANSFER:
            return self.transfer_caps.get(id_, ())
        reward = self.rewards.by_id.get(id_) if name == limit_name(id_) else None
        return () if reward is None else reward.caps

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

    def _waiting(self) -> dict[str, tuple[Pending, Expiry]]:
        """The terms of the rules whose points wait for an event, by the id that their effects carry."""
        perks = [rule for perks in (*self.perks.values(), *self.lent.values()) for rule, _ in perks]
        return {
            rule.id: (rule.pending, rule.expire)
            for rule in (*self.rules.values(), *perks)
            if rule.pending.until
        }

    def _perks(self) -> dict[tuple[str, str], Perks]:
        """The multipliers of each (structure, level), for the whole basket; they run after the programme's own."""
        return {
            (structure.id, level.id): self._multipliers(f"{structure.id}:{level.id}", level.perks)
            for structure in self.programme.tiers
            for level in structure.levels
        }

    def _lent(self) -> dict[tuple[str, str], Perks]:
        """The multipliers of levels that bring something else to those to whom they are given."""
        return {
            (structure.id, level.id): self._multipliers(f"{structure.id}:{level.id}:given", level.given.perks)
            for structure in self.programme.tiers
            for level in structure.levels
            if level.given is not None and level.given.perks is not None
        }

    def _multipliers(self, rule_id: str, perks: Sequence[Perk]) -> Perks:
        return tuple(
            (
                level_multiplier(
                    rule_id,
                    Fraction(perk.multiply),
                    self.programme,
                    currency=self.main_currency,
                    stack=Stack.ADD if perk.adds else Stack.MULTIPLY,
                ),
                WHOLE_BASKET,
            )
            for perk in perks
            if perk.multiply is not None
        )

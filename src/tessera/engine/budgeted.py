"""Which budgets an activity may draw on: those of rules that take any of its goods. No others need be locked, or read."""

from collections.abc import Iterator, Mapping
from datetime import date

from tessera.engine.activity import Activity
from tessera.engine.budgets import CompiledBudget
from tessera.engine.candidates import ANYWHERE
from tessera.engine.compile import Compiled
from tessera.engine.portion import add_up
from tessera.engine.rule import CompiledRule


def budget_subjects(compiled: Compiled, activity: Activity) -> set[str]:
    """Every subject that the decision of an activity may ask for."""
    return {subject for budget, day in _budgets(compiled, activity) for subject in budget.subjects(day)}


def budgets_left(compiled: Compiled, activity: Activity, taken: Mapping[str, int]) -> dict[str, int]:
    """How much is left of each, where so much of each is `taken`."""
    return {
        subjects[0]: max(0, limit - sum(taken.get(subject, 0) for subject in subjects))
        for subjects, limit in budget_limits(compiled, activity).items()
    }


def budget_limits(compiled: Compiled, activity: Activity) -> dict[tuple[str, ...], int]:
    """How much there is of each in all, by the subjects under which it is counted; its own first."""
    return {budget.subjects(day): budget.limit for budget, day in _budgets(compiled, activity)}


def _budgets(compiled: Compiled, activity: Activity) -> Iterator[tuple[CompiledBudget, date]]:
    if activity.type in compiled.budgeted:
        day = _day(compiled, activity)
        for rule in _rules(compiled, activity, day):
            for budget in rule.budgets:
                yield budget, day


def _rules(compiled: Compiled, activity: Activity, day: date) -> Iterator[CompiledRule]:
    if compiled.choices:  # what of it the member chose, the decision itself finds out
        yield from (rule for rule in compiled.rules.values() if rule.on == activity.type)
        return
    plan = compiled.on(day).plans.get(activity.type)
    if plan is None:
        return
    classes = tuple(sorted(add_up(compiled.classes, activity)))
    candidates = plan.candidates(classes, plan.place_of(activity) if plan.asks else ANYWHERE)
    for rule, _ in candidates.gives + candidates.multipliers:
        yield rule


def _day(compiled: Compiled, activity: Activity) -> date:
    return activity.occurred_at.astimezone(compiled.zone).date()

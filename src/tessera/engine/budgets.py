"""Budgets: what a rule gives at most over all members together, hard, in each window.

What is left of one is no memory of any member: it is counted where all can see it, and told to the decision as a fact.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from msgspec.structs import replace

from tessera.engine.decision import Decision, Reason
from tessera.engine.windows import window_start
from tessera.kit.codes import ReasonCode
from tessera.programme.document import Cap, Over, Span

Left = Mapping[str, int]
"""How much is left of budgets, by subject. Of one that is not there, all that the programme says."""


OF_RULES = "rule "
"""How every subject of a rule's budget begins."""


@dataclass(slots=True, frozen=True)
class CompiledBudget:
    """A budget with its reasons made ready. `counts` names what is counted, without the window."""

    counts: str
    formerly: tuple[str, ...]  # the same of rules whose place this one has taken
    span: Span
    limit: int
    by_times: bool
    trims: bool
    trimmed: Reason
    spent: Reason

    def subject(self, day: date) -> str:
        """The name under which the window that holds `day` is counted."""
        return self.counts + self._window(day)

    def subjects(self, day: date) -> tuple[str, ...]:
        """Every name under which something is counted that this budget pays for; its own first."""
        window = self._window(day)
        return (self.counts + window, *[counts + window for counts in self.formerly])

    def _window(self, day: date) -> str:
        return "" if self.span is Span.LIFETIME else f" {date.fromordinal(window_start(self.span, day))}"


def compile_budgets(
    rule_id: str, budgets: Sequence[Cap], formerly: Sequence[str]
) -> tuple[CompiledBudget, ...]:
    """The budgets of one rule: those that give all or nothing first, then those that trim."""
    compiled = []
    for budget in budgets:
        by_times = budget.times is not None
        limit = budget.times if budget.times is not None else budget.points or 0
        kind = f"{'times' if by_times else 'points'} {budget.per}"
        compiled.append(
            CompiledBudget(
                counts=f"{OF_RULES}{rule_id} {kind}",
                formerly=tuple(f"{OF_RULES}{gone} {kind}" for gone in formerly),
                span=budget.per,
                limit=limit,
                by_times=by_times,
                trims=budget.over is Over.TRIM and not by_times,
                trimmed=Reason(rule_id, ReasonCode.BUDGET_TRIMMED, limit),
                spent=Reason(rule_id, ReasonCode.BUDGET_SPENT, limit),
            )
        )
    return tuple(sorted(compiled, key=lambda budget: (budget.trims, budget.counts)))


class Tab:
    """What one decision takes of budgets: `drawn`; and what was `left` of those that limited it: `short`, the facts of it.

    A decision that is taken twice, since it brings a level, draws once; what limited it the first time is a fact too.
    """

    __slots__ = ("_left", "drawn", "short")

    def __init__(self, left: Left) -> None:
        self._left = left
        self.drawn: dict[str, int] = {}
        self.short: dict[str, int] = {}

    def limit(self, budgets: Sequence[CompiledBudget], points: int, day: date, reasons: list[Reason]) -> int:
        """What the budgets leave of `points`; the reason says when that is less."""
        reason = None
        for budget in budgets:
            subject = budget.subject(day)
            there = self._left.get(subject, budget.limit)
            if there >= (1 if budget.by_times else points):
                continue
            self.short[subject] = there
            if there <= 0 or not budget.trims:
                reasons.append(budget.spent)
                return 0
            points, reason = there, budget.trimmed
        if reason is not None:
            reasons.append(reason)
        return points

    def draw(self, budgets: Sequence[CompiledBudget], points: int, day: date) -> None:
        """Take what is given in the end."""
        for budget in budgets:
            self.drawn[budget.subject(day)] = 1 if budget.by_times else points

    def anew(self) -> Self:
        """The same decision once more."""
        self.drawn = {}
        return self

    def note(self, decision: Decision) -> Decision:
        """The decision with what it takes, and why it is not more."""
        return replace(decision, drawn=self.drawn, short=self.short)


def put_back(
    budgets: Sequence[CompiledBudget], points: int, *, wholly: bool, day: date, drawn: dict[str, int]
) -> None:
    """Free again what a return takes back: `points`, and the one time when all of it went (`wholly`)."""
    for budget in budgets:
        freed = wholly if budget.by_times else points
        if freed:
            drawn[budget.subject(day)] = -int(freed)

"""For which lines and when a rule can hold, as far as the document tells."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tessera.programme.construct import Bounded, Choosing, Spending
from tessera.programme.document import Programme, Rule

Selectors = Mapping[str, frozenset[str]]

_BEGINNING = datetime.min.replace(tzinfo=UTC)
_END = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Reach:
    """The lines of a rule, the period `[start, end)` in which it can hold, and what its conditions choose."""

    lines: Selectors
    exclude: Selectors
    start: datetime
    end: datetime
    choices: Selectors

    @property
    def has_lines(self) -> bool:
        """Are there lines that it asks for and does not exclude?"""
        return not swallowed(self.lines, self.exclude)

    def has_days(self, programme: Programme) -> bool:
        """Does its period hold one of its days of the week?"""
        weekdays = self.choices.get("weekday")
        if weekdays is None or self.end - self.start >= timedelta(days=8):
            return True  # a week and a day hold every day, whatever the zone's offsets
        first = self.start.astimezone(programme.timezone).date()
        last = (self.end - timedelta(microseconds=1)).astimezone(programme.timezone).date()
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return any(str(day.weekday()) in weekdays for day in days)

    def meets(self, other: "Reach") -> bool:
        """Can both hold for the same line at the same time? What is not told is taken as possible."""
        return not (
            self.end <= other.start
            or other.end <= self.start
            or _disjoint(self.lines, other.lines)
            or _disjoint(self.choices, other.choices)
            or swallowed(self.lines, other.exclude)
            or swallowed(other.lines, self.exclude)
        )


def reach_of(rule: Rule, programme: Programme) -> Reach:
    """How far the rule's lines and conditions let it reach."""
    start, end = programme.from_at or _BEGINNING, programme.until_at or _END
    choices: dict[str, frozenset[str]] = {}
    for condition in rule.conditions:
        if isinstance(condition, Bounded):
            from_at, until_at = condition.bounds(programme)
            start, end = max(start, from_at or _BEGINNING), min(end, until_at or _END)
        if isinstance(condition, Choosing):
            choices |= condition.choices
    return Reach(rule.lines, rule.exclude, start, end, choices)


def least_spend(rule: Rule) -> int:
    """What must be spent at least, in minor units."""
    return max((part.amount_minor for part in rule.conditions if isinstance(part, Spending)), default=0)


def _disjoint(a: Selectors, b: Selectors) -> bool:
    return any(a[name].isdisjoint(b[name]) for name in a.keys() & b.keys())


def swallowed(lines: Selectors, exclude: Selectors) -> bool:
    return any(lines[name] <= exclude[name] for name in lines.keys() & exclude.keys())

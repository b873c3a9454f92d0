"""Which rules can hold for the same line at the same time."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from tessera.programme.construct import Bounded, Choosing, Spending
from tessera.programme.document import Programme, Rule

_BEGINNING = datetime.min.replace(tzinfo=UTC)
_END = datetime.max.replace(tzinfo=UTC)


def apart(a: Rule, b: Rule, programme: Programme) -> bool:
    """Can they never hold for the same line? What the document does not tell is taken as possible."""
    (a_from, a_until), (b_from, b_until) = period(a, programme), period(b, programme)
    return (
        a_until <= b_from
        or b_until <= a_from
        or _disjoint(a.lines, b.lines)
        or _disjoint(_choices(a), _choices(b))
        or _swallowed(a.lines, b.exclude)
        or _swallowed(b.lines, a.exclude)
    )


def never_counts(rule: Rule) -> bool:
    """Does it exclude every line that it asks for?"""
    return _swallowed(rule.lines, rule.exclude)


def never_comes(rule: Rule, programme: Programme) -> bool:
    """Does its period hold none of its days of the week?"""
    weekdays = _choices(rule).get("weekday")
    if not weekdays or not any(isinstance(condition, Bounded) for condition in rule.conditions):
        return False
    start, end = period(rule, programme)
    if end - start >= timedelta(days=8):  # a week and a day: whatever the zone's offsets, every day is in it
        return False
    days = _days(start.astimezone(programme.timezone), end.astimezone(programme.timezone))
    return all(str(day.weekday()) not in weekdays for day in days)


def least_spend(rule: Rule) -> int:
    """What must be spent at least, in minor units."""
    return max((part.amount_minor for part in rule.conditions if isinstance(part, Spending)), default=0)


def period(rule: Rule, programme: Programme) -> tuple[datetime, datetime]:
    """From when until when the rule can hold."""
    start, end = programme.from_at or _BEGINNING, programme.until_at or _END
    for condition in rule.conditions:
        if isinstance(condition, Bounded):
            from_at, until_at = condition.bounds(programme)
            start, end = max(start, from_at or _BEGINNING), min(end, until_at or _END)
    return start, end


def _days(start: datetime, end: datetime) -> list[date]:
    """The local days that `[start, end)` touches."""
    last = (end - timedelta(microseconds=1)).date()
    return [start.date() + timedelta(days=n) for n in range((last - start.date()).days + 1)]


def _choices(rule: Rule) -> dict[str, frozenset[str]]:
    """What must have which values: the rule's conditions, taken together."""
    chosen: dict[str, frozenset[str]] = {}
    for condition in rule.conditions:
        if isinstance(condition, Choosing):
            chosen |= condition.choices
    return chosen


def _disjoint(a: Mapping[str, frozenset[str]], b: Mapping[str, frozenset[str]]) -> bool:
    return any(a[name].isdisjoint(b[name]) for name in a.keys() & b.keys())


def _swallowed(lines: Mapping[str, frozenset[str]], exclude: Mapping[str, frozenset[str]]) -> bool:
    return any(lines[name] <= exclude[name] for name in lines.keys() & exclude.keys())

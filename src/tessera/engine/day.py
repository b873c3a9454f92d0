"""The programme as it is on one local day: which rules may apply, on what terms, in which windows. Worked out once."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tessera.engine.caps import Used
from tessera.engine.facts import enrolled_on
from tessera.engine.rule import CompiledRule
from tessera.engine.windows import last_good_day, midnight
from tessera.programme.document import Phase

_BASKETS_REMEMBERED = 10_000
_LONG_AGO = date(1970, 1, 1)

Group = tuple[int, ...]
"""Line classes that count together for a rule."""

Terms = tuple[datetime | None, datetime | None]

WHOLE_BASKET = 0
"""The place of the group that holds every class of the basket."""


class Candidates:
    """The rules that may apply to baskets with lines of certain classes. Rules with the same lines share a group."""

    __slots__ = ("gives", "groups", "multipliers")

    def __init__(
        self, gives: Sequence[CompiledRule], multipliers: Sequence[CompiledRule], classes: Group
    ) -> None:
        groups: dict[Group, int] = {classes: WHOLE_BASKET}
        self.gives = _matching(gives, classes, groups)
        self.multipliers = _matching(multipliers, classes, groups)
        self.groups = tuple(groups)


def _matching(
    rules: Sequence[CompiledRule], classes: Group, groups: dict[Group, int]
) -> tuple[tuple[CompiledRule, int], ...]:
    pairs = ((rule, tuple(filter(rule.takes, classes))) for rule in rules)
    return tuple((rule, groups.setdefault(group, len(groups))) for rule, group in pairs if group)


class Plan:
    """The rules that run for one type of activity on a day, in their order."""

    __slots__ = ("_gives", "_known", "_multipliers")

    def __init__(self, rules: Sequence[CompiledRule]) -> None:
        by_phase = {phase: [rule for rule in rules if rule.phase is phase] for phase in Phase}
        self._gives = by_phase[Phase.BASE] + by_phase[Phase.BONUS]
        self._multipliers = by_phase[Phase.MULTIPLIER]
        self._known: dict[Group, Candidates] = {}

    def candidates(self, classes: Group) -> Candidates:
        """The rules that take any line of these classes."""
        known = self._known.get(classes)
        if known is None:
            if len(self._known) > _BASKETS_REMEMBERED:
                self._known.clear()
            known = self._known[classes] = Candidates(self._gives, self._multipliers, classes)
        return known


class Day:
    """One local day of a programme version."""

    __slots__ = ("_caps", "_terms", "date", "ordinal", "plans", "zone")

    def __init__(self, day: date, zone: ZoneInfo, plans: dict[str, Plan]) -> None:
        self.date = day
        self.ordinal = day.toordinal()
        self.zone = zone
        self.plans = plans
        self._terms: dict[str, Terms] = {}
        self._caps: dict[str, tuple[int, ...]] = {}

    def bounds(self) -> tuple[datetime, datetime]:
        """The day's first instant and the next day's, in UTC."""
        return midnight(self.date, self.zone), midnight(self.date + timedelta(days=1), self.zone)

    def terms(self, rule: CompiledRule) -> Terms:
        """(available_at, expires_at) of what a rule gives on this day; None: at once, and never."""
        known = self._terms.get(rule.id)
        if known is None:
            known = self._terms[rule.id] = self._reckon(rule)
        return known

    def cap_windows(self, rule: CompiledRule, used: Used, traits: Mapping[str, str]) -> tuple[int, ...]:
        """The keys of the windows that each of a rule's caps counts in on this day, for a member."""
        if rule.own_windows:
            joined = enrolled_on(traits, self.zone) or _LONG_AGO
            return tuple(cap.own_key(self.date, joined=joined, used=used) for cap in rule.caps)
        known = self._caps.get(rule.id)
        if known is None:
            known = self._caps[rule.id] = tuple(cap.key(self.date) for cap in rule.caps)
        return known

    def _reckon(self, rule: CompiledRule) -> Terms:
        available_at = expires_at = None
        if rule.pending.days:
            available_at = midnight(self.date + timedelta(days=rule.pending.days), self.zone)
        last = last_good_day(self.date, rule.expire)
        if last is not None:
            expires_at = midnight(last + timedelta(days=1), self.zone)
        return available_at, expires_at

"""Tiers: what counts towards a level, which level it makes, and how long that stands."""

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

from tessera.engine.activity import Activity
from tessera.engine.standing import TierStanding
from tessera.engine.windows import FOREVER, add_months, window_start
from tessera.programme.document import Keep, QualifyBy, Span, TierStructure, TierWindow

_WINDOWS_KEPT = 4
_DAYS_REMEMBERED = 4_000
_SPAN = {
    TierWindow.CALENDAR_MONTH: Span.MONTH,
    TierWindow.CALENDAR_YEAR: Span.YEAR,
    TierWindow.LIFETIME: Span.LIFETIME,
}
_NOTHING = TierStanding()
_NO_WINDOW = -1


class CompiledTiers:
    """One tier structure, ready to count and to rank. Days are ordinals of the programme's calendar.

    `heirs`: the levels that stand for those of earlier versions, which standings may still name.
    """

    def __init__(
        self, structure: TierStructure, heirs: Mapping[str, str | None] = MappingProxyType({})
    ) -> None:
        self.structure = structure
        self.id = structure.id
        self.currency = structure.currency
        self._thresholds = [level.at for level in structure.levels]
        self._ids = [level.id for level in structure.levels]
        self._rank = {level_id: rank for rank, level_id in enumerate(self._ids)}
        self._rank |= {gone: self._rank[heir] for gone, heir in heirs.items() if heir in self._rank}
        self._by_points = structure.by is QualifyBy.POINTS_EARNED
        self._rolls = structure.window is TierWindow.ROLLING
        self._windows: dict[int, tuple[int, int | None, int]] = {}

    def level_on(self, standing: TierStanding | None, day: int) -> str:
        """The level that a member holds on a day."""
        if standing is None:
            return self._ids[0]
        first, _, before = self._window(day)
        counted = standing.counted
        rank = self._earned(self.total(standing, day) if self._rolls else counted.get(first, 0))
        if before in counted:
            rank = max(rank, self._earned(counted[before]))
        if standing.level is not None and (standing.kept_until is None or day < standing.kept_until):
            rank = max(rank, self._rank.get(standing.level, 0))
        return self._ids[rank]

    def total(self, standing: TierStanding, day: int) -> int:
        """What counts on a day: the sum of its window, or of the rolling days that end with it."""
        first = self._window(day)[0]
        if not self._rolls:
            return standing.counted.get(first, 0)
        return sum(count for counted_on, count in standing.counted.items() if first <= counted_on <= day)

    def missing(self, standing: TierStanding | None, day: int) -> tuple[str, int] | None:
        """The next level and what is missing to reach it; None at the top."""
        rank = self._rank[self.level_on(standing, day)]
        if rank + 1 == len(self._ids):
            return None
        return self._ids[rank + 1], max(0, self._thresholds[rank + 1] - self.total(standing or _NOTHING, day))

    def counts(self, activity: Activity, earned: int) -> int:
        """What an activity that earned `earned` points of the structure's currency adds to the count."""
        if self._by_points:
            return earned
        structure = self.structure
        if activity.type not in structure.activities:
            return 0
        return 1 if structure.by is QualifyBy.COUNT else max(0, activity.amount_minor)

    def uncounts(self, purchase: Activity, *, points: int, amount_minor: int, wholly: bool) -> int:
        """What a return takes off the count: its points, its amount, or the activity once it has wholly come back."""
        structure = self.structure
        if structure.by is QualifyBy.POINTS_EARNED:
            return points
        if purchase.type not in structure.activities:
            return 0
        return int(wholly) if structure.by is QualifyBy.COUNT else amount_minor

    def add(self, standing: TierStanding | None, count: int, day: int) -> TierStanding:
        """The standing after `count` more on a day. Less (a return) lowers the count; a level reached stands."""
        before = standing or _NOTHING
        window, kept_until, _ = self._window(day)
        bucket = day if self._rolls else window
        total = max(0, before.counted.get(bucket, 0) + count)
        counted = {**before.counted, bucket: total}
        if len(counted) > _WINDOWS_KEPT:
            counted = self._remembered(counted, window)
        level = before.level
        if self._rolls:
            return TierStanding(level, kept_until, counted)
        if count < 0:  # nobody rises by a return; the purchase's version may not even know the level
            return TierStanding(level, before.kept_until, counted)
        level, kept_until = self._promoted(before, total, day, kept_until)
        return TierStanding(level, kept_until, counted)

    def _promoted(
        self, before: TierStanding, total: int, day: int, kept_until: int | None
    ) -> tuple[str | None, int | None]:
        """The level that a window's total has earned, unless one at least as good stands for longer."""
        rank = self._earned(total)
        held = self._rank.get(before.level or "", 0)
        lapsed = before.kept_until is not None and before.kept_until <= day
        lasts = kept_until is None or (before.kept_until is not None and kept_until >= before.kept_until)
        if rank and (held == 0 or lapsed or (rank >= held and lasts)):
            return self._ids[rank], kept_until
        return before.level, before.kept_until

    def _earned(self, total: int) -> int:
        """The rank of the highest level whose threshold is at most `total` ("at least")."""
        return (bisect_right(self._thresholds, total) or 1) - 1

    def _window(self, day: int) -> tuple[int, int | None, int]:
        """The first day of what counts on a day; the first day on which a level reached then no longer stands; and the
        first day of the window before, where a level is kept to the end of the next.
        """
        known = self._windows.get(day)
        if known is None:
            if len(self._windows) > _DAYS_REMEMBERED:
                self._windows.clear()
            known = self._windows[day] = self._reckon(date.fromordinal(day))
        return known

    def _reckon(self, day: date) -> tuple[int, int | None, int]:
        structure = self.structure
        if self._rolls:
            start = add_months(day, -structure.rolling_months) - timedelta(days=structure.rolling_days)
            return start.toordinal() + 1, None, _NO_WINDOW
        span = _SPAN[structure.window]
        first = window_start(span, day)
        if first == FOREVER:
            return first, None, _NO_WINDOW
        months = 12 if structure.window is TierWindow.CALENDAR_YEAR else 1
        after = add_months(date.fromordinal(first), months)
        if structure.keep is Keep.END_OF_WINDOW:
            return first, after.toordinal(), _NO_WINDOW
        before = window_start(span, date.fromordinal(first - 1))
        return first, add_months(after, months).toordinal(), before

    def _remembered(self, counted: dict[int, int], window: int) -> dict[int, int]:
        """Without what no later day can count: rolling days a month past their window, all but the last few windows."""
        if self._rolls:
            return {counted_on: count for counted_on, count in counted.items() if counted_on >= window - 31}
        return {start: counted[start] for start in sorted(counted)[-_WINDOWS_KEPT:]}

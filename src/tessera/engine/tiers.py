"""Tiers: what counts towards a level, which level it makes, and how long that stands."""

from bisect import bisect_right
from datetime import date, timedelta

from tessera.engine.activity import Activity
from tessera.engine.standing import TierStanding
from tessera.engine.windows import FOREVER, add_months, window_start
from tessera.programme.document import Keep, QualifyBy, Span, TierStructure, TierWindow

_WINDOWS_KEPT = 4
_SPAN = {TierWindow.CALENDAR_MONTH: Span.MONTH, TierWindow.CALENDAR_YEAR: Span.YEAR, TierWindow.LIFETIME: Span.LIFETIME}
_NOTHING = TierStanding()


class CompiledTiers:
    """One tier structure, ready to count and to rank."""

    def __init__(self, structure: TierStructure) -> None:
        self.structure = structure
        self.id = structure.id
        self._thresholds = [level.at for level in structure.levels]
        self._ids = [level.id for level in structure.levels]
        self._rank = {level_id: rank for rank, level_id in enumerate(self._ids)}
        self._rolls = structure.window is TierWindow.ROLLING

    def level_on(self, standing: TierStanding | None, day: date) -> str:
        """The level that a member holds on a local day."""
        if standing is None:
            return self._ids[0]
        earned = self._earned(self.total(standing, day))
        if standing.level is None or (standing.kept_until or day.toordinal() + 1) <= day.toordinal():
            return self._ids[earned]
        return self._ids[max(earned, self._rank.get(standing.level, 0))]

    def total(self, standing: TierStanding, day: date) -> int:
        """What counts on a local day: the sum of its window, or of the rolling days that end with it."""
        if not self._rolls:
            return standing.counted.get(self._window(day), 0)
        last = day.toordinal()
        first = self._rolling_start(day)
        return sum(count for counted_on, count in standing.counted.items() if first <= counted_on <= last)

    def missing(self, standing: TierStanding | None, day: date) -> tuple[str, int] | None:
        """The next level and what is missing to reach it; None at the top."""
        total = self.total(standing or _NOTHING, day)
        rank = self._rank[self.level_on(standing, day)]
        if rank + 1 == len(self._ids):
            return None
        return self._ids[rank + 1], max(0, self._thresholds[rank + 1] - total)

    def counts(self, activity: Activity, earned: int) -> int:
        """What an activity that earned `earned` points of the structure's currency adds to the count."""
        structure = self.structure
        if structure.by is QualifyBy.POINTS_EARNED:
            return earned
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

    def add(self, standing: TierStanding | None, count: int, day: date) -> TierStanding:
        """The standing after `count` more on `day`. Less (a return) lowers the count; a level reached stands."""
        before = standing or _NOTHING
        bucket = day.toordinal() if self._rolls else self._window(day)
        counted = dict(before.counted)
        counted[bucket] = max(0, counted.get(bucket, 0) + count)
        self._forget(counted, day)
        after = TierStanding(level=before.level, kept_until=before.kept_until, counted=counted)
        return after if self._rolls else self._promote(after, day)

    def _promote(self, standing: TierStanding, day: date) -> TierStanding:
        """Take the level that the window of `day` has earned, unless one at least as good stands for longer."""
        rank = self._earned(standing.counted.get(self._window(day), 0))
        if rank == 0:
            return standing
        until = self._kept_until(day)
        held = self._rank.get(standing.level or "", 0)
        lapsed = standing.kept_until is not None and standing.kept_until <= day.toordinal()
        lasts = until is None or (standing.kept_until is not None and until >= standing.kept_until)
        if held == 0 or lapsed or (rank >= held and lasts):
            return TierStanding(level=self._ids[rank], kept_until=until, counted=standing.counted)
        return standing

    def _earned(self, total: int) -> int:
        """The rank of the highest level whose threshold is at most `total` ("at least")."""
        return max(0, bisect_right(self._thresholds, total) - 1)

    def _window(self, day: date) -> int:
        return window_start(_SPAN[self.structure.window], day)

    def _rolling_start(self, day: date) -> int:
        structure = self.structure
        start = add_months(day, -structure.rolling_months) - timedelta(days=structure.rolling_days)
        return start.toordinal() + 1

    def _kept_until(self, day: date) -> int | None:
        """The first day on which a level reached in the window of `day` no longer stands."""
        start = self._window(day)
        if start == FOREVER:
            return None
        windows = 2 if self.structure.keep is Keep.END_OF_NEXT_WINDOW else 1
        months = windows * (12 if self.structure.window is TierWindow.CALENDAR_YEAR else 1)
        return add_months(date.fromordinal(start), months).toordinal()

    def _forget(self, counted: dict[int, int], day: date) -> None:
        """Drop what no later day can count: rolling days a month past their window, all but the last few windows."""
        if self._rolls:
            horizon = self._rolling_start(day) - 31
            for counted_on in [past for past in counted if past < horizon]:
                del counted[counted_on]
        elif len(counted) > _WINDOWS_KEPT:
            del counted[min(counted)]

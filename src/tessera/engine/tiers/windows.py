"""The windows in which a ladder counts, by their first days; days are ordinals of the programme's calendar."""

from collections.abc import Mapping
from datetime import date, timedelta

from tessera.engine.windows import FOREVER, add_months, window_start
from tessera.programme.document import Span
from tessera.programme.ladder import TierStructure, TierWindow

_WINDOWS_KEPT = 4
_DAYS_KEPT_BEYOND = 31
_DAYS_REMEMBERED = 4_000
_SPAN = {
    TierWindow.CALENDAR_MONTH: Span.MONTH,
    TierWindow.CALENDAR_YEAR: Span.YEAR,
    TierWindow.LIFETIME: Span.LIFETIME,
}


class Windows:
    """A ladder's windows. One that rolls counts by days, the others each as a whole."""

    def __init__(self, structure: TierStructure) -> None:
        self.rolls = structure.window is TierWindow.ROLLING
        self._rolling = structure.rolling_months, structure.rolling_days
        self._span = _SPAN.get(structure.window)
        self._months = 12 if structure.window is TierWindow.CALENDAR_YEAR else 1
        self._first: dict[int, int] = {}

    def first(self, day: int) -> int:
        """The first day of what counts on a day."""
        known = self._first.get(day)
        if known is None:
            if len(self._first) > _DAYS_REMEMBERED:
                self._first.clear()
            known = self._first[day] = self._reckon(date.fromordinal(day))
        return known

    def end(self, day: int) -> int | None:
        """The first day after the calendar window that holds a day; None where windows do not end."""
        first = FOREVER if self.rolls else self.first(day)
        return None if first == FOREVER else add_months(date.fromordinal(first), self._months).toordinal()

    def bucket(self, day: int) -> int:
        """Under which day is counted what happens on a day."""
        return day if self.rolls else self.first(day)

    def total(self, counted: Mapping[int, int], day: int) -> int:
        """What counts on a day: the sum of its window, or of the rolling days that end with it."""
        first = self.first(day)
        if not self.rolls:
            return counted.get(first, 0)
        return sum(count for counted_on, count in counted.items() if first <= counted_on <= day)

    def remembered(self, counted: dict[int, int], day: int) -> dict[int, int]:
        """Without what no later day can count: rolling days a month past their window, all but the last few windows."""
        if len(counted) <= _WINDOWS_KEPT:
            return counted
        if self.rolls:
            least = self.first(day) - _DAYS_KEPT_BEYOND
            return {counted_on: count for counted_on, count in counted.items() if counted_on >= least}
        return {start: counted[start] for start in sorted(counted)[-_WINDOWS_KEPT:]}

    def _reckon(self, on: date) -> int:
        if self._span is None:
            months, days = self._rolling
            return (add_months(on, -months) - timedelta(days=days)).toordinal() + 1
        return window_start(self._span, on)

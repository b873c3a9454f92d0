"""How long a level is kept once it has been reached. Days are ordinals of the programme's calendar."""

from calendar import monthrange
from datetime import date, timedelta

from tessera.engine.tiers.windows import Windows
from tessera.engine.windows import add_months
from tessera.programme.ladder import KeepUntil, OnPromotion, Then, TierStructure


class Keeping:
    """A ladder's `keep`. A day after which a level no longer stands is told as the first on which it does not."""

    def __init__(self, structure: TierStructure, windows: Windows) -> None:
        self.keep = keep = structure.keep
        self.remembers = keep.until is not None or keep.has_length
        self.steps = keep.then is Then.STEP_DOWN
        self._counts_hold = structure.on_promotion is OnPromotion.GO_ON
        self._windows = windows

    def until(self, day: int) -> int | None:
        """Until when stands a level that was reached on a day; None: for ever.

        A calendar window whose count holds the level is not left before its end: what comes then, comes then.
        """
        keep = self.keep
        match keep.until:
            case KeepUntil.FOREVER:
                return None
            case KeepUntil.END_OF_WINDOW:
                return self._with_grace(self._windows.end(day))
            case KeepUntil.END_OF_NEXT_WINDOW:
                after = self._windows.end(day)
                return self._with_grace(None if after is None else self._windows.end(after))
            case _:
                after = self._after(day) + (keep.on is None)  # the last day is a good one
                held = self._windows.end(day) if self._counts_hold else None
                return self._with_grace(after if held is None else max(after, held))

    def next(self, end: int) -> int | None:
        """Until when stands what a level stepped down to on the day `end`: a window of the calendar, or so long again."""
        if self.keep.until is None:
            return self._with_grace(self._after(end))
        return self._with_grace(self._windows.end(end))

    def _after(self, day: int) -> int:
        """So many years, months and days after a day; or the day after the date that stands in the document."""
        keep, on = self.keep, date.fromordinal(day)
        if keep.on is not None:
            year, (month, last) = on.year + keep.years, keep.on
            return date(year, month, min(last, monthrange(year, month)[1])).toordinal() + 1
        return (add_months(on, 12 * keep.years + keep.months) + timedelta(days=keep.days)).toordinal()

    def _with_grace(self, end: int | None) -> int | None:
        if end is None:
            return None
        graced = add_months(date.fromordinal(end), self.keep.grace_months)
        return graced.toordinal() + self.keep.grace_days

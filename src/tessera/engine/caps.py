"""Caps: at most so many points, or times, in each window; per rule and member."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tessera.engine.decision import Reason
from tessera.engine.windows import add_months, member_year_start, window_start
from tessera.kit.codes import ReasonCode
from tessera.programme.document import Cap, Over, Span

Used = Mapping[int, int]
"""What one rule has used, by window: key = first day (ordinal) * 16 + the span's place * 2 + (1 when it counts times)."""

_SPANS = {span: place for place, span in enumerate(Span)} | {Span.QUARTER: 0}
"""Each window's place in a key. A cap for each activity has nothing to remember, so its place is free for the quarter."""
_LASTING = {_SPANS[Span.YEAR], _SPANS[Span.LIFETIME], _SPANS[Span.MEMBER_YEAR]}
_OWN = {Span.MEMBER_YEAR, Span.PERSONAL}
_DAYS = {Span.DAY: 1, Span.WEEK: 7}
_MONTHS = {Span.MONTH: 1, Span.QUARTER: 3, Span.YEAR: 12, Span.MEMBER_YEAR: 12}
_DAYS_KEPT = 100
_ENTRIES_UNSWEPT = 16


@dataclass(slots=True, frozen=True)
class CompiledCap:
    """A cap with its reasons made ready."""

    span: Span
    limit: int
    by_times: bool
    days: int  # of a personal period
    lasts: bool  # for longer than one activity
    trims: bool
    trimmed: Reason
    reached: Reason

    @property
    def is_own(self) -> bool:
        """Does every member have windows of their own?"""
        return self.span in _OWN

    def key(self, day: date) -> int:
        """The key of the calendar window that holds `day`."""
        return self._key(window_start(self.span, day))

    def own_key(self, day: date, *, joined: date, used: Used) -> int:
        """The key of the member's window that holds `day`: a personal period that has begun, or begins now."""
        match self.span:
            case Span.MEMBER_YEAR:
                return self._key(member_year_start(day, joined))
            case Span.PERSONAL:
                today = day.toordinal()
                kind = self._key(0)
                begun = [key // 16 for key in used if key % 16 == kind and 0 <= today - key // 16 < self.days]
                return self._key(max(begun, default=today))
            case _:
                return self.key(day)

    def ends_on(self, window: int) -> date | None:
        """The first day after one of its windows; None where no other follows."""
        if not self.lasts or self.span is Span.LIFETIME:
            return None
        start = date.fromordinal(window // 16)
        if self.span in _MONTHS:
            return add_months(start, _MONTHS[self.span])
        return start + timedelta(days=_DAYS.get(self.span, self.days))

    def _key(self, start: int) -> int:
        return start * 16 + _SPANS[self.span] * 2 + self.by_times


def compile_caps(rule_id: str, caps: Sequence[Cap]) -> tuple[CompiledCap, ...]:
    """The caps of one rule, in an order of their own: those that give all or nothing first, then those that trim."""
    compiled = [
        CompiledCap(
            span=cap.per,
            limit=cap.points if cap.times is None else cap.times,  # type: ignore[arg-type] # one of the two is given
            by_times=cap.times is not None,
            days=cap.days,
            lasts=cap.per is not Span.ACTIVITY,
            trims=cap.over is Over.TRIM and cap.times is None,
            trimmed=Reason(rule=rule_id, code=ReasonCode.CAP_TRIMMED, value=cap.points),
            reached=Reason(rule=rule_id, code=ReasonCode.CAP_REACHED, value=cap.points or cap.times),
        )
        for cap in caps
    ]
    return tuple(sorted(compiled, key=lambda cap: (not cap.by_times, cap.trims, cap.limit)))


def apply_caps(
    caps: Sequence[CompiledCap], points: int, *, used: Used, windows: Sequence[int]
) -> tuple[int, Reason | None]:
    """What the caps leave of `points`, and why less (None when nothing was lost). `windows`: each cap's key now."""
    reason = None
    for cap, window in zip(caps, windows, strict=True):
        room = cap.limit - used.get(window, 0) if cap.lasts else cap.limit
        if cap.by_times:
            if room < 1:
                return 0, cap.reached
        elif room < points:
            if room <= 0 or not cap.trims:
                return 0, cap.reached
            points, reason = room, cap.trimmed
    return points, reason


def with_former(own: Used, former: Sequence[str], caps: Mapping[str, Used]) -> dict[int, int]:
    """What a rule and those whose place it has taken have used together; each keeps its own, so that returns free it."""
    used = dict(own)
    for rule in former:
        for window, count in caps.get(rule, {}).items():
            used[window] = used.get(window, 0) + count
    return used


def use_caps(  # noqa: PLR0913 - what is used, where, and when
    caps: Sequence[CompiledCap], *, points: int, times: int, used: Used, windows: Sequence[int], today: int
) -> dict[int, int]:
    """The windows after `points` and `times` more (or, when negative, freed again).

    Windows that ended over 100 days before `today` are forgotten, from time to time; those of years are kept.
    """
    after = dict(used)
    for cap, window in zip(caps, windows, strict=True):  # two caps on the same window say the same of it
        if cap.lasts:
            after[window] = max(0, used.get(window, 0) + (times if cap.by_times else points))
    if len(after) // _ENTRIES_UNSWEPT != len(used) // _ENTRIES_UNSWEPT:
        horizon = (today - _DAYS_KEPT - max([cap.days for cap in caps])) * 16
        after = {key: count for key, count in after.items() if key >= horizon or key % 16 // 2 in _LASTING}
    return after


def join_used(
    caps: Sequence[CompiledCap], own: Used, other: Used, *, joined: date, today: date
) -> tuple[dict[int, int], dict[int, int]]:
    """What two members have used of one rule's caps, as one person's; and the window that each of the other's becomes.

    Windows of the calendar are the same for both. A year of membership becomes the person's that holds its last day, or
    today. Personal periods that overlap become the later one, so that no use is forgotten before its own period ends.
    """
    lengths = {cap._key(0): cap.days for cap in caps if cap.span is Span.PERSONAL}  # noqa: SLF001 - its own kind
    used, windows = dict(own), dict[int, int]()
    for window, count in sorted(other.items()):
        kind, start = window % 16, window // 16
        place, counted = window, count
        if kind // 2 == _SPANS[Span.MEMBER_YEAR]:
            last = add_months(date.fromordinal(start), 12) - timedelta(days=1)
            place = member_year_start(min(last, today), joined) * 16 + kind
        elif kind in lengths:
            near = [key for key in used if key % 16 == kind and abs(key // 16 - start) < lengths[kind]]
            place = max([window, *near])
            counted += sum(used.pop(key) for key in near)
            windows = {theirs: place if ours in near else ours for theirs, ours in windows.items()}
        used[place] = used.get(place, 0) + counted
        windows[window] = place
    return used, windows

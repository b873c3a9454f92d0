"""Caps: at most so many points, or times, in each window; per rule and member."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tessera.engine.decision import Reason
from tessera.engine.windows import window_start
from tessera.kit.codes import ReasonCode
from tessera.programme.document import Cap, Over, Span

Used = Mapping[int, int]
"""What one rule has used, by window: key = first day (ordinal) * 16 + the span's place * 2 + (1 when it counts times)."""

_SPANS = {span: place for place, span in enumerate(Span)}
_DAYS_KEPT = 400
_ENTRIES_UNSWEPT = 8


@dataclass(slots=True, frozen=True)
class CompiledCap:
    """A cap with its reasons made ready."""

    span: Span
    limit: int
    by_times: bool
    trims: bool
    trimmed: Reason
    reached: Reason

    def key(self, day: date) -> int:
        """The key of the window that holds `day`."""
        return window_start(self.span, day) * 16 + _SPANS[self.span] * 2 + self.by_times


def compile_caps(rule_id: str, caps: Sequence[Cap]) -> tuple[CompiledCap, ...]:
    """The caps of one rule; those that count times first, since they give all or nothing."""
    compiled = [
        CompiledCap(
            span=cap.per,
            limit=cap.points if cap.times is None else cap.times,  # type: ignore[arg-type] # one of the two is given
            by_times=cap.times is not None,
            trims=cap.over is Over.TRIM and cap.times is None,
            trimmed=Reason(rule=rule_id, code=ReasonCode.CAP_TRIMMED, value=cap.points),
            reached=Reason(rule=rule_id, code=ReasonCode.CAP_REACHED, value=cap.points or cap.times),
        )
        for cap in caps
    ]
    return tuple(sorted(compiled, key=lambda cap: not cap.by_times))


def apply_caps(
    caps: Sequence[CompiledCap], points: int, *, used: Used, day: date
) -> tuple[int, Reason | None]:
    """What the caps leave of `points`, and why less (None when nothing was lost)."""
    reason = None
    for cap in caps:
        so_far = 0 if cap.span is Span.ACTIVITY else used.get(cap.key(day), 0)
        room = cap.limit - so_far
        if cap.by_times:
            if room < 1:
                return 0, cap.reached
        elif room < points:
            if room <= 0 or not cap.trims:
                return 0, cap.reached
            points, reason = room, cap.trimmed
    return points, reason


def use_caps(caps: Sequence[CompiledCap], *, points: int, times: int, used: Used, day: date) -> dict[int, int]:
    """The windows after `points` and `times` more (or, when negative, freed again) on `day`; old windows are dropped.

    Windows of days, weeks and months that began over 400 days before `day` are forgotten.
    """
    after = dict(used)
    for cap in caps:
        if cap.span is not Span.ACTIVITY:
            key = cap.key(day)
            after[key] = max(0, after.get(key, 0) + (times if cap.by_times else points))
    if len(after) > _ENTRIES_UNSWEPT:
        horizon = (day.toordinal() - _DAYS_KEPT) * 16
        after = {key: value for key, value in after.items() if key >= horizon or key < 16}
    return after

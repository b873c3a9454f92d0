"""What a benchmark found: one figure, its baseline, and the checks that it had to pass."""

from collections.abc import Mapping, Sequence
from typing import Any

from tessera.kit.record import Record

DIGITS = 2


class Check(Record, frozen=True):
    """A figure against its target; `name` says which way it must go."""

    name: str
    value: float
    target: float
    met: bool


class Baseline(Record, frozen=True):
    """What the figure is compared with: measured in the same run, in the same unit."""

    name: str
    value: float


class Report(Record, frozen=True):
    """The outcome of a benchmark; `ratio` is `value` over the baseline's."""

    name: str
    value: float
    unit: str
    baseline: Baseline
    ratio: float
    met: bool
    checks: Sequence[Check]
    details: Mapping[str, Any]


def make_report(  # noqa: PLR0913 - what a report says, each by name
    name: str,
    *,
    value: float,
    unit: str,
    baseline: Baseline,
    checks: Sequence[Check],
    details: Mapping[str, Any],
) -> Report:
    """A report that is met when each of its checks is."""
    return Report(
        name=name,
        value=round(value, DIGITS),
        unit=unit,
        baseline=Baseline(baseline.name, round(baseline.value, DIGITS)),
        ratio=round(value / baseline.value, DIGITS),
        met=all(check.met for check in checks),
        checks=checks,
        details=details,
    )


def at_least(name: str, value: float, target: float) -> Check:
    """A check that `value` reaches `target`."""
    return Check(f"{name}, at least", round(value, DIGITS), target, met=value >= target)


def at_most(name: str, value: float, target: float) -> Check:
    """A check that `value` stays within `target`."""
    return Check(f"{name}, at most", round(value, DIGITS), target, met=value <= target)

"""Ladders that remember, over any sequence of visits: against those that need no memory, and against their own promise."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.programme.documents import MINIMAL, programme

from tessera.engine.activity import Activity
from tessera.engine.compile import Compiled
from tessera.engine.decide import decide
from tessera.engine.standing import Standing

LEVELS = "levels: [{id: seed}, {id: sprout, at: 3}, {id: oak, at: 6}]"
IDS = ["seed", "sprout", "oak"]
GAPS = st.lists(st.sampled_from([0, 0, 0, 1, 8, 20, 45, 200]), min_size=1, max_size=40)
"""Days between one visit and the next."""


def club(within: str, more: str = "") -> Compiled:
    qualify = f"{{by: count, of: visit, within: {within}}}"
    return Compiled(programme(f"{MINIMAL}tiers: {{qualify: {qualify}, {more} {LEVELS}}}\n"))


def days_of(gaps: list[int]) -> list[date]:
    day, days = date(2024, 1, 31), []
    for gap in gaps:
        day += timedelta(days=gap)
        days.append(day)
    return days


def visited(compiled: Compiled, standing: Standing, day: date) -> Standing:
    visit = Activity("visit", str(day), datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
    return decide(compiled, standing, visit, {}).standing


def rank(compiled: Compiled, standing: Standing, day: date) -> int:
    (tiers,) = compiled.tiers
    return IDS.index(tiers.level_on(standing.tiers.get(tiers.id), day.toordinal()))


@settings(max_examples=50)
@given(
    GAPS,
    st.sampled_from(
        [
            ("calendar-month", "keep: end-of-next-window,"),
            ("calendar-month", ""),
            ("calendar-year", "keep: end-of-next-window,"),
            ("lifetime", ""),
            ("{rolling: {months: 2}}", ""),
        ]
    ),
    st.integers(0, 500),
)
def test_with_memory_or_without_the_same_document_says_the_same(
    gaps: list[int], words: tuple[str, str], later: int
) -> None:
    """What a ladder remembers changes nothing by itself: on each day, also long after, the level is the same."""
    plain, remembering = club(*words), club(words[0], words[1] + " on-return: recount,")
    without, with_memory = Standing(), Standing()
    for day in days_of(gaps):
        assert rank(plain, without, day) == rank(remembering, with_memory, day)
        without, with_memory = visited(plain, without, day), visited(remembering, with_memory, day)
        after = day + timedelta(days=later)
        assert rank(plain, without, after) == rank(remembering, with_memory, after)


@settings(max_examples=50)
@given(GAPS, st.integers(1, 100), st.sampled_from(["calendar-month", "{rolling: {days: 30}}"]))
def test_a_level_reached_stands_for_its_days_and_then_falls_to_the_count(
    gaps: list[int], keep: int, within: str
) -> None:
    """Through its last day at least what was reached; on every day at least what counts; after both, nothing more.

    A level is reached by the visit that makes it; where the window rolls, by each visit after which it is there.
    """
    kept, plain = club(within, f"keep: {{days: {keep}}},"), club(within)
    with_keep, counting = Standing(), Standing()
    reached: list[tuple[date, int]] = []
    for day in days_of(gaps):
        counted = rank(plain, counting, day)
        assert rank(kept, with_keep, day) == max([counted, *(r for last, r in reached if day <= last)])
        with_keep, counting = visited(kept, with_keep, day), visited(plain, counting, day)
        now = rank(plain, counting, day)
        if now > counted or "rolling" in within:
            reached.append((day + timedelta(days=keep), now))


@settings(max_examples=50)
@given(GAPS, st.integers(1, 60), st.integers(0, 200), st.booleans())
def test_steps_never_skip_a_level_and_never_rise_by_themselves(
    gaps: list[int],
    keep: int,
    later: int,
    rolls: bool,  # noqa: FBT001
) -> None:
    """After the last visit the level only falls, a step at a time, and ends with everybody's; also long before the
    window, or the time to keep, is over.
    """
    within = f"{{rolling: {{days: {keep}}}}}" if rolls else "calendar-month"
    compiled = club(within, f"keep: {{days: {keep}, then: step-down}},")
    standing, day = Standing(), date(2024, 1, 31)
    for day in [*days_of(gaps), *[days_of(gaps)[-1]] * 4]:
        standing = visited(compiled, standing, day)
    ranks = [rank(compiled, standing, day + timedelta(days=days)) for days in range(later + 3 * 62)]
    assert all(before - 1 <= after <= before for before, after in pairwise(ranks))
    assert ranks[-1] == 0

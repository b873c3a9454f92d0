"""What is told of levels is what happens to them: nothing is left out, told twice, or told of another day."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.programme.documents import MINIMAL, programme

from tessera.engine.activity import Activity
from tessera.engine.compile import Compiled
from tessera.engine.decide import decide
from tessera.engine.decision import LevelChange
from tessera.engine.standing import Standing
from tessera.engine.tiers.note import review_levels
from tessera.kit.codes import LevelCode

LADDERS = [
    "qualify: {by: count, of: visit, within: calendar-month}, keep: {until: end-of-next-window}",
    "qualify: {by: count, of: visit, within: calendar-month}, keep: {months: 1, grace: {days: 2}, then: step-down}",
    "qualify: {by: count, of: visit, within: calendar-year}, keep: {years: 1, on: 02-29}",
    "qualify: {by: count, of: visit, within: {rolling: {months: 1}}}",
    "qualify: {by: count, of: visit, within: {rolling: {days: 30}}}, keep: {days: 20}, takes-effect: at-once",
    "qualify: {by: count, of: visit, within: calendar-month}, keep: {days: 40}, on-promotion: restart",
    "qualify: {by: count, of: visit, within: lifetime}",
]
START = date(2024, 1, 29)
GAPS = st.lists(st.sampled_from([0, 0, 1, 1, 2, 12, 29, 31, 60]), min_size=1, max_size=12)
Told = list[tuple[date, LevelChange]]


def club(ladder: str) -> Compiled:
    levels = "[{id: seed}, {id: sprout, at: 2}, {id: oak, at: 5}]"
    return Compiled(programme(f"{MINIMAL}tiers: {{{ladder}, levels: {levels}}}\n"))


def visit(day: date) -> Activity:
    return Activity("visit", str(day), datetime(day.year, day.month, day.day, 12, tzinfo=UTC))


def due_on(standing: Standing) -> date | None:
    """The day on which to look again."""
    until = standing.noted["tiers"].until if standing.noted else None
    return None if until is None else date.fromordinal(until)


def review(compiled: Compiled, standing: Standing, day: date, told: Told) -> Standing:
    """Look at the levels on a day."""
    changes, noted = review_levels(compiled.tiers, standing, day=day.toordinal(), traits={})
    told += [(day, change) for change in changes]
    return msgspec.structs.replace(standing, noted=noted)


def lived(compiled: Compiled, gaps: list[int], *, daily: bool) -> tuple[Told, list[tuple[date, str]]]:
    """What was told, and the level of each day; levels are looked at on every day, or before a visit and when due."""
    (ladder,), standing = compiled.tiers, Standing()
    visits: list[date] = []
    for gap in gaps:
        visits.append((visits[-1] if visits else START) + timedelta(days=gap))
    told: Told = []
    levels: list[tuple[date, str]] = []
    day = START
    while day <= visits[-1] + timedelta(days=450):
        due = due_on(standing)
        if daily or (due is not None and due <= day):
            standing = review(compiled, standing, day, told)
        for _ in range(visits.count(day)):
            decision = decide(compiled, standing, visit(day), {})
            told += [(day, change) for change in decision.levels]
            standing = decision.standing
        levels.append((day, ladder.level_on(standing.tiers.get("tiers"), day.toordinal())))
        day += timedelta(days=1)
    return told, levels


@pytest.mark.parametrize("ladder", LADDERS)
@settings(max_examples=20)
@given(GAPS)
def test_what_is_told_is_the_level_of_every_day(ladder: str, gaps: list[int]) -> None:
    """Whoever hears all that is told, when it is told, knows the level at the end of each day; kept is no change."""
    told, levels = lived(club(ladder), gaps, daily=False)
    known = "seed"
    for day, level in levels:
        for change in [change for on, change in told if on == day]:
            assert change.was == known
            assert (change.code == LevelCode.KEPT) is (change.was == change.level)
            known = change.level
        assert known == level


@pytest.mark.parametrize("ladder", LADDERS)
@settings(max_examples=20)
@given(GAPS)
def test_looking_when_it_is_due_is_as_good_as_looking_every_day(ladder: str, gaps: list[int]) -> None:
    """The same changes on the same days; that a level is kept may be told of in other steps."""
    due, daily = (lived(club(ladder), gaps, daily=daily)[0] for daily in (False, True))

    def moves(told: Told) -> list[tuple[date, str, str, str]]:
        return [(day, one.code, one.was, one.level) for day, one in told if one.code != LevelCode.KEPT]

    assert moves(due) == moves(daily)

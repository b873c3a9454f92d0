"""What lies ahead of a member is true: so much and no less keeps a level, or brings the next one."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.programme.documents import CURRENCIES, HEAD, programme

from tessera.engine.activity import Activity
from tessera.engine.compile import Compiled
from tessera.engine.decide import decide
from tessera.engine.standing import Standing
from tessera.engine.tiers.ahead import look_ahead

LADDERS = [
    "{by: measure, of: night, within: calendar-year}, keep: {until: end-of-next-window}",
    "{by: measure, of: night, within: calendar-year}, keep: {months: 14, then: step-down}",
    "{by: measure, of: night, within: calendar-month}, keep: {until: end-of-next-window, grace: {days: 5}}",
    "{by: measure, of: night, within: {rolling: {months: 3}}}",
    "{by: measure, of: night, within: {rolling: {days: 90}}}, keep: {months: 2}",
    "{by: measure, of: night, within: lifetime}",
]
LEVELS = "[{id: seed}, {id: sprout, at: 3.5}, {id: oak, at: 8}]"
STAYS = st.lists(st.tuples(st.sampled_from([0, 1, 9, 30, 70, 200]), st.integers(1, 6_000)), max_size=12)
START = date(2024, 1, 31)


def inn(ladder: str) -> Compiled:
    """An inn that counts nights, also parts of them."""
    earn = "earn: {base: {on: stay, give: {points: 1}}}\n"
    return Compiled(programme(f"{HEAD}{CURRENCIES}{earn}tiers: {{qualify: {ladder}, levels: {LEVELS}}}\n"))


def stay(day: date, milli: int) -> Activity:
    """Some thousandths of nights."""
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return Activity("stay", f"{day}-{milli}", at, measures={"night": milli})


def stayed(compiled: Compiled, stays: list[tuple[int, int]]) -> tuple[Standing, date]:
    """The standing after stays, each so many days after the one before; and the day a fortnight later."""
    standing, day = Standing(), START
    for gap, milli in stays:
        day += timedelta(days=gap)
        standing = decide(compiled, standing, stay(day, milli), {}).standing
    return standing, day + timedelta(days=14)


@pytest.mark.parametrize("ladder", LADDERS)
@given(STAYS)
def test_what_is_missing_to_the_next_level_brings_it_and_a_thousandth_less_does_not(
    ladder: str, stays: list[tuple[int, int]]
) -> None:
    """In thousandths of a night, as nights are counted."""
    compiled = inn(ladder)
    (tiers,) = compiled.tiers
    standing, day = stayed(compiled, stays)
    ahead = look_ahead(tiers, standing.tiers.get("tiers"), day.toordinal(), {})
    if ahead.next is None:
        assert ahead.level == "oak"
        return
    (missing,) = ahead.next.missing.values()
    for milli, level in ((missing, ahead.next.level), (missing - 1, ahead.level)):
        after = decide(compiled, standing, stay(day, milli), {}).standing if milli else standing
        assert tiers.level_on(after.tiers.get("tiers"), day.toordinal()) == level


@pytest.mark.parametrize("ladder", LADDERS)
@given(STAYS)
def test_what_is_missing_keeps_the_level_beyond_its_day_and_a_thousandth_less_does_not(
    ladder: str, stays: list[tuple[int, int]]
) -> None:
    """The level stands up to the day that is told, and on it no longer, unless the rest is made up in time."""
    compiled = inn(ladder)
    (tiers,) = compiled.tiers
    standing, day = stayed(compiled, stays)
    own = standing.tiers.get("tiers")
    ahead = look_ahead(tiers, own, day.toordinal(), {})
    if ahead.until is None:
        assert tiers.level_on(own, day.toordinal() + 3_000) == ahead.level
        return
    assert tiers.level_on(own, ahead.until - 1) == ahead.level
    assert tiers.rank[tiers.level_on(own, ahead.until)] < tiers.rank[ahead.level]
    if ahead.keep is None:
        return
    assert ahead.keep.by is not None
    assert day.toordinal() < ahead.keep.by <= ahead.until
    (missing,) = ahead.keep.missing.values()
    for milli, held in ((missing, True), (missing - 1, False)):
        after = decide(compiled, standing, stay(day, milli), {}).standing if milli else standing
        level = tiers.level_on(after.tiers.get("tiers"), ahead.until)
        assert (tiers.rank[level] >= tiers.rank[ahead.level]) is held

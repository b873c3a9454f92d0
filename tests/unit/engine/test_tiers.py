"""Levels: reached, kept, lost; late reports and returns."""

from datetime import UTC, datetime

import pytest
from tests.unit.programme.documents import MINIMAL, programme

from tessera.engine.activity import Activity
from tessera.engine.compile import Compiled
from tessera.engine.decide import decide
from tessera.engine.standing import Standing
from tessera.engine.tiers import CompiledTiers
from tessera.engine.tiers.ahead import look_ahead

LEVELS = "levels: [{id: seed}, {id: sprout, at: 3}, {id: oak, at: 6}]"
YEARS = f"{{qualify: {{by: count, of: visit, within: calendar-year}}, keep: end-of-next-window, {LEVELS}}}"


def club(tiers: str) -> Compiled:
    return Compiled(programme(f"{MINIMAL}tiers: {tiers}\n"))


def visited(compiled: Compiled, *days: str) -> Standing:
    """The standing after a visit on each of these days, in this order."""
    standing = Standing()
    for day in days:
        at = datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC)
        standing = decide(compiled, standing, Activity("visit", day, at), {}).standing
    return standing


def level(compiled: Compiled, standing: Standing, day: str) -> str:
    (tiers,) = compiled.tiers
    return tiers.level_on(standing.tiers.get(tiers.id), datetime.fromisoformat(day).toordinal())


def test_a_level_is_kept_to_the_end_of_the_next_window() -> None:
    """Reached in 2025: held from then on through all of 2026, and not a day longer."""
    compiled = club(YEARS)
    standing = visited(compiled, *["2025-11-03"] * 3)
    days = ["2025-11-03", "2026-12-31", "2027-01-01"]
    assert [level(compiled, standing, day) for day in days] == ["sprout", "sprout", "seed"]


def test_a_lower_level_earned_meanwhile_is_there_when_the_higher_one_lapses() -> None:
    """Oak from 2024 to the end of 2025; three visits in 2025 make sprout to the end of 2026: a step, not a fall."""
    compiled = club(YEARS)
    standing = visited(compiled, *["2024-05-01"] * 6, *["2025-05-01"] * 3)
    days = ["2025-12-31", "2026-01-01", "2026-12-31", "2027-01-01"]
    assert [level(compiled, standing, day) for day in days] == ["oak", "sprout", "sprout", "seed"]


def test_a_level_is_reached_with_at_least_its_threshold() -> None:
    """Two visits are not three; the level counts from the next activity on."""
    compiled = club(YEARS)
    assert level(compiled, visited(compiled, *["2025-05-01"] * 2), "2025-05-01") == "seed"
    assert level(compiled, visited(compiled, *["2025-05-01"] * 3), "2025-05-01") == "sprout"


@pytest.mark.parametrize("window", ["calendar-month", "{rolling: {days: 30}}"])
def test_an_activity_from_long_ago_is_still_decided(window: str) -> None:
    """One that arrives when later windows have pushed its own out of memory changes no level."""
    compiled = club(f"{{qualify: {{by: count, of: visit, within: {window}}}, {LEVELS}}}")
    on_time = [f"2025-{month:02}-15" for month in range(3, 9)]
    standing = visited(compiled, *on_time, "2025-01-15")
    assert standing.counts["visit"] == 7
    assert level(compiled, standing, "2025-08-16") == "seed"


def missing(tiers: CompiledTiers, standing: Standing, day: str) -> tuple[str, dict[str, int]] | None:
    ahead = look_ahead(tiers, standing.tiers.get(tiers.id), datetime.fromisoformat(day).toordinal(), {}).next
    return None if ahead is None else (ahead.level, dict(ahead.missing))


def test_what_is_missing_is_told_until_the_top() -> None:
    """The next level and the rest of the way, from nothing to the highest."""
    compiled = club(YEARS)
    (tiers,) = compiled.tiers
    assert missing(tiers, Standing(), "2025-05-01") == ("sprout", {"": 3})
    assert missing(tiers, visited(compiled, *["2025-05-01"] * 4), "2025-05-01") == ("oak", {"": 2})
    assert missing(tiers, visited(compiled, *["2025-05-01"] * 6), "2025-05-01") is None


def test_spend_counts_minor_units_of_the_named_activities() -> None:
    """A purchase counts its amount; another activity does not."""
    compiled = club(f"{{qualify: {{by: spend, within: lifetime}}, {LEVELS}}}")
    at = datetime(2025, 5, 1, tzinfo=UTC)
    standing = decide(compiled, Standing(), Activity("visit", "v", at, 9900, "USD"), {}).standing
    assert level(compiled, standing, "2025-05-01") == "seed"
    standing = decide(compiled, standing, Activity("purchase", "p", at, 599, "USD"), {}).standing
    assert level(compiled, standing, "2025-05-01") == "sprout"
    standing = decide(compiled, standing, Activity("purchase", "q", at, 1, "USD"), {}).standing
    assert level(compiled, standing, "2025-05-01") == "oak"

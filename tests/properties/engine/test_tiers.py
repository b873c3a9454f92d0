"""Levels over any sequence of activities, against a recount of the whole history."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.programme.documents import MINIMAL, programme

from tessera.engine.activity import Activity, Line
from tessera.engine.compile import Compiled
from tessera.engine.decide import decide
from tessera.engine.returned import Returned, returned_with
from tessera.engine.returns import take_back
from tessera.engine.standing import Standing

LEVELS = {"seed": 0, "sprout": 3, "oak": 6}
EARLIER = st.lists(st.sampled_from([0, 0, 0, 1, 8, 20, 45]), min_size=1, max_size=40)
"""Days between one visit and the next."""


def club(window: str, keep: str = "") -> Compiled:
    levels = ", ".join(f"{{id: {level}, at: {at}}}" for level, at in LEVELS.items())
    qualify = f"{{by: count, of: visit, within: {window}}}"
    return Compiled(programme(f"{MINIMAL}tiers: {{qualify: {qualify}, {keep} levels: [{levels}]}}\n"))


def visits(gaps: list[int]) -> list[date]:
    """Days of visits; the days between two follow from `gaps`."""
    day, days = date(2024, 1, 31), []
    for gap in gaps:
        day += timedelta(days=gap)
        days.append(day)
    return days


def visit(day: date) -> Activity:
    return Activity("visit", str(day), datetime(day.year, day.month, day.day, 12, tzinfo=UTC))


def level(count: int) -> str:
    return max((name for name in LEVELS if LEVELS[name] <= count), key=LEVELS.__getitem__)


def months_before(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 - months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def levels_day_by_day(compiled: Compiled, days: list[date]) -> list[tuple[date, str, list[date]]]:
    """Each visit's day, the level held before it, and the visits until then."""
    (tiers,), standing, out = compiled.tiers, Standing(), []
    for place, day in enumerate(days):
        out.append((day, tiers.level_on(standing.tiers.get("tiers"), day.toordinal()), days[:place]))
        standing = decide(compiled, standing, visit(day), {}).standing
    return out


@given(EARLIER, st.sampled_from([7, 30, 90]))
def test_a_rolling_window_of_days_counts_the_last_so_many(gaps: list[int], length: int) -> None:
    """The window ends with the day itself; a visit falls out of it `length` days later, at midnight."""
    for day, held, before in levels_day_by_day(club(f"{{rolling: {{days: {length}}}}}"), visits(gaps)):
        assert held == level(sum((day - visited).days < length for visited in before))


@given(EARLIER, st.sampled_from([1, 2, 12]))
def test_a_rolling_window_of_months_counts_after_the_same_day(gaps: list[int], months: int) -> None:
    """Twelve months up to 31 May begin after 31 May; a shorter month lends its last day."""
    for day, held, before in levels_day_by_day(club(f"{{rolling: {{months: {months}}}}}"), visits(gaps)):
        assert held == level(sum(visited > months_before(day, months) for visited in before))


@given(st.lists(st.integers(0, 7), min_size=1, max_size=8), st.booleans())
def test_a_calendar_level_stands_as_long_as_the_document_says(
    visits_by_month: list[int],
    next_too: bool,  # noqa: FBT001
) -> None:
    """The best level of this month, and of the last one when it is kept for that long: a lower one earned meanwhile
    is there when the higher one lapses.
    """
    days = [
        date(2024, 1 + place, 10 + n) for place, count in enumerate(visits_by_month) for n in range(count)
    ]
    keep = "keep: end-of-next-window," if next_too else ""
    for day, held, before in levels_day_by_day(club("calendar-month", keep), days):
        counts = [sum(visited.month == day.month - back for visited in before) for back in (0, 1)]
        assert held == level(max(counts) if next_too else counts[0])


@given(EARLIER)
def test_a_lifetime_level_counts_everything(gaps: list[int]) -> None:
    """Nothing ever falls out."""
    for _, held, before in levels_day_by_day(club("lifetime"), visits(gaps)):
        assert held == level(len(before))


@given(
    EARLIER,
    st.sampled_from(["calendar-month", "calendar-year", "lifetime", "{rolling: {days: 30}}"]),
    st.randoms(use_true_random=False),
)
def test_visits_reported_late_are_decided_too(gaps: list[int], window: str, random: Random) -> None:
    """However late and in whatever order activities arrive, deciding them ends with an answer."""
    compiled, days = club(window), visits(gaps)
    random.shuffle(days)
    standing = Standing()
    for day in days:
        standing = decide(compiled, standing, visit(day), {}).standing
    assert standing.counts["visit"] == len(days)


BASKET = st.lists(st.tuples(st.sampled_from(["MILK", "GIFTS"]), st.integers(0, 500)), min_size=1, max_size=5)


@given(BASKET, st.lists(st.tuples(st.integers(0, 4), st.integers(0, 500)), max_size=6))
def test_spend_is_what_is_left_of_the_lines_that_count(
    basket: list[tuple[str, int]], backs: list[tuple[int, int]]
) -> None:
    """Whatever comes back, in whatever parts: a line that is left out adds nothing and takes nothing off."""
    qualify = "{by: spend, within: lifetime, exclude: {category: GIFTS}}"
    document = f"{MINIMAL}tiers: {{qualify: {qualify}, levels: [{{id: seed}}, {{id: oak, at: 99.00}}]}}\n"
    compiled = Compiled(programme(document))
    lines = tuple(
        Line(str(place), minor, category=category) for place, (category, minor) in enumerate(basket)
    )
    at = datetime(2024, 5, 1, 12, tzinfo=UTC)
    purchase = Activity("purchase", "p", at, sum(minor for _, minor in basket), "USD", lines=lines)
    standing = decide(compiled, Standing(), purchase, {}).standing
    returned: Returned = {}
    left = [minor for _, minor in basket]
    for place, minor in backs:
        if place >= len(lines) or not 0 < minor <= left[place]:
            continue
        left[place] -= minor
        back = Activity("return", "r", at, money="USD", of="p", lines=(Line(str(place), minor, 0),))
        after = returned_with(purchase, returned, back)
        standing = take_back(compiled, purchase, [], before=returned, after=after, standing=standing).standing
        returned = after
    counted = standing.tiers["tiers"].counted if standing.tiers else {}
    wanted = sum(minor for (category, _), minor in zip(basket, left, strict=True) if category == "MILK")
    assert sum(counted.values()) == wanted

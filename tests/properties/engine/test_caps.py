"""Caps over any sequence of activities, against a plain tally."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.programme.documents import MINIMAL, programme

from tessera.engine.activity import Activity
from tessera.engine.compile import Compiled
from tessera.engine.decide import decide
from tessera.engine.standing import Standing

SPANS = ("activity", "day", "week", "month", "year", "lifetime")
Cap = tuple[str, str, int, str]
"""Points or times, per what, how many, trim or refuse."""


@st.composite
def caps(draw: st.DrawFn) -> Cap:
    counts = draw(st.sampled_from(["points", "times"]))
    span = draw(st.sampled_from(SPANS))
    limit = draw(st.integers(1, 60)) if counts == "points" else draw(st.integers(1, 4))
    return counts, span, limit, draw(st.sampled_from(["trim", "refuse"])) if counts == "points" else "trim"


def window(span: str, day: date, place: int) -> object:
    """Whatever tells one window of a span from another."""
    return {
        "activity": place,
        "day": day,
        "week": day.isocalendar()[:2],
        "month": (day.year, day.month),
        "year": day.year,
        "lifetime": None,
    }[span]


def club(own: list[Cap]) -> Compiled:
    listed = ", ".join(
        f"{{{counts}: {limit}, per: {span}, over: {over}}}" for counts, span, limit, over in own
    )
    return Compiled(
        programme(f"{MINIMAL}  capped: {{on: visit, give: {{points: 1, per: 1.00}}, cap: [{listed}]}}\n")
    )


def activities(gaps: list[tuple[int, int]]) -> list[Activity]:
    """Visits worth so many points, so many hours apart."""
    at, out = datetime(2026, 1, 29, 5, tzinfo=UTC), []
    for place, (hours, points) in enumerate(gaps):
        at += timedelta(hours=hours)
        out.append(Activity("visit", str(place), at, points * 100, "USD"))
    return out


@given(
    st.lists(caps(), min_size=1, max_size=4, unique=True),
    st.lists(st.tuples(st.integers(0, 400), st.integers(1, 50)), max_size=25),
)
def test_caps_give_exactly_what_a_tally_leaves(own: list[Cap], gaps: list[tuple[int, int]]) -> None:
    """In every window at most so many points or times; nothing is withheld while there is room in all of them."""
    compiled, standing = club(own), Standing()
    given_points: Counter[object] = Counter()
    given_times: Counter[object] = Counter()
    # Whatever the document's order: those that give all or nothing first, times before points.
    in_order = sorted(own, key=lambda cap: (cap[0] == "points", cap[3] == "trim"))
    for place, activity in enumerate(activities(gaps)):
        day = activity.occurred_at.astimezone(compiled.zone).date()
        expected = activity.amount_minor // 100
        for counts, span, limit, over in in_order:
            key = (span, window(span, day, place))
            if counts == "times":
                expected = expected if given_times[key] < limit else 0
            elif given_points[key] + expected > limit:
                expected = max(0, limit - given_points[key]) if over == "trim" else 0
        decision = decide(compiled, standing, activity, {})
        standing = decision.standing
        assert sum(effect.amount for effect in decision.effects) == expected
        assert len({reason.code for reason in decision.reasons}) == (expected < activity.amount_minor // 100)
        for span in {span for _, span, _, _ in own}:
            key = (span, window(span, day, place))
            given_points[key] += expected
            given_times[key] += expected > 0
        for counts, span, limit, _ in own:
            tally = given_times if counts == "times" else given_points
            assert tally[span, window(span, day, place)] <= limit


@given(st.integers(1, 3))
def test_the_memory_of_caps_stays_small(days_a_week: int) -> None:
    """Windows that have long ended are forgotten, however many caps of whatever spans a rule has."""
    compiled, standing = (
        club(
            [
                ("points", "day", 60, "trim"),
                ("times", "day", 4, "trim"),
                ("points", "lifetime", 99999, "trim"),
            ]
        ),
        Standing(),
    )
    for activity in activities([(24 * days_a_week, 1)] * 400):
        standing = decide(compiled, standing, activity, {}).standing
    assert len(standing.caps["capped"]) < 300

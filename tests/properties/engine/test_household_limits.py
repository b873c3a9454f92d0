"""The law of a role's limits: in no window is ever more spent than it lets, whatever comes back in between."""

from collections import Counter
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from tessera.engine.household import Limits, RoleRefused, compile_roles, refuse_beyond, spend_within
from tessera.engine.standing import Standing
from tessera.engine.windows import window_start
from tessera.programme.document import Cap, Span
from tessera.programme.household import Households, Role

BEGIN = date(2026, 1, 1)
UTC = ZoneInfo("UTC")
SPANS = (Span.DAY, Span.WEEK, Span.MONTH, Span.QUARTER, Span.YEAR)

caps = st.dictionaries(st.sampled_from(SPANS), st.integers(1, 100), min_size=1, max_size=3)
steps = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 60), st.booleans()), max_size=40)


def refusal(limits: Limits, standing: Standing, points: int, day: date) -> RoleRefused | None:
    """Why so many points may not be spent; None when they may."""
    try:
        refuse_beyond(limits, standing, "points", points, set_aside=0, day=day, zone=UTC)
    except RoleRefused as refused:
        return refused
    return None


@given(caps, steps)
def test_no_window_holds_more_than_its_limit(
    limits: dict[Span, int], steps: list[tuple[int, int, bool]]
) -> None:
    """Spent and brought back at random over months: what a plain sum says is never over, and a refusal was needed."""
    own = tuple(Cap(span, points=points) for span, points in limits.items())
    role = Role("child", limits={"points": own})
    compiled = compile_roles(Households(2, {"child": role}))["child"] or {}
    standing, day, spent = Standing(), BEGIN, list[tuple[date, int]]()
    for wait, points, comes_back in steps:
        day += timedelta(days=wait)
        if comes_back and spent:
            spent_on, amount = spent.pop()
            standing = spend_within(compiled, standing, {"points": -amount}, spent_on=spent_on, today=day)
            continue
        used = {
            span: sum(amount for on, amount in spent if window_start(span, on) == window_start(span, day))
            for span in limits
        }
        fits = all(used[span] + points <= limit for span, limit in limits.items())
        refused = refusal(compiled, standing, points, day)
        assert (refused is None) == fits
        if refused is not None:
            assert refused.left == max(0, min(limit - used[span] for span, limit in limits.items()))
            continue
        standing = spend_within(compiled, standing, {"points": points}, spent_on=day, today=day)
        spent.append((day, points))
    for span, limit in limits.items():
        sums: Counter[int] = Counter()
        for on, amount in spent:
            sums[window_start(span, on)] += amount
        assert max(sums.values(), default=0) <= limit

"""A basket that rewards made cheaper: what comes back of it in parts comes to what comes back at once."""

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from tests.properties.programmes import purchase

from tessera.engine.activity import Activity, Line
from tessera.engine.lowered import lowered, lowered_returned
from tessera.engine.returned import Part, wholes

Cut = tuple[Activity, dict[int, int]]


@st.composite
def cuts(draw: DrawFn) -> Cut:
    """A basket, and so much off each of some lines: never more than they cost."""
    prices = draw(st.lists(st.integers(0, 5_000), min_size=1, max_size=5))
    lines = [Line(str(place), price, draw(st.integers(0, 5)) * 500) for place, price in enumerate(prices)]
    off = {place: draw(st.integers(1, price)) for place, price in enumerate(prices) if price}
    return purchase(lines), {place: minor for place, minor in off.items() if draw(st.booleans())}


@given(cut=cuts())
def test_a_lowered_basket_costs_what_is_left_and_counts_what_was_bought(cut: Cut) -> None:
    """Amounts sum to the cent, none falls below zero, quantities stay."""
    basket, off = cut
    after = lowered(basket, off)
    assert after.amount_minor == basket.amount_minor - sum(off.values())
    assert after.amount_minor == sum(line.amount_minor for line in after.lines)
    assert all(line.amount_minor >= 0 for line in after.lines)
    assert [line.quantity_milli for line in after.lines] == [line.quantity_milli for line in basket.lines]


@given(cut=cuts(), data=st.data())
def test_what_comes_back_in_steps_comes_to_the_whole(cut: Cut, data: st.DataObject) -> None:
    """Each step brings back something or nothing, never takes; the last one ends at the lowered basket itself."""
    basket, off = cut
    whole = wholes(basket)
    returned: dict[int, Part] = {}
    before: dict[int, Part] = {}
    for share in [*sorted(data.draw(st.lists(st.integers(0, 100), max_size=4))), 100]:
        returned = {
            place: Part(part.amount_minor * share // 100, part.quantity_milli * share // 100)
            for place, part in enumerate(whole)
        }
        now = dict(lowered_returned(basket, off, returned))
        for place, part in now.items():
            assert before.get(place, Part()).amount_minor <= part.amount_minor <= whole[place].amount_minor
        before = now
    assert [before[place] for place in range(len(whole))] == wholes(lowered(basket, off))

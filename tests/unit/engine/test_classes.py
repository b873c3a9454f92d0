"""Line classes: a line is in the class of exactly the selectors that it matches."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tessera.engine.activity import Line
from tessera.engine.classes import LineClasses, Selector

words = st.sampled_from(["a", "b", "c"])
selectors = st.lists(
    st.tuples(st.sampled_from(["brand", "department", "organic"]), st.frozensets(words, min_size=1)),
    max_size=5,
)
lines = st.lists(
    st.tuples(words | st.none(), words | st.none(), words | st.none()).map(
        lambda drawn: Line(
            "l", 1, brand=drawn[0], department=drawn[1], facts={"organic": drawn[2]} if drawn[2] else None
        )
    ),
    max_size=8,
)
goods = st.lists(
    st.tuples(st.sampled_from(["brand", "department"]), st.frozensets(words, min_size=1)), max_size=4
)


def matches(line: Line, selector: Selector) -> bool:
    attribute, values = selector
    value = (line.facts or {}).get("organic") if attribute == "organic" else getattr(line, attribute)
    return value in values


@given(selectors, lines)
def test_a_class_has_the_bits_of_the_selectors_that_match(wanted: list[Selector], basket: list[Line]) -> None:
    """By the line's own attributes and by its facts; asked again, from memory, the same."""
    classes = LineClasses(wanted)
    found = classes.of_all(basket)
    assert found == classes.of_all(basket)
    for line, line_class in zip(basket, found, strict=True):
        for selector in wanted:
            assert bool(line_class & classes.mask(dict([selector]))) == matches(line, selector)


@given(goods | selectors, lines, st.integers(1, 999))
def test_totals_are_those_of_the_lines_of_each_class(
    wanted: list[Selector], basket: list[Line], amount: int
) -> None:
    """Added up in one walk where only goods are asked for, and else by the class of each line: the same sums."""
    basket = [replace(line, amount_minor=amount + place) for place, line in enumerate(basket)]
    classes = LineClasses(wanted)
    totals = classes.totals(basket)
    for line_class in {*totals, *classes.of_all(basket)}:
        own = [line for line, of in zip(basket, classes.of_all(basket), strict=True) if of == line_class]
        assert totals[line_class] == [
            sum(line.amount_minor for line in own),
            sum(line.quantity_milli for line in own),
        ]

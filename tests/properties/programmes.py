"""Programmes and baskets for Hypothesis to draw: small in their words, wide in what they combine."""

from collections.abc import Sequence
from datetime import UTC, datetime
from fractions import Fraction

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from tests.properties.model import Spec
from tests.unit.programme.documents import programme

from tessera.engine.activity import Activity, Line
from tessera.engine.compile import Compiled

NOON = datetime(2026, 6, 5, 12, tzinfo=UTC)
HEAD = (
    "programme: {id: club, name: Club, money: USD, timezone: Europe/Chisinau}\n"
    "currencies: {points: {name: [point, points], worth: 0.02}}\n"
    "earn:\n"
)
PLAIN = Spec("aa-plain", per_amount=(Fraction(1), 100))
"""A rate that every drawn programme has, so that there is always something to multiply."""

_BRANDS, _DEPARTMENTS = ("own", "other"), ("dairy", "fuel", "toys")
_CAPS = (
    "{points: 7, per: activity}",
    "{points: 40, per: day}",
    "{points: 60, per: month, over: refuse}",
    "{times: 2, per: week}",
    "[{points: 30, per: week}, {times: 4, per: lifetime}, {points: 90, per: year}]",
)


def _selectors() -> SearchStrategy[dict[str, tuple[str, ...]]]:
    some = st.lists(st.sampled_from(_DEPARTMENTS), min_size=1, max_size=2, unique=True).map(tuple)
    brand = st.sampled_from(_BRANDS).map(lambda name: (name,))
    return st.fixed_dictionaries({}, optional={"department": some, "brand": brand})


@st.composite
def specs(draw: st.DrawFn, *, rule_id: str, caps: bool) -> Spec:
    """A rule on purchases: any gift, rounding, lines, exclusions, and perhaps a minimum and caps."""
    gift = draw(st.sampled_from(["fixed", "amount", "amount", "quantity", "times", "times"]))
    rate = st.integers(1, 999).map(lambda cents: Fraction(cents, 100))
    return Spec(
        rule_id,
        fixed=draw(st.integers(1, 60)) if gift == "fixed" else 0,
        per_amount=(draw(rate), draw(st.sampled_from([7, 100, 350]))) if gift == "amount" else None,
        per_quantity=(draw(rate), draw(st.sampled_from([1000, 3000, 250]))) if gift == "quantity" else None,
        times=1 + draw(rate) if gift == "times" else None,
        bonus=draw(st.booleans()) and gift != "times",
        rounding=draw(st.sampled_from(["down", "nearest", "up"])),
        lines=draw(_selectors()),
        exclude=draw(_selectors()) if draw(st.booleans()) else {},
        min_spend=draw(st.sampled_from([0, 0, 0, 1000, 4321])),
        cap=draw(st.sampled_from(_CAPS)) if caps and draw(st.booleans()) else "",
    )


@st.composite
def rulebooks(draw: st.DrawFn, *, caps: bool = False) -> tuple[Spec, ...]:
    """The rules of a programme, with the plain rate among them."""
    names = draw(st.lists(st.sampled_from("bcdefg"), max_size=5, unique=True))
    return (PLAIN, *(draw(specs(rule_id=f"rule-{name}", caps=caps)) for name in names))


def compiled(rules: Sequence[Spec], *, tiers: str = "") -> Compiled:
    """The rules as a programme that decides."""
    return Compiled(programme(HEAD + "".join(rule.text for rule in rules) + tiers), number=1)


def lines(*, least_minor: int = 0) -> SearchStrategy[list[Line]]:
    """Up to six lines of a basket, each with an id of its own; worthless ones and uncounted ones among them."""
    one = st.tuples(
        st.integers(least_minor, 9999),
        st.sampled_from([0, 1000, 1000, 2000, 3000, 1337]),
        st.sampled_from([*_BRANDS, None]),
        st.sampled_from([*_DEPARTMENTS, None]),
    )
    return st.lists(one, min_size=1, max_size=6).map(
        lambda drawn: [
            Line(f"l{place}", amount, quantity, brand=brand, department=department)
            for place, (amount, quantity, brand, department) in enumerate(drawn)
        ]
    )


def purchase(basket: Sequence[Line], *, at: datetime = NOON, key: str = "p") -> Activity:
    """A purchase of these lines."""
    return Activity(
        "purchase", key, at, sum(line.amount_minor for line in basket), "USD", lines=tuple(basket)
    )

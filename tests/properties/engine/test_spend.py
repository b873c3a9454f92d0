"""Points that pay: whatever the terms and the basket, no cent is lost, no line is paid twice, and all can come back."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache

from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from msgspec.structs import replace as with_changes
from tests.properties.engine.test_returns import asks, give_back
from tests.properties.model import Spec
from tests.properties.programmes import PLAIN, compiled, lines, purchase

from tessera.engine import spend
from tessera.engine.activity import Activity, Line
from tessera.engine.compile import Compiled
from tessera.engine.decide import decide
from tessera.engine.payment import Payment
from tessera.engine.returned import Part, ReturnRefused, returned_with, wholes
from tessera.engine.returns import take_back
from tessera.engine.spend import allow, at_most, earning, net_of, net_returned, pay
from tessera.engine.standing import Standing
from tessera.programme.document import Currency, Programme
from tessera.programme.spending import Spending

POINTS, CASH = "points", "cash"
PLENTY = {POINTS: 10**9, CASH: 10**9}
GOODS = ("dairy", "fuel", "toys")


@cache
def club() -> Programme:
    """A rate of a point for a dollar, one for pieces, and two currencies that may pay."""
    plain = compiled([PLAIN, Spec("by-piece", per_quantity=(Fraction(5), 1000))]).programme
    names = {"en": ("coin", "coins")}
    return replace(plain, currencies={**plain.currencies, CASH: Currency(CASH, names, None, is_money=True)})


def terms(currency: str) -> SearchStrategy[Spending]:
    """Any terms of paying: steps of few or many points, any share, some goods or others."""
    goods = st.frozensets(st.sampled_from(GOODS), min_size=1, max_size=2)
    selectors: SearchStrategy[dict[str, frozenset[str]]] = st.one_of(
        st.just({}), goods.map(lambda chosen: {"department": chosen})
    )
    return st.builds(
        lambda step, step_minor, steps, share, leave, lines_, exclude, earns_net: Spending(
            currency, step * steps, step, share, leave, lines_, exclude, 30, None, earns_net, step_minor
        ),
        st.integers(1, 60),
        st.integers(1, 300),
        st.integers(1, 4),
        st.fractions(Fraction(1, 100), 1, max_denominator=200),
        st.sampled_from([0, 0, 1, 250]),
        selectors,
        selectors,
        st.booleans(),
    )


def clubs() -> SearchStrategy[Compiled]:
    """The club with any terms for both of its currencies."""
    return st.tuples(terms(POINTS), terms(CASH)).map(
        lambda both: Compiled(replace(club(), spending={own.currency: own for own in both}))
    )


baskets = lines().map(purchase)


@st.composite
def paid(draw: st.DrawFn, *, both: bool = True) -> tuple[Compiled, Activity, tuple[Payment, ...]]:
    """A basket with what is paid of it: as many steps as the basket allows, or fewer, first of one, then of the other."""
    own, basket = draw(clubs()), draw(baskets)
    wanted: dict[str, int] = {}
    payments: tuple[Payment, ...] = ()
    for allowed in allow(own, basket, PLENTY)[: 1 + both]:
        if allowed.most:
            wanted[allowed.currency] = (
                draw(st.integers(allowed.least // allowed.step, allowed.most // allowed.step)) * allowed.step
            )
            try:
                payments = pay(own, basket, wanted)
            except spend.SpendRefused:  # the first has left too little for it
                del wanted[allowed.currency]
    assume(payments)
    return own, basket, payments


def by_line(payments: Sequence[Payment]) -> dict[int, int]:
    """What is paid of each line."""
    paid: dict[int, int] = {}
    for payment in payments:
        for line in payment.lines:
            paid[line.line] = paid.get(line.line, 0) + line.amount_minor
    return paid


@given(paid())
def test_a_payment_is_the_sum_of_its_lines_and_no_line_is_paid_above_its_price(
    case: tuple[Compiled, Activity, tuple[Payment, ...]],
) -> None:
    """Points and cents; nothing is below zero, and what points must not pay for is not paid for."""
    own, basket, payments = case
    for payment in payments:
        terms = own.programme.spending[payment.currency]
        assert payment.points == sum(line.points for line in payment.lines)
        assert payment.amount_minor == sum(line.amount_minor for line in payment.lines)
        assert payment.amount_minor * terms.step == payment.points * terms.step_minor
        assert all(line.amount_minor > 0 and line.points >= 0 for line in payment.lines)
        for line in payment.lines:
            department = basket.lines[line.line].department
            assert department not in terms.exclude.get("department", ())
            assert not terms.lines or department in terms.lines["department"]
    for place, amount in by_line(payments).items():
        assert amount <= basket.lines[place].amount_minor
    left = basket.amount_minor - sum(payment.amount_minor for payment in payments)
    assert left >= max(own.programme.spending[payment.currency].leave_minor for payment in payments)


@given(clubs(), baskets)
def test_the_most_that_is_allowed_can_be_paid_and_one_step_more_cannot(
    own: Compiled, basket: Activity
) -> None:
    """For each currency as if alone; below the least, or where nothing is allowed, nothing is."""
    for allowed in allow(own, basket, PLENTY):
        if allowed.most:
            (payment,) = pay(own, basket, {allowed.currency: allowed.most})
            assert payment.amount_minor == allowed.most_minor
            assert allowed.reason is None
        else:
            assert allowed.reason is not None
            assert allowed.most_minor == 0
        for points in (allowed.most + allowed.step, allowed.least - allowed.step, 0, -allowed.step):
            if points > allowed.most or points < allowed.least:
                assert refused(own, basket, {allowed.currency: points})


def refused(own: Compiled, basket: Activity, wanted: dict[str, int]) -> bool:
    try:
        pay(own, basket, wanted)
    except spend.SpendRefused:
        return True
    return False


@given(clubs(), baskets, st.integers(0, 20_000), st.integers(0, 20_000))
def test_whoever_has_more_may_pay_more(own: Compiled, basket: Activity, less: int, more: int) -> None:
    """The most never falls as points grow, is never above them, and is in steps from the least on."""
    less, more = sorted((less, more))
    for few, many in zip(
        allow(own, basket, {POINTS: less, CASH: less}),
        allow(own, basket, {POINTS: more, CASH: more}),
        strict=True,
    ):
        assert few.most <= many.most <= more
        assert few.most <= less
        assert many.most % many.step == 0
        assert many.most == 0 or many.most >= many.least


@given(clubs(), baskets, st.data())
def test_a_dearer_line_never_lessens_what_may_be_paid(
    own: Compiled, basket: Activity, data: st.DataObject
) -> None:
    """Whatever line it is, also one that does not count."""
    place = data.draw(st.integers(0, len(basket.lines) - 1))
    dearer = [
        with_changes(line, amount_minor=line.amount_minor + (777 if nth == place else 0))
        for nth, line in enumerate(basket.lines)
    ]
    for before, after in zip(allow(own, basket, PLENTY), allow(own, purchase(dearer), PLENTY), strict=True):
        assert before.most <= after.most


@given(paid(), st.randoms(use_true_random=False))
def test_the_order_of_lines_does_not_matter(
    case: tuple[Compiled, Activity, tuple[Payment, ...]], random: st.DataObject
) -> None:
    """A line keeps its share wherever it stands: the odd cents go by its id."""
    own, basket, payments = case
    mixed = list(basket.lines)
    random.shuffle(mixed)  # type: ignore[attr-defined] # a Random
    again = pay(own, purchase(mixed), {payment.currency: payment.points for payment in payments})
    assert [named(mixed, payment) for payment in again] == [
        named(basket.lines, payment) for payment in payments
    ]


def named(basket: Sequence[Line], payment: Payment) -> set[tuple[str, int, int]]:
    return {(basket[line.line].id, line.amount_minor, line.points) for line in payment.lines}


@given(paid())
def test_a_basket_that_did_not_change_is_captured_as_it_was_held(
    case: tuple[Compiled, Activity, tuple[Payment, ...]],
) -> None:
    """To the cent of each line."""
    own, basket, payments = case
    assert at_most(own, basket, payments) == payments


@given(paid(), baskets)
def test_a_basket_that_changed_takes_no_more_than_was_held_and_than_it_allows(
    case: tuple[Compiled, Activity, tuple[Payment, ...]], other: Activity
) -> None:
    """What is captured could have been paid by itself."""
    own, _, payments = case
    held = {payment.currency: payment.points for payment in payments}
    captured = at_most(own, other, payments)
    assert all(payment.points <= held[payment.currency] for payment in captured)
    assert pay(own, other, {payment.currency: payment.points for payment in captured}) == captured


@given(paid())
def test_net_of_points_the_lines_still_sum_to_the_basket(
    case: tuple[Compiled, Activity, tuple[Payment, ...]],
) -> None:
    """No line falls below zero, and money and points together are the price."""
    _, basket, payments = case
    net = net_of(basket, payments)
    assert net.amount_minor == sum(line.amount_minor for line in net.lines)
    assert net.amount_minor + sum(payment.amount_minor for payment in payments) == basket.amount_minor
    for line, whole in zip(net.lines, basket.lines, strict=True):
        assert line.amount_minor >= 0
        assert 0 <= line.quantity_milli <= whole.quantity_milli
        if whole.amount_minor and not line.amount_minor:
            assert line.quantity_milli == 0


@given(lines(least_minor=1).map(purchase), st.booleans())
def test_a_purchase_that_points_pay_wholly_earns_nothing_when_net(basket: Activity, earns_net: bool) -> None:  # noqa: FBT001 - drawn
    """And everything when gross."""
    own = Compiled(replace(club(), spending={CASH: Spending(CASH, earns_net=earns_net)}))
    payments = pay(own, basket, {CASH: basket.amount_minor})
    earned = decide(own, Standing(), earning(own, basket, payments), {}).effects
    assert earned == (() if earns_net else decide(own, Standing(), basket, {}).effects)


@given(paid(), st.lists(asks, max_size=6))
def test_any_partition_of_a_return_gives_back_what_the_whole_would(
    case: tuple[Compiled, Activity, tuple[Payment, ...]], wanted: list[tuple[int, int, int]]
) -> None:
    """Of each currency, of each line; every step gives something or nothing, never takes; the last gives all the rest."""
    _, basket, payments = case
    for payment in payments:
        given_back, points, minor = dict[int, Part](), 0, 0
        for ask in (*wanted, None):
            try:
                after = returned_with(basket, given_back, give_back(basket, ask))
            except ReturnRefused:
                continue
            back = spend.give_back(payment, basket, given_back, after)
            assert all(line.amount_minor >= 0 and line.points >= 0 for line in back.lines)
            assert (back.points, back.amount_minor) == (
                sum(line.points for line in back.lines),
                sum(line.amount_minor for line in back.lines),
            )
            straight = spend.give_back(payment, basket, {}, after)
            points, minor, given_back = points + back.points, minor + back.amount_minor, after
            assert (points, minor) == (straight.points, straight.amount_minor)
        assert (points, minor) == (payment.points, payment.amount_minor)


@given(paid(), st.lists(asks, max_size=6))
def test_returns_of_a_paid_basket_take_back_all_that_its_money_earned(
    case: tuple[Compiled, Activity, tuple[Payment, ...]], wanted: list[tuple[int, int, int]]
) -> None:
    """What has come back net of points never falls, never exceeds the net lines, and ends with all of them."""
    own, basket, payments = case
    net, returned, seen = net_of(basket, payments), dict[int, Part](), dict[int, Part]()
    effects = decide(own, Standing(), net, {}).effects
    earned = [(effect.rule, effect.currency, effect.amount) for effect in effects]
    taken = 0
    for ask in (*wanted, None):
        try:
            returned = returned_with(basket, returned, give_back(basket, ask))
        except ReturnRefused:
            continue
        after = net_returned(payments, basket, returned)
        for place, whole in enumerate(wholes(net)):
            part, before = after.get(place, Part()), seen.get(place, Part())
            assert before.amount_minor <= part.amount_minor <= whole.amount_minor
            assert before.quantity_milli <= part.quantity_milli <= whole.quantity_milli
        back = take_back(own, net, earned, before=seen, after=after, standing=Standing())
        taken, seen = taken + sum(one.amount for one in back.takebacks), after
    assert taken == sum(amount for _, _, amount in earned)

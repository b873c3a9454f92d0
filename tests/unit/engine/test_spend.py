"""Points that pay for a basket, with figures worked by hand."""

from datetime import UTC, datetime

import pytest
from tests.unit.programme.documents import HEAD, programme

from tessera.engine.activity import Activity, Line
from tessera.engine.compile import Compiled
from tessera.engine.payment import PaidLine, Payment
from tessera.engine.returned import Part
from tessera.engine.spend import (
    Allowed,
    GivenBack,
    SpendRefused,
    allow,
    at_most,
    earning,
    give_back,
    net_of,
    net_returned,
    pay,
)
from tessera.kit.codes import ReasonCode, RefusalCode

NOON = datetime(2026, 6, 5, 12, tzinfo=UTC)
CURRENCIES = """\
currencies:
  points: {name: [point, points], worth: 0.01, expire: {months: 6}}
  coins: {name: [coin, coins], scale: 1, worth: 0.50}
  cash: {name: cash back, unit: money}
  marks: {name: [mark, marks]}
earn:
  base: {on: purchase, give: {points: 1, per: 1.00}}
"""
HALF = "points: {at-least: 500, step: 100, at-most: {share: 50%}, exclude: {category: TOBACCO}}"


def club(*spendings: str) -> Compiled:
    """A programme with these terms of paying."""
    terms = "spend:\n" + "".join(f"  {spending}\n" for spending in spendings) if spendings else ""
    return Compiled(programme(HEAD + CURRENCIES + terms))


def basket(*lines: tuple[str, int]) -> Activity:
    """A purchase of lines by category and minor units, called a, b, c …"""
    return Activity(
        "purchase",
        "p",
        NOON,
        sum(amount for _, amount in lines),
        "USD",
        lines=tuple(
            Line("abcdef"[place], amount, category=category) for place, (category, amount) in enumerate(lines)
        ),
    )


def payment(points: int, minor: int, *lines: tuple[int, int, int], currency: str = "points") -> Payment:
    return Payment(currency, points, minor, tuple(PaidLine(*line) for line in lines))


SHOPPING = basket(("BREAD", 1200), ("MILK", 999), ("TOBACCO", 650))


def test_what_may_be_paid_is_a_share_of_the_goods_that_count_in_whole_steps() -> None:
    """Half of 21.99 is 10.99: ten steps of a dollar, whatever the tobacco costs, if so many points are there."""
    assert allow(club(HALF), SHOPPING, {"points": 5000}) == (Allowed("points", 500, 1000, 100, 1000),)
    assert allow(club(HALF), SHOPPING, {"points": 777}) == (Allowed("points", 500, 700, 100, 700),)


@pytest.mark.parametrize(
    ("bought", "points", "reason", "value"),
    [
        (SHOPPING, 499, ReasonCode.TOO_FEW_TO_SPEND, 499),
        (SHOPPING, -3, ReasonCode.TOO_FEW_TO_SPEND, 0),
        (basket(("BREAD", 999), ("TOBACCO", 5000)), 5000, ReasonCode.BASKET_TOO_SMALL, 1000),
        (basket(("TOBACCO", 5000)), 5000, ReasonCode.NOTHING_TO_PAY_FOR, None),
        (basket(("BREAD", 0)), 5000, ReasonCode.NOTHING_TO_PAY_FOR, None),
    ],
)
def test_where_nothing_may_be_paid_the_reason_says_what_is_missing(
    bought: Activity, points: int, reason: ReasonCode, value: int | None
) -> None:
    """Points there are too few of, from which amount on a basket would do, or goods that points do not pay for."""
    assert allow(club(HALF), bought, {"points": points}) == (
        Allowed("points", 500, 0, 100, 0, reason, value),
    )


def test_a_payment_is_shared_out_to_the_lines_to_the_cent() -> None:
    """10.00 in the proportion of 12.00 and 9.99 is 5.457 and 4.543; the odd cent goes to the larger remainder."""
    assert pay(club(HALF), SHOPPING, {"points": 1000}) == (payment(1000, 1000, (0, 546, 546), (1, 454, 454)),)


def test_of_equal_remainders_the_line_whose_id_comes_first_gets_the_cent() -> None:
    """Though it stands last in the basket."""
    lines = (Line("b", 100), Line("a", 100))
    bought = Activity("purchase", "p", NOON, 200, "USD", lines=lines)
    assert pay(club("cash: {}"), bought, {"cash": 1}) == (payment(1, 1, (1, 1, 1), currency="cash"),)


def test_points_worth_more_than_a_coin_are_shared_whole() -> None:
    """Five tenths of a coin pay 0.25: 0.13 of one line, 0.12 of the other, and the tenths 3 and 2."""
    bought = basket(("BREAD", 100), ("MILK", 100))
    assert pay(club("coins: {}"), bought, {"coins": 5}) == (
        payment(5, 25, (0, 13, 3), (1, 12, 2), currency="coins"),
    )


def test_an_amount_without_lines_is_one_line() -> None:
    """It counts where goods are excluded, and not where they are chosen."""
    bought = Activity("purchase", "p", NOON, 2000, "USD")
    assert pay(club(HALF), bought, {"points": 1000}) == (payment(1000, 1000, (0, 1000, 1000)),)
    chosen = club("points: {lines: {category: BREAD}}")
    assert allow(chosen, bought, {"points": 1})[0].reason is ReasonCode.NOTHING_TO_PAY_FOR


@pytest.mark.parametrize(
    ("spend", "code", "detail"),
    [
        ({"points": 400}, RefusalCode.SPEND_TOO_LITTLE, "At least 500 points are spent at once."),
        ({"points": 0}, RefusalCode.SPEND_TOO_LITTLE, "At least 500 points are spent at once."),
        ({"points": -500}, RefusalCode.SPEND_TOO_LITTLE, "At least 500 points are spent at once."),
        ({"points": 550}, RefusalCode.SPEND_NOT_IN_STEPS, "They are spent in steps of 100 points."),
        ({"points": 1100}, RefusalCode.SPEND_TOO_MUCH, "Of this basket at most 1000 points pay."),
        ({"marks": 1}, RefusalCode.NOT_SPENDABLE, "Purchases are not paid with marks."),
        ({"pints": 1}, RefusalCode.UNKNOWN_CURRENCY, "The programme has no currency 'pints'."),
        ({"coins": 1, "pints": 1}, RefusalCode.UNKNOWN_CURRENCY, "The programme has no currency 'pints'."),
        ({"coins": 1000}, RefusalCode.SPEND_TOO_MUCH, "Of this basket at most 56.9 coins pay."),
    ],
)
def test_what_cannot_be_paid_is_refused_with_what_would_do(
    spend: dict[str, int], code: RefusalCode, detail: str
) -> None:
    """One code for each cause, and a figure as people write it."""
    with pytest.raises(SpendRefused, match="^" + detail.replace(".", r"\.") + "$") as refused:
        pay(club(HALF, "coins: {}"), SHOPPING, spend)
    assert refused.value.code is code


def test_goods_that_points_do_not_pay_for_are_refused() -> None:
    """However many points there are."""
    with pytest.raises(SpendRefused, match="No line of this basket is paid with points") as refused:
        pay(club(HALF), basket(("TOBACCO", 5000)), {"points": 500})
    assert refused.value.code is RefusalCode.NOTHING_TO_PAY_FOR


def test_currencies_pay_one_after_another_as_the_document_has_them() -> None:
    """400 points take 4.00 of the bread; cash back pays of what is left, and leaves a dollar for money."""
    own = club("points: {lines: {category: BREAD}}", "cash: {at-most: {leave: 1.00}}")
    bought = basket(("BREAD", 600), ("MILK", 200))
    assert pay(own, bought, {"cash": 300, "points": 400}) == (
        payment(400, 400, (0, 400, 400)),
        payment(300, 300, (0, 150, 150), (1, 150, 150), currency="cash"),
    )
    with pytest.raises(SpendRefused, match=r"at most 3\.00 cash pay"):
        pay(own, bought, {"cash": 301, "points": 400})


def test_what_one_currency_asks_to_be_left_the_next_leaves_too() -> None:
    """Points leave a dollar for money; so cash back, which asks for nothing, cannot have it."""
    own = club("points: {at-most: {leave: 1.00}}", "cash: {}")
    bought = basket(("BREAD", 500))
    assert pay(own, bought, {"cash": 500})[0].amount_minor == 500
    with pytest.raises(SpendRefused, match=r"at most 3\.00 cash pay"):
        pay(own, bought, {"points": 100, "cash": 301})


def test_a_smaller_basket_captures_what_it_allows_and_nothing_below_the_least() -> None:
    """Of 1,000 points held, half of 15.00 takes 700; half of 9.00 is less than 500 points pay, so it takes none."""
    own = club(HALF)
    held = pay(own, SHOPPING, {"points": 1000})
    assert at_most(own, SHOPPING, held) == held
    assert at_most(own, basket(("BREAD", 1500)), held) == (payment(700, 700, (0, 700, 700)),)
    assert at_most(own, basket(("BREAD", 900)), held) == ()
    assert at_most(own, basket(("BREAD", 9000)), held) == (payment(1000, 1000, (0, 1000, 1000)),)


def test_rules_see_what_is_left_to_pay_in_money_unless_the_terms_say_gross() -> None:
    """Each line less its share; a payment that earns gross lessens nothing."""
    own = club("points: {}", "cash: {earns: gross}")
    bought = basket(("BREAD", 600), ("MILK", 200))
    payments = pay(own, bought, {"points": 400, "cash": 100})
    seen = earning(own, bought, payments)
    assert (seen.amount_minor, [line.amount_minor for line in seen.lines]) == (400, [300, 100])
    everything = net_of(bought, payments)
    assert (everything.amount_minor, [line.amount_minor for line in everything.lines]) == (300, [225, 75])
    assert [line.quantity_milli for line in everything.lines] == [375, 375]  # of a piece each
    assert net_of(bought, ()) is bought


def test_a_return_gives_back_what_had_paid_for_it() -> None:
    """Half of a line gives back half of its share, rounded down; the other half gives the rest."""
    paid = payment(1000, 1000, (0, 546, 546), (1, 455, 455))
    half = {1: Part(499, 500)}
    whole = {1: Part(999, 1000)}
    assert give_back(paid, SHOPPING, {}, half) == GivenBack(227, 227, (PaidLine(1, 227, 227),))
    assert give_back(paid, SHOPPING, half, whole) == GivenBack(228, 228, (PaidLine(1, 228, 228),))
    assert give_back(paid, SHOPPING, {}, {2: Part(650, 1000)}) == GivenBack(0, 0, ())


def test_what_came_back_is_seen_net_of_points_as_the_purchase_was() -> None:
    """Of half a line of 9.99 that points paid 4.54 of, 4.99 came back, of which points had paid 2.26."""
    paid = pay(club(HALF), SHOPPING, {"points": 1000})
    half = {1: Part(499, 500), 2: Part(650, 1000)}
    assert net_returned(paid, SHOPPING, half) == {1: Part(499 - 226, 500 - 227), 2: Part(650, 1000)}


def test_a_programme_without_terms_lets_nothing_pay() -> None:
    """And classifies no line for it."""
    own = club()
    assert own.spending == {}
    assert allow(own, SHOPPING, {"points": 1000}) == ()
    assert pay(own, SHOPPING, {}) == ()

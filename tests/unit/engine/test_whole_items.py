"""Points that pay for whole items only, with figures worked by hand."""

import pytest
from msgspec.structs import replace
from tests.unit.engine.test_spend import basket, club, payment

from tessera.engine.payment import PaidLine
from tessera.engine.returned import Part
from tessera.engine.spend import Allowed, SpendRefused, allow, at_most, give_back, most, pay
from tessera.kit.codes import ReasonCode, RefusalCode

TENS = "points: {pays: whole-items, step: 10, exclude: {category: TOBACCO}}"
BASKET = basket(("CHEESE", 1155), ("BREAD", 600), ("MILK", 245), ("TOBACCO", 900))
CHEESE, BREAD, MILK = PaidLine(0, 1155, 1160), PaidLine(1, 600, 600), PaidLine(2, 245, 250)


@pytest.mark.parametrize(
    ("points", "lines"),
    [
        (3000, [CHEESE, BREAD, MILK]),
        (2010, [CHEESE, BREAD, MILK]),
        (2009, [CHEESE, BREAD]),
        (1410, [CHEESE, MILK]),
        (1159, [BREAD, MILK]),
        (600, [BREAD]),
        (599, [MILK]),
        (250, [MILK]),
    ],
)
def test_the_dearest_that_fits_comes_first_and_no_line_is_paid_in_part(
    points: int, lines: list[PaidLine]
) -> None:
    """Each line costs the fewest tens that cover it; what is left of the number is not spent."""
    (paid,) = pay(club(TENS), BASKET, {"points": points})
    assert paid.lines == tuple(lines)
    assert paid.points == sum(line.points for line in lines)
    assert paid.amount_minor == sum(line.amount_minor for line in lines)


@pytest.mark.parametrize(
    ("terms", "points", "code"),
    [
        (TENS, 240, RefusalCode.NO_WHOLE_ITEM),
        (TENS.replace("step", "at-least: 300, step"), 590, RefusalCode.NO_WHOLE_ITEM),
        (TENS.replace("step", "at-least: 300, step"), 250, RefusalCode.SPEND_TOO_LITTLE),
        (TENS.replace("step", "lines: {category: TEA}, step"), 900, RefusalCode.NOTHING_TO_PAY_FOR),
    ],
)
def test_too_few_for_any_item_are_refused(terms: str, points: int, code: RefusalCode) -> None:
    """Also where what they would pay for is below the least."""
    with pytest.raises(SpendRefused) as refused:
        pay(club(terms), BASKET, {"points": points})
    assert refused.value.code == code


def test_a_quote_tells_which_lines_could_be_paid_and_how_many_points_pay_together() -> None:
    """Each alone; at least the one that costs fewest, at most all that fit together."""
    compiled = club(TENS)
    assert allow(compiled, BASKET, {"points": 5000}) == (
        Allowed("points", 250, 2010, 10, 2000, items=(CHEESE, BREAD, MILK)),
    )
    assert allow(compiled, BASKET, {"points": 1159}) == (
        Allowed("points", 250, 850, 10, 845, items=(BREAD, MILK)),
    )
    few = allow(compiled, BASKET, {"points": 249})
    assert few == (Allowed("points", 250, 0, 10, 0, ReasonCode.TOO_FEW_TO_SPEND, 249),)


def test_a_share_of_the_basket_bounds_the_items_together() -> None:
    """Half of 20.00 is 10.00: the cheese is too dear for that, and bread and milk fit; a tenth fits none of them."""
    half, tenth = (
        club(TENS.replace("step", f"at-most: {{share: {share}}}, step")) for share in ("50%", "10%")
    )
    (paid,) = pay(half, BASKET, {"points": 2000})
    assert paid.lines == (BREAD, MILK)
    assert allow(half, BASKET, {"points": 5000})[0].items == (BREAD, MILK)
    small = allow(tenth, BASKET, {"points": 5000})
    assert small == (Allowed("points", 10, 0, 10, 0, ReasonCode.BASKET_TOO_SMALL),)


def test_the_order_of_lines_means_nothing() -> None:
    """Of two that cost the same the one whose id comes first is paid, wherever it stands."""
    twins = basket(("TEA", 500), ("CAKE", 500))
    turned = replace(twins, lines=twins.lines[::-1])
    for bought, place in ((twins, 0), (turned, 1)):
        (paid,) = pay(club(TENS), bought, {"points": 500})
        assert paid.lines == (PaidLine(place, 500, 500),)


def test_as_many_as_there_are_pay_for_what_they_can() -> None:
    """Of 1,413 points the cheese takes 1,160 and the milk 250."""
    (paid,) = most(club(TENS), BASKET, ["points"], {"points": 1413})
    assert paid.lines == (CHEESE, MILK)
    assert most(club(TENS), BASKET, ["points"], {"points": 249}) == ()


def test_what_was_set_aside_pays_for_whole_items_of_a_basket_that_changed() -> None:
    """The cheese was left on the shelf: its points pay for bread and milk, and 310 of them are free again."""
    held = payment(1160, 1155, (0, 1155, 1160))
    smaller = basket(("BREAD", 600), ("MILK", 245))
    (paid,) = at_most(club(TENS), smaller, [held])
    assert (paid.points, paid.lines) == (850, (PaidLine(0, 600, 600), PaidLine(1, 245, 250)))


def test_a_second_currency_pays_what_the_first_has_left_of_a_line_or_nothing_of_it() -> None:
    """Points pay 1.00 of the milk; cash pays the 1.45 that are left, and not a part of the bread."""
    both = club("points: {at-most: {share: 50%}, lines: {category: MILK}}", "cash: {pays: whole-items}")
    first, second = pay(both, BASKET, {"points": 100, "cash": 500})
    assert (first.lines, second.lines) == ((PaidLine(2, 100, 100),), (PaidLine(2, 145, 145),))


def test_what_comes_back_of_a_line_brings_its_part_of_the_points_and_all_of_it_all() -> None:
    """Of the milk's 250 points a half is 124, rounded down; the rest comes with the rest."""
    (paid,) = pay(club(TENS), BASKET, {"points": 250})
    half, whole = {2: Part(122, 500)}, {2: Part(245, 1000)}
    assert give_back(paid, BASKET, {}, half).points == 124
    assert give_back(paid, BASKET, half, whole).points == 126

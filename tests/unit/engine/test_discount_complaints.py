"""What users of other shops complain of in discounts, by the numbers of their issues."""

from tests.unit.engine.test_discounts import basket, off, picked, shop

from tessera.engine.activity import Activity, Line
from tessera.engine.discount.discount import best
from tessera.kit.codes import ReasonCode


def test_buy_get_is_given_once_and_its_limit_ignored() -> None:
    """Medusa #13265: whole groups count however many there are; what is left over counts for nothing; `times` holds."""
    for pieces, groups in ((2, 0), (3, 1), (5, 1), (6, 2), (10, 3)):
        tea = basket(f"TEA {pieces}.00 {pieces}")
        assert off("{buy: 2, get: 1}", tea).amount_minor == 100 * groups
        assert off("{buy: 2, get: 1, times: 2}", tea).amount_minor == 100 * min(2, groups)


def test_of_two_buy_get_offers_on_one_product_one_is_forgotten() -> None:
    """Medusa #11258: the better one counts, whichever it is for the basket; the other says so; and both where one adds."""
    offers = "a: {give: {buy: 1, get: 1, off: 50%}}", "b: {give: {buy: 3, get: 2}}"
    assert picked(shop(*offers), basket("TEA 4.00 4")) == {"a": 100, "b": ReasonCode.TOO_FEW_PIECES}
    assert picked(shop(*offers), basket("TEA 5.00 5")) == {"a": ReasonCode.BETTER_DISCOUNT, "b": 200}
    adding = shop(offers[0], offers[1].replace("}}", "}, stack: adds}"))
    assert picked(adding, basket("TEA 10.00 10")) == {
        "a": 250,
        "b": 300,
    }  # of what is left, 7.50 in ten pieces


def test_buy_get_takes_too_much_off_when_a_quantity_is_added_at_once() -> None:
    """Medusa #14432: three on one line, three lines of one, or two and one: the same is off."""
    ways = (["TEA 9.00 3"], ["TEA 3.00", "TEA 3.00", "TEA 3.00"], ["TEA 6.00 2", "TEA 3.00"])
    assert {off("{buy: 2, get: 1}", basket(*way)).amount_minor for way in ways} == {300}


def test_two_discounts_make_the_basket_negative() -> None:
    """Medusa #14899: what one has taken is no longer there for the other, on each line and in all."""
    club = shop(
        "a: {give: {off: 8.00}, stack: adds}", "b: {give: {off: 100%}, stack: adds}", "c: {give: {off: 9.00}}"
    )
    told = best(club.rewards, basket("TEA 6.00", "MILK 4.00"), club.rewards.by_id.values())
    assert sum(one.amount_minor for one in told) == 1000
    taken = [sum(minor for one in told for at, minor in one.lines if at == place) for place in (0, 1)]
    assert taken == [600, 400]


def test_slow_with_the_number_of_reward_products_and_programmes() -> None:
    """Odoo #165287 (14,244 products), #167285 (1,000 programmes): what the basket does not hold is never looked at."""
    products = ", ".join(f"p{n}" for n in range(500))
    many = (f"r{n}: {{give: {{product: [{products.replace('p', f's{n}-')}]}}}}" for n in range(29))
    club = shop(*many, *(f"q{n}: {{give: {{off: 5%, lines: {{category: C{n}}}}}}}" for n in range(1000)))
    lines = (Line("a", 300, product="s7-44"), Line("b", 200, category="C900"), Line("c", 100, product="none"))
    found = club.rewards.for_basket(Activity("purchase", "p", basket().occurred_at, 600, lines=lines))
    assert [reward.id for reward in found] == ["q900", "r7"]

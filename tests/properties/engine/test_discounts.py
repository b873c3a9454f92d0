"""The laws of discounts: exact, never below zero, blind to the order of lines, and the best of them the best."""

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from msgspec.structs import replace
from tests.properties.programmes import HEAD, purchase
from tests.unit.programme.documents import programme

from tessera.engine.activity import Activity, Line
from tessera.engine.compile import Compiled
from tessera.engine.discount.basket import Basket
from tessera.engine.discount.discount import Discount, best, discount
from tessera.engine.discount.reward import CompiledReward

_GOODS = ("", ", lines: {department: dairy}", ", exclude: {department: fuel}", ", lines: {brand: own}")
_GIVES = (
    "{off: 10%GOODS}", "{off: 33.3%, most: 7.00GOODS}", "{off: 4.99GOODS}", "{off: 0.01GOODS}",
    "{cheapest: freeGOODS}", "{cheapest: 50%GOODS}", "{buy: 2, get: 1GOODS}", "{buy: 1, get: 2, times: 2GOODS}",
    "{buy: 3, get: 1, off: 50%GOODS}", "{product: [dairy, toys]}",
)  # fmt: skip
GIVES = tuple(give.replace("GOODS", goods) for give in _GIVES for goods in _GOODS)
TERMS = tuple(f"{{give: {give}, stack: {stack}}}" for give in GIVES for stack in ("best-of", "adds"))
CLUB = Compiled(
    programme(
        f"{HEAD}  base: {{on: purchase, give: {{points: 1, per: 1.00}}}}\nnever-discount: {{category: book}}\nrewards:\n"
        + "".join(f"  r{place}: {terms}\n" for place, terms in enumerate(TERMS))
    )
)
REWARDS = CLUB.rewards


def baskets() -> SearchStrategy[Activity]:
    """Up to seven lines: whole pieces and parts of one, what is weighed, what is free, what has a fixed price."""
    line = st.builds(
        lambda amount, quantity, brand, goods, fixed, tax, unit: Line(
            "",
            amount,
            quantity,
            product=goods,
            category="book" if fixed else None,
            brand=brand,
            department=goods,
            facts={"tax": tax} if tax else None,
            unit=unit,
        ),
        st.integers(0, 9999),
        st.sampled_from([0, 500, 1000, 1000, 2000, 3000, 7000, 1337]),
        st.sampled_from(["own", "other", None]),
        st.sampled_from(["dairy", "fuel", "toys", None]),
        st.sampled_from([False, False, False, True]),
        st.sampled_from([None, "low", "high"]),
        st.sampled_from([None, None, None, "kg"]),
    )
    return st.lists(line, min_size=1, max_size=7).map(
        lambda lines: purchase([replace(line, id=f"l{n}") for n, line in enumerate(lines)])
    )


one_reward = st.sampled_from(sorted(REWARDS.by_id)).map(REWARDS.by_id.__getitem__)
some_rewards = st.lists(one_reward, max_size=5, unique_by=lambda reward: reward.id)


def by_line(found: Discount, activity: Activity) -> dict[str, int]:
    """Minor units by the id of the line."""
    return {activity.lines[place].id: minor for place, minor in found.lines}


@given(basket=baskets(), reward=one_reward)
def test_a_discount_is_the_sum_of_its_lines_and_none_of_them_falls_below_zero(
    basket: Activity, reward: CompiledReward
) -> None:
    """To the cent; and what has a fixed price keeps it."""
    found = discount(reward, Basket(basket, REWARDS.never))
    assert found.amount_minor == sum(minor for _, minor in found.lines)
    assert all(0 < minor <= basket.lines[place].amount_minor for place, minor in found.lines)
    assert not any(basket.lines[place].category == "book" for place, _ in found.lines)
    assert (found.reason is None) == bool(found.lines)


@given(basket=baskets(), rewards=some_rewards, data=st.data())
def test_the_order_of_lines_and_of_rewards_means_nothing(
    basket: Activity, rewards: list[CompiledReward], data: st.DataObject
) -> None:
    """Each line gets the same share wherever it stands."""
    mixed = replace(basket, lines=tuple(data.draw(st.permutations(basket.lines))))
    told = best(REWARDS, basket, rewards)
    again = best(REWARDS, mixed, data.draw(st.permutations(rewards)))
    assert [(one.reward, by_line(one, basket), one.reason) for one in told] == [
        (one.reward, by_line(one, mixed), one.reason) for one in again
    ]


@given(basket=baskets(), rewards=some_rewards)
def test_the_best_is_no_worse_than_any_alone_and_takes_no_line_twice(
    basket: Activity, rewards: list[CompiledReward]
) -> None:
    """Together they stay within each line; and a member who brings more never pays more."""
    told = best(REWARDS, basket, rewards)
    taken = [0] * len(basket.lines)
    for one in told:
        for place, minor in one.lines:
            taken[place] += minor
    assert all(minor <= line.amount_minor for minor, line in zip(taken, basket.lines, strict=True))
    assert len([one for one in told if one.lines and _is_single(one.reward)]) <= 1
    for reward in rewards:
        assert sum(taken) >= discount(reward, Basket(basket, REWARDS.never)).amount_minor


@given(basket=baskets(), rewards=some_rewards)
def test_what_took_nothing_changes_nothing(basket: Activity, rewards: list[CompiledReward]) -> None:
    """Without it the others take the same: so a hold's rewards need not be worked out again for the same basket."""
    told = [one for one in best(REWARDS, basket, rewards) if one.lines]
    assert [*best(REWARDS, basket, [REWARDS.by_id[one.reward] for one in told])] == told


def _is_single(reward_id: str) -> bool:
    return REWARDS.by_id[reward_id].reward.stack.value == "best-of"


@given(basket=baskets(), reward=one_reward, data=st.data())
def test_pieces_on_one_line_or_on_lines_of_their_own_cost_the_same(
    basket: Activity, reward: CompiledReward, data: st.DataObject
) -> None:
    """A line of two pieces may as well be two lines of one: the till decides how it scans, and changes nothing."""
    place = data.draw(st.integers(0, len(basket.lines) - 1))
    amount = data.draw(st.integers(2, 9999))  # a piece that costs nothing is not bought
    line = replace(basket.lines[place], amount_minor=amount, quantity_milli=2000, unit=None)
    basket = replace(basket, lines=(*basket.lines[:place], line, *basket.lines[place + 1 :]))
    half = line.amount_minor // 2
    first = replace(line, id="x", amount_minor=line.amount_minor - half, quantity_milli=1000)
    second = replace(line, id="y", amount_minor=half, quantity_milli=1000)
    parted = replace(basket, lines=(*basket.lines[:place], first, second, *basket.lines[place + 1 :]))
    assert (
        discount(reward, Basket(parted, REWARDS.never)).amount_minor
        == discount(reward, Basket(basket, REWARDS.never)).amount_minor
    )


@given(basket=baskets())
def test_the_index_finds_every_discount_that_takes_something(basket: Activity) -> None:
    """What it leaves out would have taken nothing."""
    found = {reward.id for reward in REWARDS.for_basket(basket)}
    left_out = [reward for id_, reward in REWARDS.by_id.items() if id_ not in found]
    assert not any(discount(reward, Basket(basket, REWARDS.never)).lines for reward in left_out)

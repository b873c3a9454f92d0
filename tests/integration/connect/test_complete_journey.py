"""The real year, as the installed package holds it."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest

from tessera.connect.complete_journey import (
    BASKETS,
    HOUSEHOLDS_A_RUN,
    LAST_PURCHASE_AT,
    read_households,
    read_year,
    whole_weeks_until,
)
from tessera.engine.activity import Activity, Line


def share_of(household: int, shares: int) -> int:
    """Which of so many shares a household belongs to."""
    return household // HOUSEHOLDS_A_RUN % shares


def test_the_year_is_whole_and_in_order() -> None:
    """All 155,848 baskets come, in order of time, each adding up, with all 1,469,307 lines."""
    baskets = lines = cents = 0
    households, unmeasured, previous = set(), 0, datetime.min.replace(tzinfo=UTC)
    for household, activity in read_year():
        baskets += 1
        lines += len(activity.lines)
        cents += activity.amount_minor
        unmeasured += sum(line.quantity_milli == 0 for line in activity.lines)
        households.add(household)
        assert previous <= (previous := activity.occurred_at)
        assert activity.amount_minor == sum(line.amount_minor for line in activity.lines)
    assert (baskets, lines, len(households)) == (BASKETS, 1_469_307, 2_469)
    assert (cents, unmeasured) == (459_603_958, 8_869)
    assert previous == LAST_PURCHASE_AT


def test_a_purchase_is_translated_whole() -> None:
    """The first basket of the year comes with its household, store, cents, thousandths and product fields."""
    household, activity = next(read_year())
    assert household == 900
    assert activity == Activity(
        type="purchase",
        key="basket-31198570044",
        occurred_at=datetime(2017, 1, 1, 11, 53, 26, tzinfo=UTC),
        amount_minor=50,
        money="USD",
        channel="store",
        store="330",
        lines=(
            Line(
                id="1",
                amount_minor=50,
                quantity_milli=1000,
                product="1095275",
                category="ROLLS",
                brand="National",
                department="PASTRY",
            ),
        ),
    )


def test_by_household_purchases_stand_together_and_none_is_lost() -> None:
    """One household comes after the other, each with all its purchases in their order: nothing else is changed."""
    whole, sorted_out = (
        list(read_year(share=0, shares=40)),
        list(read_year(share=0, shares=40, by_household=True)),
    )
    assert sorted_out == sorted(whole, key=lambda one: one[0])  # it is stable
    assert len({household for household, _ in whole}) > 1


def test_shares_part_the_households() -> None:
    """Two shares have no household in common, and read together they are the year."""
    whole = Counter(household for household, _ in islice(read_year(), 2_000))
    halves = [
        Counter(household for household, _ in islice(read_year(share=share, shares=2), 2_000))
        for share in range(2)
    ]
    assert all(share_of(household, 2) == share for share, half in enumerate(halves) for household in half)
    assert all(halves[share_of(household, 2)][household] >= times for household, times in whole.items())


def test_weeks_shift_every_instant_and_keep_the_weekday() -> None:
    """A shift by whole weeks moves a purchase by exactly that much."""
    plain = [activity.occurred_at for _, activity in islice(read_year(), 100)]
    shifted = [activity.occurred_at for _, activity in islice(read_year(weeks=463), 100)]
    assert [late - early for early, late in zip(plain, shifted, strict=True)] == [timedelta(weeks=463)] * 100


def test_the_year_can_end_now() -> None:
    """The shift brings the last purchase to at most a week before now, and never after it."""
    now = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    end = LAST_PURCHASE_AT + timedelta(weeks=whole_weeks_until(now))
    assert timedelta() <= now - end < timedelta(weeks=1)
    assert whole_weeks_until(LAST_PURCHASE_AT) == 0
    assert whole_weeks_until(LAST_PURCHASE_AT - timedelta(seconds=1)) == -1


def test_motor_fuel_is_measured_in_thousandths_of_a_gallon() -> None:
    """Fuel costs 1.50 to 4.00 dollars a gallon; a fuel line rung up by amount counts as one piece."""
    prices = [
        line.amount_minor * 1000 / line.quantity_milli
        for _, activity in islice(read_year(), 20_000)
        for line in activity.lines
        if line.department == "FUEL" and line.quantity_milli != 1000
    ]
    assert len(prices) > 1_000
    assert min(prices) > 150
    assert max(prices) < 400


def test_a_product_that_the_list_lacks_is_named_all_the_same() -> None:
    """Lines of products that the list of products does not know keep their number and have no other field."""
    unlisted = [
        line for _, activity in islice(read_year(), 5_000) for line in activity.lines if not line.department
    ]
    assert unlisted
    assert all(line.product and line.category is None and line.brand is None for line in unlisted)


def test_every_household_comes_once_with_what_the_survey_knows() -> None:
    """2,469 households; the 801 surveyed ones have traits; an unanswered question leaves no trait."""
    households = list(read_households())
    assert len({household.id for household in households}) == len(households) == 2_469
    assert sum(bool(household.traits) for household in households) == 801
    assert households[0].traits == {
        "age": "65+",
        "income": "35-49K",
        "home_ownership": "Homeowner",
        "marital_status": "Married",
        "household_size": "2",
        "household_comp": "2 Adults No Kids",
        "kids_count": "0",
    }


@pytest.mark.parametrize("pages", [1, 3])
def test_a_household_keeps_its_order(pages: int) -> None:
    """However many processes share the year, a household's purchases come in the same order."""
    of_900 = [activity.key for household, activity in islice(read_year(), 20_000) if household == 900]
    shared = (
        activity.key
        for household, activity in read_year(share=share_of(900, pages), shares=pages)
        if household == 900
    )
    assert of_900 == list(islice(shared, len(of_900)))

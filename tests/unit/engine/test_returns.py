"""Returns by example: what goes back of a line, a bonus, a multiplier, a cap."""

from datetime import UTC, datetime

import pytest
from tests.unit.programme.documents import MINIMAL, programme

from tessera.engine.activity import Activity, Line
from tessera.engine.compile import Compiled
from tessera.engine.decide import decide
from tessera.engine.returned import Part, Returned, ReturnRefused, returned_with
from tessera.engine.returns import take_back
from tessera.engine.standing import Standing
from tessera.kit.codes import RefusalCode

AT = datetime(2026, 6, 5, 12, tzinfo=UTC)
BOUGHT = Activity(
    "purchase", "p", AT, 3000, "USD",
    lines=(Line("milk", 1000, 4000, brand="own"), Line("toy", 2000, 1000), Line("gift", 0, 2000)),
)  # fmt: skip


def back(*lines: Line, amount: int = 0) -> Activity:
    return Activity("return", "r", AT, amount, "USD", lines=lines, of="p")


def after(*returns: Activity, bought: Activity = BOUGHT) -> dict[int, Part]:
    """What has come back once all these have."""
    returned: dict[int, Part] = {}
    for one in returns:
        returned = returned_with(bought, returned, one)
    return returned


def taken(rules: str, returned: Returned, *, standing: Standing | None = None) -> dict[str, int]:
    """Points taken back by rule."""
    compiled = Compiled(programme(MINIMAL + rules))
    decision = decide(compiled, standing or Standing(), BOUGHT, {})
    earned = [(e.rule, e.currency, e.amount) for e in decision.effects]
    backed = take_back(compiled, BOUGHT, earned, before={}, after=returned, standing=decision.standing)
    return {earned[takeback.effect][0]: takeback.amount for takeback in backed.takebacks}


def test_a_quantity_brings_its_part_of_the_amount_along() -> None:
    """Three of four bottles are three quarters of the line; the till need not know the price."""
    assert after(back(Line("milk", 0, 3000))) == {0: Part(750, 3000)}
    assert after(back(Line("milk", 250, 0))) == {0: Part(250, 1000)}
    assert after(back(Line("milk", 0, 0))) == {0: Part(1000, 4000)}


def test_amount_and_quantity_out_of_step_never_undo_what_came_back() -> None:
    """A large refund for a small quantity, then more of the quantity: the amount stays, it does not fall."""
    assert after(back(Line("milk", 900, 1000)), back(Line("milk", 0, 1000))) == {0: Part(900, 2000)}
    assert after(back(Line("milk", 100, 3000)), back(Line("milk", 100, 0))) == {0: Part(200, 3000)}


@pytest.mark.parametrize(
    ("returns", "code"),
    [
        ([back(Line("milk", 1001, 0))], RefusalCode.RETURN_EXCEEDS_PURCHASE),
        ([back(Line("milk", 0, 4001))], RefusalCode.RETURN_EXCEEDS_PURCHASE),
        ([back(Line("milk", 600, 0)), back(Line("milk", 401, 0))], RefusalCode.RETURN_EXCEEDS_PURCHASE),
        ([back(Line("milk", 600, 0), Line("milk", 401, 0))], RefusalCode.RETURN_EXCEEDS_PURCHASE),
        ([back(), back()], RefusalCode.RETURN_EXCEEDS_PURCHASE),
        ([back(Line("milk", 0, 0)), back(Line("milk", 0, 0))], RefusalCode.RETURN_EXCEEDS_PURCHASE),
        ([back(Line("soap", 1, 0))], RefusalCode.LINE_NOT_IN_PURCHASE),
        ([back(amount=100)], RefusalCode.LINE_NOT_IN_PURCHASE),
    ],
)
def test_more_than_was_bought_cannot_come_back(returns: list[Activity], code: RefusalCode) -> None:
    """Too much of a line, in one step or several; a line or an amount that the purchase does not have."""
    *before, last = returns
    returned = after(*before)
    with pytest.raises(ReturnRefused) as refusal:
        returned_with(BOUGHT, returned, last)
    assert refusal.value.code is code


def test_a_line_of_a_purchase_that_was_reported_without_lines_needs_its_amount() -> None:
    """Its id says nothing there, and without an amount all of the purchase would come back for one line."""
    bought = Activity("purchase", "total", AT, 1000, "USD")
    with pytest.raises(ReturnRefused) as refusal:
        returned_with(bought, {}, back(Line("milk", 0, 0)))
    assert refusal.value.code is RefusalCode.LINE_NOT_IN_PURCHASE
    assert after(back(Line("milk", 300, 0)), bought=bought) == {0: Part(300, 300)}
    assert after(back(), bought=bought) == {0: Part(1000, 1000)}


def test_a_part_takes_the_floor_of_its_share_and_the_whole_takes_all() -> None:
    """10 points for milk: a third of its amount takes 3, the rest the other 7."""
    assert taken("", after(back(Line("milk", 333, 0)))) == {"base": 3}
    assert taken("", after(back(Line("milk", 0, 0)))) == {"base": 10}


def test_a_line_worth_nothing_goes_back_by_quantity() -> None:
    """5 points for each gift: one of two takes five."""
    rules = "  gifts: {on: purchase, lines: {product: x}, give: {points: 5, per: {quantity: 1}}}\n"
    rules = rules.replace("lines: {product: x}", "exclude: {brand: own}")
    assert taken(rules, after(back(Line("gift", 0, 1000)))) == {"gifts": 5}


def test_a_bonus_whose_threshold_is_missed_goes_whole_and_what_rides_on_it_too() -> None:
    """Below 25.00 the bonus goes; a multiplier's extra on a base rule with a minimum goes along with that."""
    rules = "  big: {on: purchase, give: {points: 50}, min-spend: 25.00}\n"
    assert taken(rules, after(back(Line("milk", 400, 0)))) == {"base": 4, "big": 6}
    assert taken(rules, after(back(Line("milk", 600, 0)))) == {"base": 6, "big": 50}
    riding = (
        "  toys: {on: purchase, exclude: {brand: own}, give: {points: 1, per: 1.00}, min-spend: 15.00}\n"
        "  twice: {on: purchase, multiply: 2}\n"
    )
    assert taken(riding, after(back(Line("toy", 600, 0)))) == {"base": 6, "toys": 20, "twice": 26}


def test_a_multiplier_on_a_rule_that_its_cap_silenced_still_goes_back() -> None:
    """The extra of a rule that gave nothing itself has no base to ride on; it is shared by its lines' amounts."""
    rules = (
        "  own: {on: purchase, lines: {brand: own}, give: {points: 5, per: 1.00}, cap: {points: 1, per: lifetime}}\n"
        "  own-twice: {on: purchase, lines: {brand: own}, multiply: 2}\n"
    )
    rules = rules.replace("  own-twice", "  zz-twice")
    compiled = Compiled(
        programme(
            MINIMAL.replace("{points: 1, per: 1.00}", "{points: 1, per: 1.00}, exclude: {brand: own}") + rules
        )
    )
    used = decide(compiled, Standing(), BOUGHT, {}).standing
    decision = decide(compiled, used, BOUGHT, {})
    earned = [(e.rule, e.currency, e.amount) for e in decision.effects]
    assert earned == [("base", "points", 20), ("zz-twice", "points", 50)]
    backed = take_back(compiled, BOUGHT, earned, before={}, after=after(back()), standing=decision.standing)
    assert [takeback.amount for takeback in backed.takebacks] == [20, 50]


def test_a_return_frees_the_cap_of_its_own_window() -> None:
    """Points and times are free again in the purchase's month; a part frees points only."""
    rules = (
        "  few: {on: purchase, give: {points: 30}, cap: [{points: 40, per: month}, {times: 1, per: day}]}\n"
    )
    compiled = Compiled(programme(MINIMAL + rules))
    decision = decide(compiled, Standing(), BOUGHT, {})
    earned = [(e.rule, e.currency, e.amount) for e in decision.effects]
    half = after(back(Line("toy", 1000, 0)))
    step = take_back(compiled, BOUGHT, earned, before={}, after=half, standing=decision.standing)
    assert sorted(step.standing.caps["few"].values()) == [1, 20]
    whole = returned_with(BOUGHT, half, back())
    last = take_back(compiled, BOUGHT, earned, before=half, after=whole, standing=step.standing)
    assert set(last.standing.caps["few"].values()) == {0}


def test_a_visit_is_uncounted_only_once_all_of_it_is_back() -> None:
    """A count falls when the whole purchase has come back, lines without amount or quantity left aside."""
    tiers = "tiers: {qualify: {by: count, within: lifetime}, levels: [{id: a}, {id: b, at: 2}]}\n"
    compiled = Compiled(programme(MINIMAL + tiers))
    bought = Activity("purchase", "p", AT, 100, "USD", lines=(Line("x", 100), Line("bag", 0, 0)))
    standing = decide(compiled, Standing(), bought, {}).standing
    half, whole = {0: Part(50, 500)}, {0: Part(100, 1000)}
    step = take_back(compiled, bought, [], before={}, after=half, standing=standing).standing
    assert list(step.tiers["tiers"].counted.values()) == [1]
    step = take_back(compiled, bought, [], before=half, after=whole, standing=step).standing
    assert list(step.tiers["tiers"].counted.values()) == [0]

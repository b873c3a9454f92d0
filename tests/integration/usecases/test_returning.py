"""Returns through the database: lots, debts, expiries, and who may return what."""

import pytest
from tests.integration.usecases.shop import DAY, PROGRAMME, Shop

from tessera.engine.activity import Line
from tessera.kit.codes import RefusalCode
from tessera.usecases.answer_parts import Balance
from tessera.usecases.answers import Recorded

pytestmark = pytest.mark.every_postgresql

MILK, TOY = Line("milk", 1000, department="dairy"), Line("toy", 4550, 2000)


def test_earn_then_full_return_leaves_nothing_behind(shop: Shop) -> None:
    """While points are pending, after they matured, or in the very same batch: the balances are those before."""
    shop.enrol("ANN1")
    shop.record(shop.buy("ANN1", "p1", MILK, TOY))
    answer = shop.answer(shop.back("ANN1", "r1", "p1"))
    assert [(t.rule, t.amount, t.from_pending) for t in answer.taken_back] == [
        ("base", 111, 111),
        ("big", 5, 0),
        ("dairy", 20, 20),
    ]
    bought, returned = shop.record(shop.buy("ANN1", "p2", MILK), shop.back("ANN1", "r2", "p2"))
    assert isinstance(bought, Recorded)
    assert isinstance(returned, Recorded)
    assert returned.answer.balances == {"points": Balance(available=100), "stars": Balance()}
    shop.record(shop.buy("ANN1", "p3", MILK))
    shop.clock.instant += 20 * DAY
    answer = shop.answer(shop.back("ANN1", "r3", "p3"))
    assert answer.balances == {"points": Balance(available=100), "stars": Balance()}


def test_parts_sum_to_the_whole_however_they_come(shop: Shop) -> None:
    """Line by line, by amount and by quantity, in several batches: in the end exactly what was granted."""
    shop.enrol("ANN1")
    granted = shop.answer(shop.buy("ANN1", "p", MILK, TOY)).granted
    taken = [
        shop.answer(shop.back("ANN1", "r1", "p", Line("milk", 333, 0))),
        shop.answer(shop.back("ANN1", "r2", "p", Line("toy", 0, 1000))),
        *(r.answer for r in shop.record(
            shop.back("ANN1", "r3", "p", Line("milk", 1, 0)), shop.back("ANN1", "r4", "p", Line("toy", 7, 0))
        ) if isinstance(r, Recorded)),
        shop.answer(shop.back("ANN1", "r5", "p")),
    ]  # fmt: skip
    for grant in granted:
        assert (
            sum(t.amount for answer in taken for t in answer.taken_back if t.rule == grant.rule)
            == grant.amount
        )


def test_points_that_are_gone_become_a_debt_that_later_points_repay(shop: Shop) -> None:
    """Spent points cannot be taken back from a lot: the member owes them, never has less than nothing, and pays later."""
    (ann,) = shop.enrol("ANN1")
    shop.record(shop.buy("ANN1", "p", TOY))
    shop.clock.instant += 20 * DAY
    shop.record(shop.adjust(ann, "spent", -180))
    answer = shop.answer(shop.back("ANN1", "r", "p"))
    base = answer.taken_back[0]
    assert (base.amount, base.from_available, base.into_debt) == (91, 11, 80)
    assert answer.balances["points"] == Balance(debt=80)
    assert shop.answer(shop.review("ANN1", "v")).balances["points"] == Balance(debt=60)
    shop.record(shop.buy("ANN1", "p2", TOY))
    shop.clock.instant += 20 * DAY
    assert shop.answer(shop.adjust(ann, "gift", 1)).balances["points"] == Balance(available=32)


def test_points_that_expired_are_not_taken_a_second_time(shop: Shop) -> None:
    """A return after expiry takes nothing that the member still has: time took it already."""
    shop.enrol("ANN1")
    shop.record(shop.buy("ANN1", "p", MILK))
    shop.clock.instant += 70 * DAY
    shop.record(shop.review("ANN1", "v"))
    for key, line in (("r1", Line("milk", 500, 0)), ("r2", Line("milk", 500, 0))):
        answer = shop.answer(shop.back("ANN1", key, "p", line))
        assert [(t.amount, t.expired, t.into_debt) for t in answer.taken_back] == [(10, 10, 0), (10, 10, 0)]
        assert answer.balances["points"] == Balance(available=20)


def test_a_bonus_below_its_threshold_goes_whole(shop: Shop) -> None:
    """55.50 earned five stars for at least 50.00; with 44.50 left they are gone."""
    shop.enrol("ANN1")
    shop.record(shop.buy("ANN1", "p", MILK, TOY))
    answer = shop.answer(shop.back("ANN1", "r", "p", Line("milk", 0, 0)))
    assert ("big", 5) in [(t.rule, t.amount) for t in answer.taken_back]
    assert answer.balances["stars"] == Balance()


def test_only_purchases_of_ones_own_come_back(shop: Shop) -> None:
    """Not another member's, not an enrolment, not a return, not what was refused."""
    shop.enrol("ANN1", "BOB1")
    shop.record(shop.buy("ANN1", "p", MILK), shop.back("ANN1", "r", "p"), shop.back("ANN1", "r2", "p"))
    others = shop.answer(shop.back("BOB1", "x", "p"))
    assert others.refusal == RefusalCode.OTHER_MEMBERS_PURCHASE
    for of in ("enrol-ANN1", "r", "r2"):
        assert shop.answer(shop.back("ANN1", f"of-{of}", of)).refusal == RefusalCode.NOT_RETURNABLE


def test_the_purchases_own_version_decides_its_return(shop: Shop) -> None:
    """What a purchase earned by the old rules goes back by the old rules, and names their version."""
    shop.enrol("ANN1")
    shop.record(shop.buy("ANN1", "p", MILK))
    shop.publish(PROGRAMME.replace("points: 2, per: 1.00", "points: 7, per: 1.00"))
    shop.clock.instant += DAY
    answer = shop.answer(shop.back("ANN1", "r", "p"))
    assert answer.programme_version == 1
    assert [(t.rule, t.amount) for t in answer.taken_back] == [("base", 20), ("dairy", 20)]

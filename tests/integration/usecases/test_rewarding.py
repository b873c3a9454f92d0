"""Rewards at the checkout: what they take off, what they cost, what limits them, and what a return gives back."""

from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest
from tests.integration.usecases.merging import Desk
from tests.integration.usecases.rewarding import BREAD, ESPRESSO, MILK, Counter, off, whys
from tests.integration.usecases.shop import DAY

from tessera.engine.activity import Line
from tessera.kit.codes import ReasonCode, RefusalCode
from tessera.usecases.answer_parts import Balance, Restored

HOUR = timedelta(hours=1)
CREAM = Line("cream", 400, department="dairy")
CURD = Line("curd", 250, department="dairy")


@pytest.fixture
def till(dsn: str) -> Iterator[Counter]:
    """A till, whose books and tallies must prove themselves at the end, also once everything has ended that will."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        shop = Counter(connection)
        yield shop
        assert shop.verify().differences == []
        shop.clock.instant += 400 * DAY
        shop.sweep()
        assert shop.verify().differences == []
        assert shop.balance.held == 0


def test_a_free_discount_lowers_the_lines_and_only_the_rest_earns(till: Counter) -> None:
    """A tenth off 15.00: to the cent over its lines, and 13.50 earns 13."""
    answer = till.answer(till.take("p", MILK, BREAD, rewards=("tenth",)))
    (one,) = answer.redeemed
    assert one.taken.lines == ((0, 100), (1, 50))
    assert [(granted.rule, granted.amount) for granted in answer.granted] == [("base", 13)]
    assert till.balance == Balance(available=1013)


def test_of_two_discounts_the_better_counts_and_the_other_costs_nothing(till: Counter) -> None:
    """Of three dairy goods the cheapest is free, which is more than a tenth; a coffee that is not there is not paid."""
    answer = till.answer(till.take("p", MILK, CREAM, CURD, rewards=("tenth", "three", "coffee")))
    assert off(answer) == {"three": 250}
    assert whys(answer) == {"tenth": ReasonCode.BETTER_DISCOUNT, "coffee": ReasonCode.NO_LINE_MATCHES}
    assert till.balance == Balance(available=1014)


def test_a_reward_costs_its_points_and_points_pay_of_what_it_leaves(till: Counter) -> None:
    """300 for the coffee; of the 10.00 that are left points pay at most a half, and 5.00 earns."""
    answer = till.answer(till.take("p", MILK, ESPRESSO, rewards=("coffee",), spend={"points": 500}))
    assert off(answer) == {"coffee": 300}
    (paid,) = answer.paid
    assert [(line.line, line.amount_minor) for line in paid.payment.lines] == [(0, 500)]
    assert till.balance == Balance(available=1000 - 300 - 500 + 5)


@pytest.mark.parametrize(
    ("rewards", "refusal"),
    [
        (("moon",), RefusalCode.UNKNOWN_REWARD),
        (("delivery",), ReasonCode.TIER_DIFFERS),
        (("coffee", "five", "box", "gift"), None),
    ],
)
def test_one_reward_that_cannot_be_had_refuses_the_whole(
    till: Counter, rewards: tuple[str, ...], refusal: str | None
) -> None:
    """The till counted on it: nothing is recorded of the purchase, and nothing moves. 1,000 points pay for all four."""
    answer = till.answer(till.take("p", MILK, ESPRESSO, rewards=rewards))
    assert answer.refusal == refusal
    assert till.balance.available == (1000 if refusal else 3)


def test_too_few_points_for_rewards_and_payment_together_are_refused(till: Counter) -> None:
    """700 are left once the coffee is paid for: they are told, and nothing moves."""
    lines = (Line("tv", 9_000), ESPRESSO)
    answer = till.answer(till.take("p", *lines, rewards=("coffee",), spend={"points": 800}))
    assert (answer.refusal, answer.refusal_detail) == (
        RefusalCode.INSUFFICIENT_POINTS,
        "Only 700 points are available; 800 points cannot be spent.",
    )
    assert till.balance == Balance(available=1000)


def test_a_level_s_perk_comes_and_goes_with_the_level(till: Counter) -> None:
    """Free delivery is Oak's: refused before, had twice a month on it, and refused again once the year is over."""
    till.answer(till.take("p1", Line("tv", 6_000)))
    for place in (2, 3):
        assert till.answer(till.take(f"p{place}", MILK, rewards=("delivery",))).refusal is None
    limited = till.answer(till.take("p4", MILK, rewards=("delivery",)))
    assert (limited.refusal, limited.limited and limited.limited.left) == (RefusalCode.OVER_LIMIT, 0)
    till.clock.instant += 240 * DAY
    assert till.answer(till.take("p5", MILK, rewards=("delivery",))).refusal == ReasonCode.TIER_DIFFERS


def test_a_limit_says_until_when_and_a_return_of_the_whole_frees_it(till: Counter) -> None:
    """One coffee a day: the second is refused until midnight. When the first comes back, so do its points."""
    till.answer(till.take("p1", MILK, ESPRESSO, rewards=("coffee",)))
    second = till.answer(till.take("p2", ESPRESSO, rewards=("coffee",)))
    assert second.refusal == RefusalCode.OVER_LIMIT
    assert second.limited is not None
    assert second.limited.until == till.clock.now().replace(hour=0) + DAY
    part = till.answer(till.back("ANN1", "r1", "p1", MILK))
    assert (part.restored, part.owed_minor) == ((), 1000)
    rest = till.answer(till.back("ANN1", "r2", "p1"))
    assert rest.restored == (Restored("coffee", "points", 300, to_lots=300),)
    assert rest.owed_minor == 0
    assert till.balance == Balance(available=1000)
    assert till.answer(till.take("p3", ESPRESSO, rewards=("coffee",))).refusal is None


def test_a_reward_comes_back_with_the_goods_that_it_made_cheaper(till: Counter) -> None:
    """The cup that points bought comes back, and so do they, though the milk stays; once, and the limit is free again.

    The sample lowered nothing: it is settled with the whole.
    """
    till.answer(till.take("p1", MILK, ESPRESSO, rewards=("coffee", "gift")))
    cup = till.answer(till.back("ANN1", "r1", "p1", ESPRESSO))
    assert (cup.restored, cup.owed_minor) == ((Restored("coffee", "points", 300, to_lots=300),), 0)
    assert till.answer(till.take("p2", ESPRESSO, rewards=("coffee",))).refusal is None
    rest = till.answer(till.back("ANN1", "r2", "p1"))
    assert [(one.reward, one.points) for one in rest.restored] == [("gift", 100)]
    assert till.balance == Balance(available=700)


def test_a_part_of_the_goods_that_it_made_cheaper_is_not_enough(till: Counter) -> None:
    """2.00 were off both: the piece that is left was bought with them still. Half of the cup is no cup."""
    two = Line("cup", 600, 2000, product="ESPRESSO")
    till.answer(till.take("p", MILK, two, rewards=("coffee",)))
    assert till.answer(till.back("ANN1", "r1", "p", Line("cup", 0, 1000))).restored == ()
    assert till.answer(till.back("ANN1", "r2", "p", Line("cup", 0, 1000))).restored != ()
    till.answer(till.take("q", MILK, BREAD, rewards=("tenth",)))
    assert till.answer(till.back("ANN1", "r3", "q", BREAD)).restored == ()
    assert [one.reward for one in till.answer(till.back("ANN1", "r4", "q", MILK)).restored] == ["tenth"]


def test_a_budget_is_free_again_with_the_goods_that_it_paid_for(till: Counter) -> None:
    """4.00 were off the bread; without it they can be taken off another, though the milk stays."""
    loaf = Line("bread", 800, department="bakery")
    till.answer(till.take("p1", MILK, loaf, rewards=("fund",)))
    assert till.answer(till.take("p2", loaf, rewards=("fund",))).refusal == RefusalCode.BUDGET_SPENT
    till.answer(till.back("ANN1", "r", "p1", loaf))
    assert off(till.answer(till.take("p3", loaf, rewards=("fund",)))) == {"fund": 400}


def test_what_is_kept_on_return_stays_paid_for_and_gone(till: Counter) -> None:
    """The box says so: its 200 points and its piece do not come back; the shop owes what was paid in money."""
    till.answer(till.take("p", MILK, rewards=("box",)))
    back = till.answer(till.back("ANN1", "r", "p"))
    assert (back.restored, back.owed_minor) == ((), 800)
    assert till.balance == Balance(available=800)


def test_the_last_piece_is_the_last_and_a_hold_has_it_while_it_runs(till: Counter) -> None:
    """Five boxes: four taken, one set aside; a sixth is refused until the hold ends by itself."""
    for place in range(4):
        till.answer(till.take(f"p{place}", MILK, rewards=("box",)))
    held = till.answer(till.aside("h", MILK, rewards=("box",)))
    assert held.held is not None
    assert (till.balance.available, till.balance.held) == (1000 - 800 + 4 * 8 - 200, 200)
    till.answer(till.adjust(till.ann, "more", 500))
    assert till.answer(till.take("p5", MILK, rewards=("box",))).refusal == RefusalCode.OUT_OF_STOCK
    till.clock.instant += HOUR
    assert till.answer(till.take("late", MILK, hold="h")).refusal == RefusalCode.HOLD_OVER
    assert till.answer(till.take("p6", MILK, rewards=("box",))).refusal is None
    assert till.answer(till.take("p7", MILK, rewards=("box",))).refusal == RefusalCode.OUT_OF_STOCK


def test_a_budget_ends_the_discount_and_a_return_brings_it_back(till: Counter) -> None:
    """4.00 in all: 2.50 are used, 2.50 more would be too much; once the first came back they are there."""
    assert off(till.answer(till.take("p1", BREAD, rewards=("fund",)))) == {"fund": 250}
    assert till.answer(till.take("p2", BREAD, rewards=("fund",))).refusal == RefusalCode.BUDGET_SPENT
    till.answer(till.back("ANN1", "r", "p1"))
    assert off(till.answer(till.take("p3", BREAD, rewards=("fund",)))) == {"fund": 250}


def test_a_capture_names_what_its_hold_named_though_some_of_it_took_nothing_off(till: Counter) -> None:
    """A till names the same rewards in the hold and in the purchase: what was left out is left out again, and told."""
    wishes = ("tenth", "three")
    held = till.answer(till.aside("h", MILK, rewards=wishes))
    answer = till.answer(till.take("p", MILK, hold="h", rewards=wishes))
    assert off(answer) == {"tenth": 100}
    assert whys(held) == whys(answer) == {"three": ReasonCode.TOO_FEW_PIECES}


def test_a_capture_takes_what_the_hold_set_aside_and_frees_what_the_basket_cannot_use(till: Counter) -> None:
    """The coffee was put back on the shelf: its 300 points are free again; the box and 100 of 500 points are taken."""
    held = till.answer(
        till.aside("h", MILK, BREAD, ESPRESSO, rewards=("coffee", "box"), spend={"points": 500})
    )
    assert (till.balance.available, till.balance.held) == (0, 1000)
    assert held.held is not None
    answer = till.answer(till.take("p", BREAD, hold="h"))
    assert off(answer) == {"box": 200}
    assert whys(answer) == {"coffee": ReasonCode.NO_LINE_MATCHES}
    assert [paid.payment.points for paid in answer.paid] == [100]
    assert till.balance == Balance(available=1000 - 200 - 100 + 2)
    assert till.answer(till.take("p2", BREAD, hold="h")).refusal == RefusalCode.HOLD_OVER
    assert till.answer(till.take("p3", ESPRESSO, rewards=("coffee",))).refusal is None


def test_a_hold_of_nothing_but_free_rewards_is_captured_once(till: Counter) -> None:
    """No points are set aside, and still it is open until somebody takes it or gives it back."""
    till.answer(till.aside("h1", MILK, rewards=("tenth",)))
    assert off(till.answer(till.take("p1", MILK, hold="h1"))) == {"tenth": 100}
    assert till.answer(till.take("p2", MILK, hold="h1")).refusal == RefusalCode.HOLD_OVER
    till.answer(till.aside("h2", BREAD, rewards=("fund",)))
    assert till.answer(till.take("p3", BREAD, rewards=("fund",))).refusal == RefusalCode.BUDGET_SPENT
    till.answer(till.release("l2", "h2"))
    assert till.answer(till.take("p4", BREAD, rewards=("fund",))).refusal is None
    assert till.answer(till.release("l3", "h2")).refusal == RefusalCode.HOLD_OVER


def test_a_capture_takes_no_reward_that_was_not_set_aside(till: Counter) -> None:
    """And a hold that would set nothing aside says why, instead of standing for nothing."""
    till.answer(till.aside("h", MILK, ESPRESSO, rewards=("box", "coffee")))
    more = till.answer(till.take("p", MILK, hold="h", rewards=("tenth",)))
    assert more.refusal == RefusalCode.CAPTURE_EXCEEDS_HOLD
    fewer = till.answer(till.take("p2", MILK, ESPRESSO, hold="h", rewards=("box",)))
    assert off(fewer) == {"box": 200}
    assert till.balance == Balance(available=1000 - 200 + 11)
    assert till.answer(till.aside("h2", MILK, rewards=("coffee",))).refusal == ReasonCode.NO_LINE_MATCHES


def test_a_member_s_own_holds_count_for_the_limit(till: Counter) -> None:
    """One coffee a day: a second basket cannot set another aside while the first is being paid."""
    till.answer(till.aside("h1", ESPRESSO, rewards=("coffee",)))
    assert till.answer(till.aside("h2", ESPRESSO, rewards=("coffee",))).refusal == RefusalCode.OVER_LIMIT
    offered = {one.taken.reward: one.reason for one in till.quote(till.take("", ESPRESSO)).offered}
    assert offered["coffee"] == RefusalCode.OVER_LIMIT
    till.answer(till.release("l", "h1"))
    assert till.answer(till.aside("h3", ESPRESSO, rewards=("coffee",))).refusal is None


def test_a_quote_offers_what_fits_and_says_why_the_rest_does_not(till: Counter) -> None:
    """The best first, each as it would be alone; what is named is reckoned as the purchase will be."""
    quoted = till.quote(till.take("", MILK, ESPRESSO, rewards=("coffee", "tenth"), spend={"points": 500}))
    told = {one.taken.reward: (one.taken.amount_minor, one.reason) for one in quoted.offered}
    assert told == {
        "five": (500, None),
        "coffee": (300, None),
        "box": (200, None),
        "tenth": (130, None),
        "three": (0, ReasonCode.TOO_FEW_PIECES),
    }
    assert list(told)[:3] == ["five", "coffee", "box"]
    bought = till.answer(till.take("p", MILK, ESPRESSO, rewards=("coffee", "tenth"), spend={"points": 500}))
    assert off(quoted) == off(bought) == {"coffee": 300}
    assert whys(quoted) == whys(bought)
    assert [(g.rule, g.amount) for g in quoted.granted] == [(g.rule, g.amount) for g in bought.granted]
    again = till.quote(till.take("", ESPRESSO))
    assert {one.taken.reward: one.reason for one in again.offered} == {
        "tenth": None,
        "box": None,
        "five": RefusalCode.INSUFFICIENT_POINTS,
        "coffee": RefusalCode.OVER_LIMIT,
    }


def test_the_same_purchase_sent_again_takes_nothing_twice(till: Counter) -> None:
    """It is answered from what is stored; with another reward it is another purchase."""
    sent = till.take("p", MILK, rewards=("box",))
    first = till.answer(sent)
    assert till.answer(sent) == first
    assert till.balance.available == 1000 - 200 + 8
    till.answer(till.take("q", MILK, rewards=("box",)))


def test_a_voucher_s_worth_pays_last_and_at_once_at_the_checkout(till: Counter) -> None:
    """A tenth off first; 5.00 pay of the rest, which does not fall below zero; it earns only what is left."""
    answer = till.answer(till.take("p", BREAD, CREAM, rewards=("tenth", "five")))
    assert off(answer) == {"tenth": 90, "five": 500}
    assert till.balance == Balance(available=603)
    small = till.answer(till.take("s", CURD, rewards=("five",)))
    assert (off(small), small.granted) == ({"five": 250}, ())
    back = till.answer(till.back("ANN1", "r", "p"))
    assert back.owed_minor == 310
    assert till.balance == Balance(available=600)


def test_merging_brings_the_use_of_limits_together(till: Counter) -> None:
    """Ann is Bob: the coffee that Bob had today is the person's; a hold of rewards alone stands in nobody's way."""
    (bob,) = till.enrol("BOB1")
    till.answer(till.adjust(bob, "start-bob", 1000))
    till.answer(till.take("p1", ESPRESSO, rewards=("coffee",), card="BOB1"))
    till.answer(till.aside("h", MILK, rewards=("tenth",), card="BOB1"))
    Desk(till).merge(bob, till.ann)
    assert till.answer(till.take("p2", ESPRESSO, rewards=("coffee",))).refusal == RefusalCode.OVER_LIMIT
    assert off(till.answer(till.take("p3", MILK, hold="h"))) == {"tenth": 100}
    back = till.answer(till.back("ANN1", "b", "p1"))
    assert [(one.reward, one.points) for one in back.restored] == [("coffee", 300)]
    assert till.answer(till.take("p4", ESPRESSO, rewards=("coffee",))).refusal is None


def test_a_hold_that_ended_by_itself_counts_for_no_limit(till: Counter) -> None:
    """Nor when all of it is decided again."""
    till.answer(till.aside("h", ESPRESSO, rewards=("coffee",)))
    till.clock.instant += HOUR
    assert till.answer(till.take("p", ESPRESSO, rewards=("coffee",))).refusal is None

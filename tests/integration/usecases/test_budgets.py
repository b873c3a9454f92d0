"""What rules give to all members together: counted in one place, never exceeded, freed by returns, proven."""

import random
from datetime import timedelta

import psycopg
import pytest
from tests.integration.usecases.merging import Desk
from tests.integration.usecases.shop import NOON, Shop

from tessera.engine.activity import Activity, Line
from tessera.kit.codes import ReasonCode
from tessera.usecases.answers import Answer, Submission
from tessera.usecases.quote_activities import quote_activities

MILK = "rule milk points lifetime"
DAILY = "rule milk times day 2026-06-05"
PROGRAMME = """\
programme: {id: corner-club, name: Corner Club, money: USD, timezone: America/New_York}
currencies: {points: {name: {en: [point, points]}, worth: 0.01}}
earn:
  base: {on: purchase, give: {points: 1, per: 1.00}}
  milk:
    on: purchase
    lines: {category: MILK}
    give: {points: 5, per: 1.00}
    budget: [{points: 100}, {times: 3, per: day}]
  early: {on: enrolment, give: {points: 50}, budget: {times: 2}}
"""


def milk(major: int) -> Line:
    return Line("1", major * 100, category="MILK")


@pytest.fixture
def club(shop: Shop) -> Shop:
    shop.clock.instant += timedelta(minutes=1)
    shop.publish(PROGRAMME)
    shop.clock.instant += timedelta(minutes=1)
    return shop


def gifts(answer: Answer) -> dict[str, int]:
    return {granted.rule: granted.amount for granted in answer.granted}


def reasons(answer: Answer) -> dict[str, str]:
    return {reason.rule: reason.code for reason in answer.reasons}


def tallies(shop: Shop) -> dict[str, int]:
    return dict(shop.connection.execute("select subject, taken from tally").fetchall())


def test_what_is_left_is_given_and_then_nothing(club: Shop) -> None:
    """Of 100 points 60 go to Ann and 40 to Bob, who asked for 60; Cai gets the base alone. The answer says why."""
    club.enrol("ann", "bob", "cai")
    answers = [club.answer(club.buy(card, f"p-{card}", milk(12))) for card in ("ann", "bob", "cai")]
    assert [gifts(answer).get("milk", 0) for answer in answers] == [60, 40, 0]
    assert [reasons(answer).get("milk") for answer in answers] == [
        None,
        ReasonCode.BUDGET_TRIMMED,
        ReasonCode.BUDGET_SPENT,
    ]
    assert [answer.short for answer in answers] == [{}, {MILK: 40}, {MILK: 0}]
    assert tallies(club) == {MILK: 100, DAILY: 2, "rule early times lifetime": 2}


def test_a_batch_shares_what_is_left_in_its_order(club: Shop) -> None:
    """Three members in one batch get what three batches would give them."""
    club.enrol("ann", "bob", "cai")
    results = club.record(*(club.buy(card, f"p-{card}", milk(12)) for card in ("ann", "bob", "cai")))
    given = [gifts(result.answer).get("milk", 0) for result in results if hasattr(result, "answer")]
    assert given == [60, 40, 0]


def test_a_gift_for_the_first_ones_is_for_the_first_ones(club: Shop) -> None:
    """The third to join is welcome, too late for the gift."""
    club.enrol("ann", "bob", "cai")
    told = "select count(*)::int from posting where rule_id = 'early'"
    assert club.connection.execute(told).fetchone() == (2,)


def test_a_day_has_its_own_budget(club: Shop) -> None:
    """Three times a day; the next local day has three more, while the points last."""
    club.enrol("ann")
    first = [gifts(club.answer(club.buy("ann", f"p{n}", milk(1)))) for n in range(4)]
    assert [one.get("milk", 0) for one in first] == [5, 5, 5, 0]
    club.clock.instant += timedelta(days=1)
    assert gifts(club.answer(club.buy("ann", "p9", milk(1))))["milk"] == 5


def test_a_return_frees_what_it_takes_back(club: Shop) -> None:
    """Half of Ann's milk back frees 30 of her 60 points, all of it the rest and the time: Bob can have them."""
    club.enrol("ann", "bob")
    club.answer(club.buy("ann", "p1", milk(12)))
    half = club.answer(club.back("ann", "r1", "p1", Line("1", 600, 0)))
    assert half.drawn == {MILK: -30}
    assert tallies(club)[MILK] == 30
    rest = club.answer(club.back("ann", "r2", "p1"))
    assert rest.drawn == {MILK: -30, DAILY: -1}
    assert (tallies(club)[MILK], tallies(club)[DAILY]) == (0, 0)
    assert gifts(club.answer(club.buy("bob", "p2", milk(20))))["milk"] == 100


def test_a_return_in_the_batch_of_its_purchase_frees_it_for_the_next(club: Shop) -> None:
    """Bought, returned, and bought by another, all in one batch."""
    club.enrol("ann", "bob")
    results = club.record(
        club.buy("ann", "p1", milk(20)), club.back("ann", "r1", "p1"), club.buy("bob", "p2", milk(20))
    )
    given = [gifts(result.answer).get("milk", 0) for result in results if hasattr(result, "answer")]
    assert given == [100, 0, 100]


def test_the_same_key_again_takes_nothing_more(club: Shop) -> None:
    """A retry gets its answer again; the tally stays."""
    club.enrol("ann")
    first = club.answer(club.buy("ann", "p1", milk(12)))
    assert club.answer(club.buy("ann", "p1", milk(12))) == first
    assert tallies(club)[MILK] == 60


def test_a_quote_says_what_is_left_and_takes_nothing(club: Shop) -> None:
    """What a quote promises is what the purchase then gets, when nobody comes between."""
    club.enrol("ann", "bob")
    club.answer(club.buy("ann", "p1", milk(12)))
    with club.connection.transaction():
        (quoted,) = quote_activities(
            club.connection, club.programmes, [club.buy("bob", "q", milk(12))], clock=club.clock
        )
    assert isinstance(quoted, Answer)
    assert (gifts(quoted)["milk"], reasons(quoted)["milk"]) == (40, ReasonCode.BUDGET_TRIMMED)
    assert tallies(club)[MILK] == 60


def test_a_larger_budget_gives_more_and_a_smaller_one_nothing(club: Shop) -> None:
    """What is gone counts for the next version's budget of the same kind and window."""
    club.enrol("ann")
    club.answer(club.buy("ann", "p1", milk(12)))
    for limit, left in ((50, 0), (75, 15)):
        club.clock.instant += timedelta(minutes=1)
        club.publish(PROGRAMME.replace("{points: 100}", f"{{points: {limit}}}"))
        club.clock.instant += timedelta(minutes=1)
        answer = club.answer(club.buy("ann", f"p{limit}", milk(12)))
        assert gifts(answer).get("milk", 0) == left


def test_a_rule_with_another_name_goes_on_with_the_budget(club: Shop) -> None:
    """`migrate` names the rule whose place it takes: 60 of 100 are gone, under the old name."""
    club.enrol("ann")
    club.answer(club.buy("ann", "p1", milk(12)))
    club.clock.instant += timedelta(minutes=1)
    club.publish(PROGRAMME.replace("  milk:", "  dairy:") + "migrate: {rules: {milk: dairy}}\n")
    club.clock.instant += timedelta(minutes=1)
    assert gifts(club.answer(club.buy("ann", "p2", milk(12))))["dairy"] == 40
    club.answer(club.back("ann", "r1", "p1"))
    assert gifts(club.answer(club.buy("ann", "p3", milk(20))))["dairy"] == 60


def test_other_goods_wait_for_nobody(club: Shop, dsn: str) -> None:
    """While somebody else holds the milk's budget, bread is bought all the same, and milk waits."""
    club.enrol("ann")
    club.answer(club.buy("ann", "p1", milk(1)))
    club.connection.execute("set lock_timeout = '2s'")
    with psycopg.connect(dsn) as other:
        other.execute("select taken from tally where subject = %s for update", (MILK,))
        bread = club.answer(club.buy("ann", "p2", Line("1", 900, category="BREAD")))
        assert (gifts(bread), bread.drawn) == ({"base": 9}, {})
        with pytest.raises(psycopg.errors.LockNotAvailable):
            club.answer(club.buy("ann", "p3", milk(1)))


def test_verify_finds_a_tally_that_is_not_what_was_given(club: Shop) -> None:
    """One point too many in the table, and a budget that was exceeded, are differences."""
    club.enrol("ann")
    club.answer(club.buy("ann", "p1", milk(12)))
    club.connection.execute("update tally set taken = 101 where subject = %s", (MILK,))
    assert [one.detail for one in club.verify().differences] == [
        f"{MILK}: stored 101, rebuilt 60",
        f"{MILK}: 101 taken, but there are only 100",
    ]
    club.connection.execute("update tally set taken = 60 where subject = %s", (MILK,))


def test_an_activity_of_yesterday_draws_on_yesterday(club: Shop) -> None:
    """The window is that of when it happened, in the programme's zone."""
    club.enrol("ann")
    activity = Activity("purchase", "late", NOON, 100, "USD", lines=(milk(1),))
    club.clock.instant += timedelta(days=2)
    answer = club.answer(Submission("till", "card", "ann", activity))
    assert answer.programme_version == 1
    yesterday = club.clock.now() - timedelta(days=1)
    answer = club.answer(club.buy("ann", "late-2", milk(1), at=yesterday))
    assert answer.drawn == {MILK: 5, "rule milk times day 2026-06-06": 1}


def test_what_was_bought_before_a_merge_frees_the_budget_when_it_comes_back(club: Shop) -> None:
    """Ann turns out to be Bob: Bob brings her milk back, and the points can be given again."""
    ann, bob = club.enrol("ann", "bob")
    club.answer(club.buy("ann", "p1", milk(12)))
    Desk(club).merge(ann, bob)
    back = club.answer(club.back("bob", "r1", "p1"))
    assert back.drawn == {MILK: -60, DAILY: -1}
    assert tallies(club)[MILK] == 0


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_the_tally_is_what_is_out_and_never_above_the_budget(club: Shop, seed: int) -> None:
    """Purchases, returns in parts, retries and other days, in batches of any size: what members hold of the rule is the
    tally. The books prove themselves when the test is over.
    """
    chance = random.Random(seed)  # noqa: S311 - a test's
    cards = ["ann", "bob", "cai"]
    club.enrol(*cards)
    bought: list[tuple[str, str]] = []
    for number in range(60):
        batch = []
        for place in range(chance.randint(1, 4)):
            key = f"{number}-{place}"
            if bought and chance.random() < 0.4:
                card, of = chance.choice(bought)
                lines = () if chance.random() < 0.5 else (Line("1", 100 * chance.randint(1, 4), 0),)
                batch.append(club.back(card, f"r{key}", of, *lines))
            else:
                card = chance.choice(cards)
                bought.append((card, f"p{key}"))
                batch.append(club.buy(card, f"p{key}", milk(chance.randint(1, 15))))
        club.record(*batch, *chance.sample(batch, chance.randint(0, len(batch))))
        if chance.random() < 0.1:
            club.clock.instant += timedelta(days=1)
        out = "select coalesce(sum(amount), 0)::int from posting where rule_id = 'milk'"
        assert club.connection.execute(out).fetchone() == (tallies(club).get(MILK, 0),)
        assert tallies(club).get(MILK, 0) <= 100

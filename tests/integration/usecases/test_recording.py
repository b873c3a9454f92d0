"""Recording: keys, answers, refusals, batches."""

from typing import Any

import msgspec
import pytest
from tests.integration.usecases.shop import DAY, NOON, Shop

from tessera.engine.activity import Activity, Line
from tessera.kit.codes import RefusalCode
from tessera.kit.problems import KeyConflict, NoProgramme, Problem, UnknownMember, UnknownPurchase
from tessera.usecases.answers import Recorded, Submission

pytestmark = pytest.mark.every_postgresql

MILK, TOY = Line("milk", 1000, department="dairy"), Line("toy", 4550, 2000)


def rows(shop: Shop) -> dict[str, list[Any]]:
    """Every row of the books, byte for byte."""
    tables = ["account", "posting", "lot", "allocation", "returned", "due", "standing"]
    return {table: sorted(map(str, shop.connection.execute(f"select * from {table}"))) for table in tables}


def test_an_answer_says_what_was_earned_and_when_it_can_be_used(shop: Shop) -> None:
    """Base and multiplier on the points, a bonus in stars; points wait fourteen local days and last sixty."""
    shop.enrol("ANN1")
    answer = shop.answer(shop.buy("ANN1", "p", MILK, TOY))
    assert [(g.rule, g.currency, g.amount) for g in answer.granted] == [
        ("base", "points", 111),
        ("big", "stars", 5),
        ("dairy", "points", 20),
    ]
    base = answer.granted[0]
    assert base.available_at.isoformat() == "2026-06-19T04:00:00+00:00"
    assert base.expires_at is not None
    assert base.expires_at.isoformat() == "2026-08-05T04:00:00+00:00"
    points = answer.balances["points"]
    assert (points.available, points.pending, answer.balances["stars"].available) == (100, 131, 5)


def test_the_same_key_gets_the_same_answer_for_ever(shop: Shop) -> None:
    """Across batches and inside one, byte for byte; nothing more is written."""
    shop.enrol("ANN1")
    first, again = shop.record(shop.buy("ANN1", "p", MILK), shop.buy("ANN1", "p", MILK))
    assert isinstance(first, Recorded)
    assert isinstance(again, Recorded)
    assert (first.replayed, again.replayed, first.answer) == (False, True, again.answer)
    before = rows(shop)
    bought_at = shop.clock.now()
    shop.clock.instant += 400 * DAY
    (later,) = shop.record(shop.buy("ANN1", "p", MILK, at=bought_at))
    assert later == again
    assert rows(shop) == before


def test_an_undated_retry_is_the_first_activity_again(shop: Shop) -> None:
    """A source that leaves the instant out may retry later; the answer is the first one's."""
    shop.enrol("ANN1")
    first = msgspec.structs.replace(shop.review("ANN1", "r"), dated=False)
    answer = shop.answer(first)
    shop.clock.instant += DAY
    assert shop.answer(msgspec.structs.replace(shop.review("ANN1", "r"), dated=False)) == answer


@pytest.mark.parametrize(
    ("other", "field"),
    [
        (Activity("purchase", "p", NOON, 1001, "USD", lines=(MILK,)), "amount_minor"),
        (Activity("purchase", "p", NOON - DAY, 1000, "USD", lines=(MILK,)), "occurred_at"),
        (Activity("purchase", "p", NOON, 1000, "USD", store="1", lines=(MILK,)), "store"),
        (Activity("purchase", "p", NOON, 1000, "USD"), "lines"),
        (Activity("purchase", "p", NOON, 1000, "USD", lines=(Line("milk", 1000),)), "lines[0].department"),
        (Activity("review", "p", NOON), "type"),
        (Activity("purchase", "p", NOON, 1000, "USD", lines=(MILK,), facts={"till": "3"}), "facts"),
    ],
)
def test_the_same_key_with_another_body_is_a_conflict_that_names_the_field(
    shop: Shop, other: Activity, field: str
) -> None:
    """In another batch and inside the same one; the first body's answer stays."""
    shop.enrol("ANN1")
    first, inside = shop.record(shop.buy("ANN1", "p", MILK), Submission("till", "card", "ANN1", other))
    (across,) = shop.record(Submission("till", "card", "ANN1", other))
    for conflict in (inside, across):
        assert isinstance(conflict, KeyConflict)
        assert conflict.facts["field"] == field
    assert shop.record(shop.buy("ANN1", "p", MILK)) == [Recorded(first.answer, replayed=True)]  # type: ignore[union-attr]


def test_another_members_key_is_a_conflict_and_another_sources_is_free(shop: Shop) -> None:
    """A key is one activity's for ever, whoever it belongs to; each source has keys of its own."""
    shop.enrol("ANN1", "BOB1")
    shop.record(shop.buy("ANN1", "p", MILK))
    (taken,) = shop.record(shop.buy("BOB1", "p", MILK))
    assert isinstance(taken, KeyConflict)
    assert taken.facts["field"] == "member"
    elsewhere = msgspec.structs.replace(shop.buy("BOB1", "p", MILK), source="web")
    assert isinstance(shop.record(elsewhere)[0], Recorded)


def test_a_decided_refusal_is_remembered_and_changes_nothing(shop: Shop) -> None:
    """Other money, too much returned, too many points taken: refused again in the same words; no byte moves."""
    (ann,) = shop.enrol("ANN1")
    shop.record(shop.buy("ANN1", "p", MILK))
    shop.clock.instant += 20 * DAY  # points have matured, unposted: a refusal must not post even that
    before = rows(shop)
    euro = Submission("till", "card", "ANN1", Activity("purchase", "e", shop.clock.now(), 100, "EUR"))
    refusals = {
        RefusalCode.OTHER_MONEY: euro,
        RefusalCode.RETURN_EXCEEDS_PURCHASE: shop.back("ANN1", "r", "p", Line("milk", 1001, 0)),
        RefusalCode.INSUFFICIENT_POINTS: shop.adjust(ann, "a", -1000),
    }
    for code, submission in refusals.items():
        answer = shop.answer(submission)
        assert answer.refusal == code
        assert answer.refusal_detail
        assert shop.record(submission) == [Recorded(answer, replayed=True)]
    assert rows(shop) == before


def test_what_could_not_be_decided_is_not_remembered(shop: Shop) -> None:
    """An unknown member, an unknown purchase, a day before any programme: the same key may come again, and succeed."""
    shop.enrol("ANN1")
    unknown = [
        shop.buy("BOB1", "k1", MILK),
        shop.back("ANN1", "k2", "p"),
        shop.buy("ANN1", "k3", MILK, at=NOON - 301 * DAY),
    ]
    problems = shop.record(*unknown)
    assert [type(problem) for problem in problems] == [UnknownMember, UnknownPurchase, NoProgramme]
    shop.enrol("BOB1")
    shop.record(shop.buy("ANN1", "p", MILK))
    again = shop.record(*unknown[:2], shop.buy("ANN1", "k3", MILK))
    assert all(isinstance(result, Recorded) and not result.replayed for result in again)


def test_a_problem_leaves_the_rest_of_its_batch_alone(shop: Shop) -> None:
    """Results come in the order of the submissions, each its own."""
    shop.enrol("ANN1")
    results = shop.record(
        shop.buy("ANN1", "a", MILK),
        shop.buy("NOBODY", "b", MILK),
        shop.back("ANN1", "c", "?"),
        shop.review("ANN1", "d"),
    )
    assert [isinstance(result, Problem) for result in results] == [False, True, True, False]


def test_caps_count_across_batches_and_inside_one(shop: Shop) -> None:
    """Three reviews a month: the fourth gives nothing, with a reason."""
    shop.enrol("ANN1")
    shop.record(shop.review("ANN1", "r1"), shop.review("ANN1", "r2"))
    third, fourth = shop.record(shop.review("ANN1", "r3"), shop.review("ANN1", "r4"))
    assert isinstance(third, Recorded)
    assert isinstance(fourth, Recorded)
    assert [g.amount for g in third.answer.granted] == [20]
    assert (fourth.answer.granted, [r.code for r in fourth.answer.reasons]) == ((), ["cap_reached"])


def test_points_reported_after_their_expiry_expire_at_once(shop: Shop) -> None:
    """A purchase from long ago is recorded and earns, but what would be gone by now is gone."""
    shop.enrol("ANN1")
    answer = shop.answer(shop.buy("ANN1", "p", MILK, at=NOON - 90 * DAY))
    assert sum(g.amount for g in answer.granted) == 40
    assert (answer.balances["points"].available, answer.balances["points"].pending) == (100, 0)

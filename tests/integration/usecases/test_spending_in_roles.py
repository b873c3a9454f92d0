"""Roles in a household: each member spends of the shared balance what the role lets them, and no more."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from tests.integration.usecases.giving import Givers
from tests.integration.usecases.paying import MILK
from tests.integration.usecases.sharing import PROGRAMME, Home

from tessera.engine.activity import Activity, Line
from tessera.engine.payment import MOST
from tessera.usecases.adjust_points import adjustment
from tessera.usecases.answer_parts import Limited
from tessera.usecases.answers import Answer, Submission
from tessera.usecases.donate_points import donation_above
from tessera.usecases.read_catalogue import read_member_rewards

TV = Line("tv", 40000)
REWARDS = """\
rewards:
  box: {price: {points: 30}, give: {off: 2.00}}
  later: {price: {points: 60}, give: {voucher: 5.00}, valid: {days: 30}}
"""
JULY = datetime(2026, 7, 1, tzinfo=UTC)


@pytest.fixture
def home(dsn: str) -> Iterator[Home]:
    """A household of Ann, a parent with 1,000 points, Bob, a child, and Eve, a guest; its books must prove themselves."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        home = Home(connection)
        home.enrol("BOB1", "EVE1")
        household_id = home.found()
        home.let_in("BOB1", household_id, "child")
        home.let_in("EVE1", household_id, "guest")
        home.household_id = household_id
        yield home
        assert home.verify().differences == []


def pay(home: Home, key: str, points: int, card: str = "BOB1") -> Answer:
    """A purchase paid with points at once."""
    return home.answer(home.pay(key, TV, spend={"points": points}, card=card))


def test_a_limit_says_what_is_left_and_until_when(home: Home) -> None:
    """In its window; a parent has none, and in the next month there is room again."""
    assert pay(home, "p1", 60).refusal is None
    refused = pay(home, "p2", 50)
    assert (refused.refusal, refused.limited) == ("over_role_limit", Limited(40, JULY))
    assert pay(home, "p3", 40).refusal is None
    assert pay(home, "p4", 10).limited == Limited(0, JULY)
    assert pay(home, "p5", 500, card="ANN1").refusal is None
    home.clock.instant = JULY
    assert pay(home, "p6", 100).refusal is None


def test_who_may_spend_nothing_spends_nothing(home: Home) -> None:
    """Nor does a child of a currency for which there is no limit."""
    refused = pay(home, "p1", 10, card="EVE1")
    assert (refused.refusal, refused.limited) == ("role_spends_nothing", Limited(0, None))
    stars = adjustment(
        source="desk", key="stars", member_id=str(home.ann), currency="stars", points=50, reason="goodwill",
        occurred_at=home.clock.now(),
    )  # fmt: skip
    home.answer(stars)
    assert home.answer(home.pay("p2", TV, spend={"stars": 1}, card="BOB1")).refusal == "role_spends_nothing"
    assert home.answer(home.pay("p3", TV, spend={"stars": 1})).refusal is None


def test_holds_count_while_they_are_open_and_what_they_capture_afterwards(home: Home) -> None:
    """Two holds never promise more than the limit; one that is released, or ends, gives its room back."""
    assert home.answer(home.hold("h1", TV, spend={"points": 60}, card="BOB1")).refusal is None
    assert home.answer(home.hold("h2", TV, spend={"points": 50}, card="BOB1")).limited == Limited(40, JULY)
    assert home.answer(home.hold("h3", TV, spend={"points": 40}, card="BOB1")).refusal is None
    home.answer(home.release("r3", "h3", card="BOB1"))
    assert home.answer(home.pay("c1", TV, hold="h1", spend={"points": 30}, card="BOB1")).refusal is None
    assert home.answer(home.hold("h4", TV, spend={"points": 70}, card="BOB1")).refusal is None
    assert pay(home, "p1", 10).limited == Limited(0, JULY)
    home.wait(timedelta(minutes=31))
    assert pay(home, "p2", 70).refusal is None
    assert home.answer(home.hold("h5", TV, spend={"points": 500})).refusal is None


def test_as_much_as_can_be_is_no_more_than_the_limit(home: Home) -> None:
    """A till that asks for the most gets what the role lets, and then is told that nothing is left."""
    held = home.answer(home.hold("h1", TV, spend={"points": MOST}, card="BOB1")).held
    assert held is not None
    assert [one.points for one in held.payments] == [100]
    refused = home.answer(home.hold("h2", TV, spend={"points": MOST}, card="BOB1"))
    assert (refused.refusal, refused.limited) == ("over_role_limit", Limited(0, JULY))


def test_a_quote_tells_what_the_role_lets(home: Home) -> None:
    """And refuses what the purchase would be refused."""
    assert home.answer(home.hold("h1", TV, spend={"points": 30}, card="BOB1")).refusal is None
    quoted = home.quote(home.pay("q", TV, card="BOB1"))
    assert [one.most for one in quoted.allowed if one.currency == "points"] == [70]
    assert home.quote(home.pay("q", TV, spend={"points": 80}, card="BOB1")).refusal == "over_role_limit"
    assert home.quote(home.pay("q", TV, spend={"points": 70}, card="BOB1")).refusal is None


def test_gifts_and_donations_count_too(home: Home) -> None:
    """Whatever leaves the balance by a member's wish."""
    home.enrol("KIM1")
    givers = Givers(home)
    assert givers.give("BOB1", "KIM1", 60, key="g1").refusal is None
    assert givers.donate("BOB1", "trees", 30, key="d1").refusal is None
    assert givers.give("BOB1", "KIM1", 20, key="g2").limited == Limited(10, JULY)
    assert givers.donate("BOB1", "trees", 20, key="d2").limited == Limited(10, JULY)
    assert givers.donate("EVE1", "trees", 1, key="d3").refusal == "role_spends_nothing"


def test_a_return_gives_the_room_back_in_the_window_in_which_it_was_spent(home: Home) -> None:
    """In the same month there is room again; for a purchase of last month nothing changes in this one."""
    pay(home, "p1", 100)
    home.answer(home.back("BOB1", "r1", "p1"))
    assert pay(home, "p2", 100).refusal is None
    home.clock.instant = JULY
    assert pay(home, "p3", 80).refusal is None
    home.answer(home.back("BOB1", "r2", "p2"))
    assert pay(home, "p4", 30).limited == Limited(20, JULY + timedelta(days=31))


def test_a_role_counts_from_when_it_is_given(home: Home) -> None:
    """Who grows up spends freely; who has left has no limit at all."""
    pay(home, "p1", 100)
    home.give_role("BOB1", home.household_id, "parent")
    assert pay(home, "p2", 100).refusal is None
    home.give_role("BOB1", home.household_id, "child")
    assert pay(home, "p3", 10).refusal == "over_role_limit"
    home.leave("EVE1", home.household_id)
    home.answer(home.adjust(eve_of(home), "gift", 50))
    assert pay(home, "p4", 50, card="EVE1").refusal is None


def eve_of(home: Home) -> UUID:
    """Eve's id."""
    row = home.connection.execute("select member_id from identity where value = 'EVE1'").fetchone()
    assert row is not None
    member_id: UUID = row[0]
    return member_id


def test_a_retry_is_answered_as_before(home: Home) -> None:
    """Also where there would be no room any more."""
    first = home.record(home.pay("p1", MILK, spend={"points": 100}, card="BOB1"))
    again = home.record(home.pay("p1", MILK, spend={"points": 100}, card="BOB1"))
    assert [getattr(one, "replayed", None) for one in (*first, *again)] == [False, True]


def test_rewards_count_by_their_price_and_give_it_back(dsn: str) -> None:
    """At the checkout, set aside, and taken by themselves; what is given back unused, or returned, frees its price."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        home = Home(connection, programme=PROGRAMME + REWARDS)
        home.enrol("BOB1")
        home.let_in("BOB1", home.found(), "child")
        now = home.clock.now()

        def send(kind: str, key: str, **more: Any) -> Answer:
            lines = (TV,) if kind in {"purchase", "hold"} else ()
            amount = sum(line.amount_minor for line in lines)
            return home.answer(
                Submission("till", "card", "BOB1", Activity(kind, key, now, amount, lines=lines, **more))
            )

        taken = send("redemption", "r1", rewards=("later",))
        assert taken.refusal is None
        assert send("redemption", "r2", rewards=("later",)).limited == Limited(40, JULY)
        assert send("hold", "h1", rewards=("box",)).refusal is None
        assert send("purchase", "p1", rewards=("box",)).limited == Limited(10, JULY)
        assert send("purchase", "p2", hold="h1").refusal is None
        send("cancellation", "c1", facts={"voucher": str(taken.activity_id)})
        assert send("purchase", "p3", rewards=("box",), spend={"points": 50}).limited == Limited(70, JULY)
        assert send("purchase", "p4", rewards=("box",), spend={"points": 40}).refusal is None
        home.answer(home.back("BOB1", "b1", "p4"))
        assert send("redemption", "r3", rewards=("later",)).refusal is None
        assert home.verify().differences == []


def test_quotes_and_lists_say_that_it_is_the_role_that_lets_no_more(dsn: str) -> None:
    """What pays, and what rewards cost, by a limit that is reached, and by a role that spends nothing."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        home = Home(connection, programme=PROGRAMME + REWARDS)
        bob, eve = home.enrol("BOB1", "EVE1")
        household_id = home.found()
        home.let_in("BOB1", household_id, "child")
        home.let_in("EVE1", household_id, "guest")
        pay(home, "p1", 70)

        def told(card: str, **more: Any) -> tuple[list[tuple[int, str | None]], list[str | None]]:
            quoted = home.quote(home.pay("q", TV, card=card, **more))
            pays = [(one.most, one.reason) for one in quoted.allowed if one.currency == "points"]
            return pays, [one.reason for one in quoted.offered]

        def listed(member_id: UUID) -> list[str | None]:
            found = read_member_rewards(connection, home.programmes, member_id, clock=home.clock)
            return [one.refusal for one in found.rewards]

        first = [None, "over_role_limit"]
        assert (told("BOB1"), listed(bob)) == (([(30, None)], first), first)
        pay(home, "p2", 30)
        assert told("BOB1") == ([(0, "over_role_limit")], ["over_role_limit"] * 2)
        assert told("EVE1") == ([(0, "role_spends_nothing")], ["role_spends_nothing"] * 2)
        assert (listed(eve), listed(home.ann)) == (["role_spends_nothing"] * 2, [None, None])


def test_all_above_a_number_goes_no_further_than_the_role(home: Home) -> None:
    """A child gives what the role lets of it, and then nothing more; what was given counts."""
    home.clock.instant = JULY
    at = home.clock.now()

    def give(key: str, card: str, above: int) -> Answer:
        member = "card", card
        return home.answer(
            donation_above(source="app", key=key, member=member, cause="trees", above=above, occurred_at=at)
        )

    assert give("d1", "BOB1", 950).donated == 50
    assert give("d2", "BOB1", 500).donated == 50
    assert give("d3", "BOB1", 500).refusal == "over_role_limit"
    assert give("d4", "EVE1", 500).refusal == "role_spends_nothing"
    assert give("d5", "ANN1", 500).donated == 400

"""Households: members join one with what they have, share its balance, and leave it without; the books prove it."""

from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest
from tests.integration.usecases.giving import Givers
from tests.integration.usecases.merging import Desk
from tests.integration.usecases.paying import MILK
from tests.integration.usecases.sharing import PROGRAMME, Home, household_of, total

from tessera.engine.activity import Line
from tessera.kit.ids import new_id
from tessera.kit.problems import KeyConflict, UnknownMember
from tessera.members.households import UnknownHousehold
from tessera.usecases.answer_parts import Balance
from tessera.usecases.merge_members import InHousehold, PointsHeld
from tessera.usecases.read_balances import read_balances
from tessera.usecases.read_history import Entry, read_history
from tessera.usecases.sharing.problems import (
    HouseholdFull,
    InvitationOver,
    LastManager,
    NoHouseholds,
    NotInHousehold,
    OwesPoints,
    RoleMayNot,
    UnknownInvitation,
    UnknownRole,
)
from tessera.usecases.succeed_version import MembersLeftBehind

TV = Line("tv", 40000)


@pytest.fixture
def home(dsn: str) -> Iterator[Home]:
    """A shop with Ann, who has 1,000 points; whatever a test does, its books must prove themselves."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        home = Home(connection)
        yield home
        assert home.verify().differences == []


def test_what_members_have_becomes_one_balance_with_the_expiries_that_it_had(home: Home) -> None:
    """Lots go over on their own terms, both members see one balance, and what either earns lands there."""
    (bob,) = home.enrol("BOB1")
    home.wait(timedelta(days=10))
    home.answer(home.buy("BOB1", "b1", TV))
    household_id = home.found()
    joined = home.let_in("BOB1", household_id)
    assert joined.transfer is not None
    assert [(one.currency, one.amount) for one in joined.transfer.moved] == [("points", 400)]
    assert home.points(home.ann) == home.points(bob) == Balance(available=1400)
    lots = home.connection.execute(
        "select remaining, expires_at::date::text from lot where remaining > 0 order by expires_at"
    ).fetchall()
    assert lots == [(1000, "2026-08-05"), (400, "2026-08-15")]
    home.answer(home.review("ANN1", "r1"))
    home.answer(home.review("BOB1", "r2"))
    assert home.points(bob) == Balance(available=1440)


def test_levels_and_caps_stay_each_member_s_own(home: Home) -> None:
    """What one has earned lifts nobody else, and each has three reviews a month."""
    (bob,) = home.enrol("BOB1")
    home.answer(home.buy("BOB1", "b1", TV))
    household_id = home.found()
    home.let_in("BOB1", household_id)
    for number in range(4):
        home.answer(home.review("ANN1", f"a{number}"))
    assert home.answer(home.review("BOB1", "b2")).granted
    levels = [
        read_balances(home.connection, home.programmes, one, at=None, clock=home.clock).tiers[0].level
        for one in (home.ann, bob)
    ]
    assert levels == ["oak", "oak"]
    assert home.points(bob) == Balance(available=1000 + 400 + 60 + 20)


def test_whoever_leaves_takes_nothing_and_the_last_one_takes_all(home: Home) -> None:
    """The pot stays with those who stay; with the last one the household ends."""
    (bob,) = home.enrol("BOB1")
    home.answer(home.buy("BOB1", "b1", TV))
    household_id = home.found()
    home.let_in("BOB1", household_id)
    left = home.leave("BOB1", household_id, key="bob")
    assert left.balances["points"] == Balance()
    assert (home.points(home.ann), home.points(bob)) == (Balance(available=1400), Balance())
    home.answer(home.review("BOB1", "r1"))
    assert home.points(bob) == Balance(available=20)
    last = home.leave("ANN1", household_id, key="ann")
    assert last.balances["points"] == Balance(available=1400)
    assert home.points(home.ann) == Balance(available=1400)
    with pytest.raises(NotInHousehold):
        home.try_leave("ANN1", household_id, key="again")
    with pytest.raises(UnknownHousehold):
        home.invite(household_id)
    assert total(home) == 1420


def test_members_come_back_and_found_households_again(home: Home) -> None:
    """Leaving and joining again and again moves what there is, and loses nothing."""
    (bob,) = home.enrol("BOB1")
    first = home.found()
    home.let_in("BOB1", first)
    home.leave("BOB1", first, key="l1")
    home.answer(home.review("BOB1", "r1"))
    home.let_in("BOB1", first)
    home.leave("ANN1", first, key="l2")
    second = home.found("ANN1", key="found-2")
    assert home.points(home.ann) == Balance()
    home.leave("BOB1", first, key="l3")
    home.let_in("BOB1", second)
    assert home.points(home.ann) == home.points(bob) == Balance(available=1020)


def test_the_same_key_is_answered_again_and_another_body_is_a_conflict(home: Home) -> None:
    """Founding, joining and leaving are safe to send again, also once they are over."""
    home.enrol("BOB1", "EVE1")
    household_id = home.found(key="found")
    again = home.try_join("ANN1", key="found")
    assert (again.replayed, household_of(again.answer)) == (True, household_id)
    code = home.invite(household_id).code
    first = home.try_join("BOB1", key="join", code=code).answer
    again = home.try_join("BOB1", key="join", code=code.lower().replace("-", " "))
    assert (again.replayed, again.answer.activity_id) == (True, first.activity_id)
    with pytest.raises(KeyConflict):
        home.try_join("EVE1", key="join", code=code)
    with pytest.raises(KeyConflict):
        home.try_join("BOB1", key="join")
    home.leave("BOB1", household_id, key="leave")
    assert home.try_leave("BOB1", household_id, key="leave").replayed
    with pytest.raises(KeyConflict):
        home.try_leave("ANN1", household_id, key="leave")


def test_an_invitation_is_good_once_and_for_a_time(home: Home) -> None:
    """Used, ended, made up, or for a full household: nobody joins by it."""
    home.enrol("BOB1", "EVE1", "KIM1")
    household_id = home.found()
    used, ended = home.invite(household_id).code, home.invite(household_id).code
    home.try_join("BOB1", key="j1", code=used)
    with pytest.raises(InvitationOver):
        home.try_join("EVE1", key="j2", code=used)
    with pytest.raises(HouseholdFull):
        home.invite(household_id)
    home.wait(timedelta(days=14))
    with pytest.raises(InvitationOver):
        home.try_join("EVE1", key="j3", code=ended)
    with pytest.raises(UnknownInvitation):
        home.try_join("EVE1", key="j4", code="nobody told me")
    home.let_in("EVE1", household_id)
    with pytest.raises(HouseholdFull):
        home.invite(household_id)


def test_what_would_harm_others_or_cannot_be_is_refused_and_changes_nothing(home: Home) -> None:
    """Open holds, debts, two households at once, and programmes without any."""
    (bob,) = home.enrol("BOB1")
    household_id = home.found()
    with pytest.raises(InHousehold):
        home.found(key="second")
    home.answer(home.buy("BOB1", "b1", TV))
    home.answer(home.hold("h1", TV, spend={"points": 100}, card="BOB1"))
    with pytest.raises(PointsHeld):
        home.let_in("BOB1", household_id)
    home.wait(timedelta(minutes=31))
    home.answer(home.pay("p1", TV, spend={"points": 400}, card="BOB1"))
    home.answer(home.back("BOB1", "back", "b1"))
    assert home.points(bob).debt > 0
    with pytest.raises(OwesPoints):
        home.let_in("BOB1", household_id)
    with pytest.raises(UnknownMember):
        home.try_join("NOBODY", key="x")


def test_a_version_may_only_drop_a_role_that_nobody_has(home: Home) -> None:
    """Nor the whole section; once nobody shares anything, nobody can begin to."""
    household_id = home.found()
    without = PROGRAMME[: PROGRAMME.index("households:")]
    with pytest.raises(MembersLeftBehind) as refused:
        home.publish(without)
    assert [(one.code, one.path) for one in refused.value.obstacles] == [
        ("role_held", "households.roles.parent")
    ]
    home.publish(PROGRAMME.replace("    guest: {spends: nothing}\n", ""))
    home.leave("ANN1", household_id)
    home.publish(without)
    with pytest.raises(NoHouseholds):
        home.found(key="again")


def test_only_those_who_manage_invite_and_somebody_always_manages(home: Home) -> None:
    """A child invites and removes nobody; the last parent stays, or hands the role on before."""
    home.enrol("BOB1", "EVE1")
    household_id = home.found()
    home.let_in("BOB1", household_id, "child")
    with pytest.raises(RoleMayNot):
        home.invite(household_id, by="BOB1")
    with pytest.raises(NotInHousehold):
        home.invite(household_id, by="EVE1")
    with pytest.raises(UnknownRole):
        home.invite(household_id, "aunt")
    with pytest.raises(RoleMayNot):
        home.try_leave("ANN1", household_id, key="k1", by="BOB1")
    with pytest.raises(LastManager):
        home.leave("ANN1", household_id, key="k2")
    with pytest.raises(LastManager):
        home.give_role("ANN1", household_id, "guest")
    home.give_role("BOB1", household_id, "parent")
    home.leave("ANN1", household_id, key="k3")
    with pytest.raises(LastManager):
        home.give_role("BOB1", household_id, "child", by="BOB1")


def test_a_manager_removes_a_member_and_a_member_removes_themselves(home: Home) -> None:
    """Who is removed has an account of their own again."""
    (bob,) = home.enrol("BOB1")
    household_id = home.found()
    home.let_in("BOB1", household_id, "child")
    removed = home.try_leave("BOB1", household_id, key="out", by="ANN1").answer
    assert removed.member_id == bob
    home.let_in("BOB1", household_id, "child")
    home.try_leave("BOB1", household_id, key="out-2", by="BOB1")
    assert home.points(bob) == Balance()


def test_a_purchase_from_before_is_returned_while_its_points_lie_in_the_household(home: Home) -> None:
    """They are taken from the lot into which they went."""
    (bob,) = home.enrol("BOB1")
    home.answer(home.buy("BOB1", "b1", TV))
    household_id = home.found()
    home.let_in("BOB1", household_id)
    home.answer(home.back("BOB1", "back", "b1"))
    assert home.points(bob) == Balance(available=1000)


def test_what_was_bought_for_the_household_is_returned_to_it_also_after_leaving(home: Home) -> None:
    """Points that a purchase gave are taken from the household, and points that paid for one go back to it."""
    (bob,) = home.enrol("BOB1")
    home.answer(home.buy("BOB1", "before", MILK))
    household_id = home.found()
    home.let_in("BOB1", household_id)
    home.answer(home.buy("BOB1", "earned", TV))
    home.answer(home.pay("paid", MILK, spend={"points": 500}, card="BOB1"))
    assert home.points(bob) == Balance(available=1000 + 10 + 400 - 500 + 5)
    home.leave("BOB1", household_id, key="leave")
    home.answer(home.review("BOB1", "own"))
    first = home.answer(home.back("BOB1", "r1", "earned"))
    assert (sum(one.amount for one in first.taken_back), first.balances["points"]) == (
        400,
        Balance(available=20),
    )
    second = home.answer(home.back("BOB1", "r2", "paid"))
    assert [one.points for one in second.refunded] == [500]
    home.answer(home.back("BOB1", "r3", "before"))
    assert (home.points(home.ann), home.points(bob)) == (Balance(available=1000), Balance(available=20))
    again = home.record(home.back("BOB1", "r2", "paid"))
    assert [getattr(one, "replayed", None) for one in again] == [True]


def test_a_return_to_a_household_that_ended_is_settled_by_whoever_took_its_points(home: Home) -> None:
    """The last one who left has the points, and with them what comes back."""
    (bob,) = home.enrol("BOB1")
    household_id = home.found()
    home.let_in("BOB1", household_id)
    home.answer(home.buy("ANN1", "ann", TV))
    home.answer(home.buy("BOB1", "bob", TV))
    home.leave("BOB1", household_id, key="l1")
    home.leave("ANN1", household_id, key="l2")
    assert home.answer(home.back("ANN1", "r1", "ann")).refusal is None
    assert home.points(home.ann) == Balance(available=1400)
    assert home.answer(home.back("BOB1", "r2", "bob")).refusal == "households_purchase"
    assert home.answer(home.back("ANN1", "r3", "bob")).refusal == "other_members_purchase"
    assert home.points(bob) == Balance()


def test_a_return_names_whoever_bought_though_they_share_the_account(home: Home) -> None:
    """What was bought within, before joining, and with points; whoever was merged into the buyer bought it too."""
    bob, cat = home.enrol("BOB1", "CAT1")
    home.answer(home.buy("BOB1", "before", TV))
    home.answer(home.buy("CAT1", "cat", TV))
    Desk(home).merge(cat, bob)
    household_id = home.found()
    home.let_in("BOB1", household_id)
    home.answer(home.buy("BOB1", "within", TV))
    home.answer(home.pay("paid", MILK, spend={"points": 500}, card="BOB1"))
    for key in ("before", "cat", "within", "paid"):
        assert home.answer(home.back("ANN1", f"ann-{key}", key)).refusal == "other_members_purchase"
    for key in ("before", "cat", "within", "paid"):
        assert home.answer(home.back("BOB1", f"bob-{key}", key)).refusal is None
    assert home.points(home.ann) == Balance(available=1000)


def test_nobody_gives_points_to_somebody_of_the_same_household(home: Home) -> None:
    """They share one balance already; others may still be given to."""
    (bob, eve) = home.enrol("BOB1", "EVE1")
    household_id = home.found()
    home.let_in("BOB1", household_id)
    givers = Givers(home)
    assert givers.give("ANN1", "BOB1", 10, key="g1").refusal == "same_household"
    assert givers.give("BOB1", "EVE1", 10, key="g2").refusal is None
    assert givers.give("EVE1", "ANN1", 4, key="g3").refusal is None
    assert (home.points(bob), home.points(eve)) == (Balance(available=994), Balance(available=6))


def test_balances_of_the_past_are_those_of_the_account_of_then(home: Home) -> None:
    """Before joining, within, and after leaving."""
    (bob,) = home.enrol("BOB1")
    home.answer(home.buy("BOB1", "b1", TV))
    instants = [home.clock.now()]
    home.wait(timedelta(hours=1))
    household_id = home.found()
    home.let_in("BOB1", household_id)
    instants.append(home.clock.now())
    home.wait(timedelta(hours=1))
    home.leave("BOB1", household_id)
    home.answer(home.review("BOB1", "r1"))
    instants.append(home.clock.now())
    home.wait(timedelta(hours=1))
    then = [
        read_balances(home.connection, home.programmes, bob, at=at, clock=home.clock).balances["points"]
        for at in instants
    ]
    assert [one.available for one in then] == [400, 1400, 20]


def test_whoever_has_left_keeps_their_own_part_of_the_history(home: Home) -> None:
    """What they did there, page by page, and nothing that others did, then or since; nor what the household has by now."""
    (bob,) = home.enrol("BOB1")
    home.answer(home.buy("BOB1", "alone", TV))
    household_id = home.found()
    home.let_in("BOB1", household_id)
    for key, card in (("b1", "BOB1"), ("a1", "ANN1"), ("b2", "BOB1")):
        home.wait(timedelta(minutes=1))
        home.answer(home.buy(card, key, TV))
    home.answer(home.hold("h1", TV, spend={"points": 10}, card="BOB1"))
    home.wait(timedelta(minutes=1))
    home.leave("BOB1", household_id)
    home.wait(timedelta(minutes=1))
    home.answer(home.buy("ANN1", "a2", TV))
    home.answer(home.back("BOB1", "back", "b1"))

    entries, before = list[Entry](), None
    for _ in range(20):
        page = read_history(home.connection, home.programmes, bob, before=before, limit=3)
        entries += page.entries
        before = page.next
        if before is None:
            break
    keys = [one.activity.key for one in reversed(entries) if one.activity is not None]
    assert [key for key in keys if not key.startswith(("enrol-", "join-", "left "))] == [
        *("alone", "b1", "b2", "h1", "leave", "back"),
    ]
    there = [one.activity.key for one in entries for posted in one.postings if posted.account_id == household_id
             and one.activity is not None]  # fmt: skip
    assert "back" not in there
    assert {"b1", "b2", "h1"} < set(there)
    read = read_history(home.connection, home.programmes, home.ann, before=None, limit=50)
    assert {"b1", "b2", "back"} < {one.activity.key for one in read.entries if one.activity is not None}


def test_what_was_earned_in_a_life_counts_where_the_points_are(home: Home) -> None:
    """All of it, for the household; and for the last one who leaves."""
    home.enrol("BOB1")
    home.answer(home.buy("BOB1", "b1", TV))
    household_id = home.found()
    home.let_in("BOB1", household_id)
    home.answer(home.review("BOB1", "r1"))

    def lifetime() -> int:
        read = read_balances(home.connection, home.programmes, home.ann, at=None, clock=home.clock)
        return read.lifetime_earned["points"]

    assert lifetime() == 420
    home.leave("BOB1", household_id, key="l1")
    home.leave("ANN1", household_id, key="l2")
    assert lifetime() == 420


@pytest.mark.parametrize(
    ("tampering", "says"),
    [
        ("update membership set left_at = null, leave_id = null", "has the account"),
        ("update membership set join_id = %(id)s where left_at is null", "is said to have joined"),
        ("update membership set leave_id = %(id)s where left_at is not null", "is said to have left"),
        ("update member set account_id = member_id", "has the account"),
        ("delete from membership where left_at is null", "does not belong to it"),
        ("update household set end_id = %(id)s", "though it has ended"),
    ],
)
def test_verify_finds_who_belongs_where_they_do_not(dsn: str, tampering: str, says: str) -> None:
    """Whatever is changed by hand behind the books' back."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        home = Home(connection)
        home.enrol("BOB1")
        household_id = home.found()
        home.let_in("BOB1", household_id)
        home.leave("BOB1", household_id)
        connection.execute(tampering, {"id": new_id()})
        found = [one.detail for one in home.verify().differences if one.check == "household"]
        assert [detail for detail in found if says in detail]

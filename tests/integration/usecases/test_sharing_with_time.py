"""Households and everything else that happens to accounts: merges, levels that end, conversions, draws, expiry."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest
from tests.integration.usecases.merging import Desk
from tests.integration.usecases.sharing import PROGRAMME, Home
from tests.integration.usecases.test_reviewing import review

from tessera.engine.activity import Activity, Line
from tessera.kit.ids import new_id
from tessera.members.standings import MemberMoved
from tessera.usecases.answer_parts import Balance
from tessera.usecases.answers import Submission
from tessera.usecases.convert_days import convert_days
from tessera.usecases.merge_members import InHousehold
from tessera.usecases.read_balances import read_balances
from tessera.usecases.read_history import read_history
from tessera.usecases.unmerge_members import HouseholdSince

TV = Line("tv", 40000)
MORE = PROGRAMME.replace(
    "households:",
    "convert: {into-stars: {every: {points: 100}, give: {stars: 1}, on: month-end}}\nhouseholds:",
)


@pytest.fixture
def home(dsn: str) -> Iterator[Home]:
    """A shop with Ann, who has 1,000 points; whatever a test does, its books must prove themselves."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        home = Home(connection)
        yield home
        assert home.verify().differences == []


def test_who_is_merged_into_a_member_of_a_household_brings_everything_along(home: Home) -> None:
    """And what they had bought is returned to the household, by either card."""
    bob, _ = home.enrol("BOB1", "EVE1")
    home.answer(home.buy("BOB1", "b1", TV))
    household_id = home.found()
    home.let_in("EVE1", household_id)
    Desk(home).merge(bob, home.ann)
    assert home.points(home.ann) == Balance(available=1400)
    home.answer(home.back("BOB1", "r1", "b1"))
    assert home.points(home.ann) == Balance(available=1000)
    home.leave("ANN1", household_id, key="l1")
    assert home.points(bob) == Balance()


def test_who_belongs_to_a_household_is_not_merged_before_they_leave(home: Home) -> None:
    """The points are not theirs alone."""
    (bob,) = home.enrol("BOB1")
    household_id = home.found()
    home.let_in("BOB1", household_id)
    with pytest.raises(InHousehold):
        Desk(home).merge(bob, home.ann)
    home.leave("BOB1", household_id)
    home.answer(home.review("BOB1", "r1"))
    Desk(home).merge(bob, home.ann)
    assert home.points(home.ann) == Balance(available=1020)
    assert home.try_leave("BOB1", household_id, key="leave").replayed


def test_a_merge_is_undone_while_the_other_stays_where_they_were_and_not_after(home: Home) -> None:
    """What was brought along can be told from others' points only in the account to which it came."""
    bob, eve = home.enrol("BOB1", "EVE1")
    home.answer(home.buy("BOB1", "b1", TV))
    home.answer(home.buy("EVE1", "e1", TV))
    household_id, desk = home.found(), Desk(home)
    desk.merge(bob, home.ann, key="m1")
    desk.undo(bob, home.ann, key="u1")
    assert (home.points(bob).available, home.points(home.ann).available) == (400, 1000)
    desk.merge(eve, bob, key="m2")
    home.let_in("BOB1", household_id)
    with pytest.raises(HouseholdSince):
        desk.undo(eve, bob, key="u2")
    home.answer(home.back("EVE1", "r1", "e1"))
    assert home.points(bob) == Balance(available=1400)


def test_a_member_merged_after_leaving_still_returns_what_was_bought_as_their_own(home: Home) -> None:
    """From the account that they had after the household, into which it was not moved again."""
    bob, eve = home.enrol("BOB1", "EVE1")
    household_id = home.found()
    home.let_in("BOB1", household_id)
    home.leave("BOB1", household_id)
    home.answer(home.buy("BOB1", "own", TV))
    Desk(home).merge(bob, eve)
    home.answer(home.back("EVE1", "r1", "own"))
    assert home.points(eve) == Balance()


def test_points_of_a_household_expire_when_they_would_have(home: Home) -> None:
    """A sweep finds the shared account as any other."""
    home.enrol("BOB1")
    household_id = home.found()
    home.wait(timedelta(days=30))
    home.let_in("BOB1", household_id)
    home.answer(home.review("BOB1", "r1"))
    home.wait(timedelta(days=31))
    assert home.sweep()
    assert home.points(home.ann) == Balance(available=20)


def test_levels_are_reviewed_in_the_account_that_a_member_has_now(home: Home) -> None:
    """The level of the year is told to be over once, wherever the member is by then; and nothing is looked at for ever."""
    (bob,) = home.enrol("BOB1")
    home.answer(home.buy("BOB1", "b1", TV))
    household_id = home.found()
    home.let_in("BOB1", household_id)
    home.leave("BOB1", household_id, key="l1")
    home.let_in("BOB1", household_id)
    home.wait(timedelta(days=800))
    assert review(home) == 1
    assert home.connection.execute(
        "select count(*) from standing where review_at <= %s", (home.clock.now(),)
    ).fetchone() == (0,)
    assert level_of(home, bob) == "seed"


def level_of(home: Home, member_id: UUID) -> str:
    """A member's level now."""
    read = read_balances(home.connection, home.programmes, member_id, at=None, clock=home.clock)
    level: str = read.tiers[0].level
    return level


def convert(home: Home) -> None:
    """What the days up to now have brought."""
    more = True
    while more:
        with home.connection.transaction():
            batch = convert_days(home.connection, home.programmes, clock=home.clock, new_id=new_id)
        assert batch.failed == ()
        more = batch.more


def test_a_household_is_converted_once(home: Home) -> None:
    """As one account, under one of its members."""
    home.enrol("BOB1")
    home.publish(MORE)
    household_id = home.found()
    home.let_in("BOB1", household_id)
    convert(home)
    home.wait(timedelta(days=27))
    convert(home)
    read = read_balances(home.connection, home.programmes, home.ann, at=None, clock=home.clock)
    assert (read.balances["points"].available, read.balances["stars"].available) == (0, 10)


def test_a_conversion_is_of_the_account_that_was_looked_up(home: Home) -> None:
    """Whoever stood for a household and has left it since is looked up again, so that it is not left out."""
    home.publish(MORE)
    household_id = home.found()
    home.leave("ANN1", household_id)
    facts = {"conversion": "into-stars", "account": str(household_id)}
    late = Activity("conversion", "c1", home.clock.now(), facts=facts)
    with pytest.raises(MemberMoved):
        home.record(Submission("tessera", "id", str(home.ann), late))


def test_a_history_tells_what_all_did_while_they_share_and_only_the_own_afterwards(home: Home) -> None:
    """Bob reads Ann's purchase as long as he belongs to the household."""
    (bob,) = home.enrol("BOB1")
    household_id = home.found()
    home.let_in("BOB1", household_id)
    home.answer(home.buy("ANN1", "ann", TV))

    def keys() -> set[str]:
        history = read_history(home.connection, home.programmes, bob, before=None, limit=50)
        return {one.activity.key for one in history.entries if one.activity is not None}

    assert {"enrol-BOB1", "ann"} <= keys()
    home.leave("BOB1", household_id)
    home.answer(home.review("BOB1", "r1"))
    assert {"enrol-BOB1", "leave", "r1"} <= keys()
    assert "ann" not in keys()


def test_what_others_of_the_household_did_is_not_told_as_one_s_own(home: Home) -> None:
    """Ann reads that Bob joined, that his level is his and that he left; nothing of it in the words that he reads."""
    home.enrol("BOB1")
    household_id = home.found()
    home.let_in("BOB1", household_id)
    home.answer(home.buy("BOB1", "b1", TV))
    home.leave("BOB1", household_id)
    read = read_history(home.connection, home.programmes, home.ann, before=None, limit=50)
    told = {one.activity.type: (one.told, one.levels) for one in read.entries if one.activity is not None}
    assert told["purchase"] == (("This concerns another member of your household.",), ())
    assert told["household-leave"][0] == ("Somebody left your household. Its points stayed with it.",)
    joined = [
        one.told for one in read.entries if one.activity is not None and one.activity.type == "household-join"
    ]
    assert joined == [
        ("Somebody joined your household. Their points are part of its balance now.",),
        ("You started a household. Your points are its balance now.",),
    ]

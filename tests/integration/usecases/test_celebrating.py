"""Birthdays and anniversaries that give by themselves."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from tests.integration.usecases.shop import DAY, Shop

from tessera.kit.ids import new_id
from tessera.members import _sql
from tessera.usecases.celebrate_days import celebrate_days
from tessera.usecases.enrol_members import Enrolment, enrol_members
from tessera.usecases.update_member import update_member
from tessera.usecases.walk_days import Walked

PROGRAMME = """\
programme: {id: corner-club, name: Corner Club, money: USD, timezone: America/New_York}
currencies:
  points: {name: {en: [point, points]}, worth: 0.01, expire: {days: 60}}
earn:
  base: {on: purchase, give: {points: 2, per: 1.00}}
  cake: {on: birthday, give: {points: 200}}
  thanks: {on: anniversary, give: {points: 50}}
  fifth: {on: anniversary, facts: {years: 5}, give: {points: 500}}
"""
JOINED = datetime(2023, 6, 20, 2, tzinfo=UTC)  # still the 19th in New York
EVE = datetime(2026, 6, 10, 12, tzinfo=UTC)


@pytest.fixture
def club(dsn: str) -> Iterator[Shop]:
    """A shop that celebrates, since some years; its scheduler has run up to June 10. Its books prove themselves."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        club = Shop(connection, programme=PROGRAMME, now=datetime(2020, 1, 1, tzinfo=UTC))
        club.clock.instant = EVE
        celebrate(club)
        yield club
        assert club.verify().differences == []


def join(shop: Shop, name: str, *, at: datetime = JOINED, source: str = "till", **traits: str) -> UUID:
    """A member who joined at an instant."""
    enrolment = Enrolment(source, f"join-{name}", name, "en", traits, (("card", name),), occurred_at=at)
    with shop.connection.transaction():
        (result,) = enrol_members(
            shop.connection, shop.programmes, [enrolment], clock=shop.clock, new_id=new_id
        )
    return result.answer.member_id


def celebrate(shop: Shop, *, limit: int = 500) -> int:
    """Run until there is nothing more; how many activities were recorded."""
    recorded = 0
    while True:
        with shop.connection.transaction():
            batch = celebrate_days(
                shop.connection, shop.programmes, clock=shop.clock, new_id=new_id, limit=limit
            )
        recorded += batch.recorded
        assert batch.failed == ()
        if not batch.more:
            return recorded


def given(shop: Shop) -> list[tuple[str, int, datetime]]:
    """What the scheduler's activities gave, in the order of the books."""
    rows = shop.connection.execute(
        "select rule_id, amount, effective_at from posting join activity using (account_id, activity_id)"
        " where source like '%tessera' order by recorded_at, activity_id, rule_id"
    )
    return rows.fetchall()


def new_york(month: int, day: int, *, year: int = 2026) -> datetime:
    """The midnight that begins a summer's day there."""
    return datetime(year, month, day, 4, tzinfo=UTC)


def test_a_birthday_gives_by_itself_at_the_local_midnight(club: Shop) -> None:
    """Not a moment before, as of that very instant, and once however often the scheduler runs."""
    join(club, "ANN1", birthday="1990-06-12")
    club.clock.instant = new_york(6, 12) - timedelta(microseconds=1)
    assert celebrate(club) == 0
    club.clock.instant = new_york(6, 12)
    assert celebrate(club) == 1
    assert celebrate(club) == 0
    assert given(club) == [("cake", 200, new_york(6, 12))]


def test_an_anniversary_is_the_local_day_of_joining_and_says_its_years(club: Shop) -> None:
    """Who joined on the evening of the 19th in New York has it then; nobody has one in the year of joining."""
    join(club, "ANN1")
    join(club, "BOB1", at=JOINED.replace(year=2021))
    join(club, "EVE1", at=JOINED.replace(year=2026, month=1, day=5))
    club.clock.instant = new_york(6, 19)
    assert celebrate(club) == 2
    assert sorted(given(club)) == [
        ("fifth", 500, new_york(6, 19)),
        ("thanks", 50, new_york(6, 19)),
        ("thanks", 50, new_york(6, 19)),
    ]
    club.clock.instant = datetime(2026, 12, 31, 12, tzinfo=UTC)
    assert celebrate(club) == 0


@pytest.mark.parametrize("every", [timedelta(seconds=30 * 60), DAY, 40 * DAY])
def test_lost_time_is_made_up_in_order_as_of_the_instants_at_which_things_were_due(
    club: Shop, every: timedelta
) -> None:
    """A scheduler that ran all the time and one that stood still for a month write the same."""
    join(club, "ANN1", birthday="06-12")
    join(club, "BOB1", birthday="07-01")
    join(club, "EVE1", birthday="06-12", at=JOINED - DAY)
    club.clock.instant = EVE + max(every, DAY)
    end = EVE + 40 * DAY
    celebrate(club)
    while club.clock.instant < end:
        club.clock.instant = min(end, club.clock.instant + max(every, DAY / 2))
        celebrate(club)
    assert [(rule, at) for rule, _, at in given(club)] == [
        ("cake", new_york(6, 12)),
        ("cake", new_york(6, 12)),
        ("thanks", new_york(6, 18)),
        ("thanks", new_york(6, 19)),
        ("thanks", new_york(6, 19)),
        ("cake", new_york(7, 1)),
    ]


def test_a_batch_is_bounded_and_the_next_goes_on_behind_it(club: Shop) -> None:
    """Nobody is left out, or told twice, where one day concerns more members than a batch takes."""
    for place in range(7):
        join(club, f"ANN{place}", birthday="06-12")
    club.clock.instant = new_york(6, 12)
    with club.connection.transaction():
        first = celebrate_days(club.connection, club.programmes, clock=club.clock, new_id=new_id, limit=3)
    assert first == Walked(recorded=3, more=True)
    assert celebrate(club, limit=3) == 4
    assert len(given(club)) == 7


def test_who_is_born_on_february_29_is_celebrated_on_the_28th_of_other_years(club: Shop) -> None:
    """And on the 29th where there is one; whoever is born on the 28th always has that day."""
    join(club, "ANN1", birthday="2004-02-29")
    join(club, "BOB1", birthday="02-28")
    marches = {}
    for year in (2027, 2028):
        club.clock.instant = datetime(year, 3, 1, 12, tzinfo=UTC)
        celebrate(club)
        marches[year] = [
            at.astimezone(UTC).strftime("%m-%d")
            for rule, _, at in given(club)
            if rule == "cake" and at.year == year
        ]
    assert marches == {2027: ["02-28", "02-28"], 2028: ["02-28", "02-29"]}


def test_two_servers_at_once_do_it_once(club: Shop, dsn: str) -> None:
    """While one has the almanac in hand the other finds nothing to do, and waits for nobody."""
    join(club, "ANN1", birthday="06-12")
    club.clock.instant = new_york(6, 12)
    with psycopg.connect(dsn) as other:
        mine = celebrate_days(other, club.programmes, clock=club.clock, new_id=new_id)
        assert mine == Walked(recorded=1, more=True)
        assert celebrate(club) == 0
        other.commit()
    assert celebrate(club) == 0
    assert len(given(club)) == 1


def test_what_was_not_committed_is_done_again(club: Shop, dsn: str) -> None:
    """A server that dies in the middle of a batch leaves nothing behind, and the place where the almanac lay open."""
    join(club, "ANN1", birthday="06-12")
    club.clock.instant = new_york(6, 12)
    with psycopg.connect(dsn) as other:
        celebrate_days(other, club.programmes, clock=club.clock, new_id=new_id)
        other.rollback()
    assert celebrate(club) == 1


def test_a_birthday_that_is_changed_is_found_by_the_new_day_and_given_once_a_year(club: Shop) -> None:
    """One who moves the birthday to today, day after day, gets one gift."""
    member_id = join(club, "ANN1", birthday="06-12")
    for day in (12, 13, 14):
        told: Mapping[str, str | None] = {"birthday": f"06-{day}"}
        update_member(club.connection, member_id, traits=told, now=club.clock.now())
        club.clock.instant = new_york(6, day)
        celebrate(club)
    assert [rule for rule, _, _ in given(club)] == ["cake"]
    update_member(club.connection, member_id, traits={"birthday": None}, now=club.clock.now())
    club.clock.instant = new_york(6, 13, year=2027)
    assert celebrate(club) == 1  # the anniversary in between was told; the birthday is no longer known
    assert {rule for rule, _, _ in given(club)} == {"cake", "thanks"}


def test_members_of_the_sandbox_are_celebrated_on_their_side_of_the_fence(club: Shop) -> None:
    """By the sandbox's own source."""
    join(club, "ANN1", birthday="06-12", source="test:till")
    club.clock.instant = new_york(6, 12)
    assert celebrate(club) == 1
    sources = club.connection.execute("select source from activity where source like '%tessera'").fetchall()
    assert sources == [("test:tessera",)]


def test_a_programme_that_asks_for_no_celebration_records_none(shop: Shop) -> None:
    """Nobody is looked up, and what a later version asks for begins with that version."""
    shop.clock.instant = EVE
    assert celebrate(shop) == 0
    join(shop, "ANN1", at=EVE, birthday="06-12")
    shop.clock.instant = EVE + 5 * DAY
    assert celebrate(shop) == 0
    shop.publish(PROGRAMME)
    shop.clock.instant = new_york(6, 12, year=2027)
    assert celebrate(shop) == 2
    assert [rule for rule, _, _ in given(shop)] == ["thanks", "cake"]


def test_one_member_with_damaged_books_does_not_hold_up_the_others(dsn: str) -> None:
    """Who failed is named with the cause; all others have their gifts, and the almanac goes on."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        club = Shop(connection, programme=PROGRAMME, now=datetime(2020, 1, 1, tzinfo=UTC))
        club.clock.instant = EVE
        celebrate(club)
        members = [join(club, f"ANN{place}", birthday="06-12") for place in range(5)]
        connection.execute(
            "update account set lifetime_earned = 9223372036854775807 where account_id = %s", (members[2],)
        )
        club.clock.instant = new_york(6, 12)
        batch = celebrate_days(connection, club.programmes, clock=club.clock, new_id=new_id)
        assert batch.recorded == 4
        (failure,) = batch.failed
        assert failure.startswith(f"birthday of member {members[2]}: NumericValueOutOfRange")
        assert celebrate(club) == 0


def test_whom_a_day_concerns_is_found_by_an_index(club: Shop) -> None:
    """Not by reading all members, however many there are."""
    club.connection.execute("set enable_seqscan = off")
    for statement, index in ((_sql.FIND_BORN, "member_birthday"), (_sql.FIND_JOINED, "member_joined")):
        plan = club.connection.execute(f"explain {statement}", (612, UUID(int=0), 500)).fetchall()
        assert any(index in line and "Index Cond" not in line for (line,) in plan), plan


def test_a_round_that_finds_nothing_writes_nothing(club: Shop) -> None:
    """Every server looks every half minute: the almanac's row stays as it is."""
    where = "select ctid, xmin from almanac"
    before = club.connection.execute(where).fetchall()
    assert celebrate(club) == 0
    assert club.connection.execute(where).fetchall() == before

"""Households at once with everything else: whoever comes first, the books are sound and nothing is used twice."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial

import psycopg
import pytest
from psycopg import Connection
from tests import races
from tests.integration.usecases.sharing import PROGRAMME, Home, household_of, total

from tessera.engine.activity import Line
from tessera.kit.ids import new_id
from tessera.kit.problems import Problem
from tessera.members.households import UnknownHousehold
from tessera.usecases.answer_parts import Balance
from tessera.usecases.answers import Answer, Recorded, Submission
from tessera.usecases.database import PASSING, Database
from tessera.usecases.join_household import Joining, join_household
from tessera.usecases.leave_household import Leaving, leave_household
from tessera.usecases.merge_members import Merging, merge_members
from tessera.usecases.programmes import Programmes
from tessera.usecases.record_activities import record_activities

pytestmark = pytest.mark.every_postgresql

TV = Line("tv", 40000)
ROUNDS = 4
NOBODY_IS_IN_THE_WAY_SO_OFTEN = 200

Act = Callable[[Connection], Answer]


@contextmanager
def racing(dsn: str, *, programme: str = PROGRAMME) -> Iterator[tuple[Home, Database]]:
    """A shop, and a database for the others; at the end its books prove themselves."""
    bounded = races.bounded(dsn)
    with psycopg.connect(bounded, autocommit=True) as connection, Database(bounded, size=8) as database:
        home = Home(connection, programme=programme)
        yield home, database
        assert home.verify().differences == []


def at_once(database: Database, acts: Sequence[Act]) -> list[Answer | Problem]:
    """Do all of it at the same time, each on a connection of its own, again where somebody came in between."""
    return races.at_once([partial(came_of, database, act) for act in acts])


def came_of(database: Database, act: Act) -> Answer | Problem:
    """What came of it, on a connection of its own."""
    try:
        return database.insist(act)
    except Problem as problem:
        return problem


def persist(database: Database, act: Act) -> Answer:
    """Until it is decided: whoever comes in between only makes it wait."""
    for _ in range(NOBODY_IS_IN_THE_WAY_SO_OFTEN):
        try:
            return database.insist(act)
        except PASSING:
            continue
    raise AssertionError("Somebody is always in the way: it will never be decided.")


def joining(home: Home, card: str, *, key: str, code: str | None = None) -> Act:
    """Another process of the shop, that lets somebody join."""
    asked = Joining("app", key, ("card", card), code)
    return lambda own: join_household(own, Programmes(), asked, clock=home.clock, new_id=new_id).answer


def leaving(home: Home, card: str, household_id: object, *, key: str) -> Act:
    """One that lets somebody leave."""
    asked = Leaving("app", key, household_id, ("card", card))  # type: ignore[arg-type] # an id
    return lambda own: leave_household(own, Programmes(), asked, clock=home.clock, new_id=new_id).answer


def till(home: Home, sent: Submission) -> Act:
    """One that records an activity."""

    def act(own: Connection) -> Answer:
        (result,) = record_activities(own, Programmes(), [sent], clock=home.clock, new_id=new_id)
        if isinstance(result, Problem):
            raise result
        return result.answer

    return act


def test_two_who_join_with_one_code_at_once_are_one(dsn: str) -> None:
    """The other is told that the invitation is over, and keeps what they have."""
    with racing(dsn) as (home, database):
        home.enrol("BOB1", "EVE1")
        code = home.invite(home.found()).code
        acts = [joining(home, card, key=card, code=code) for card in ("BOB1", "EVE1")]
        came = at_once(database, acts)
        assert sorted(type(one).__name__ for one in came) == ["Answer", "InvitationOver"]


def test_the_same_call_twice_at_once_joins_once(dsn: str) -> None:
    """Both are given the same answer; so it is with founding and leaving."""
    with racing(dsn) as (home, database):
        home.enrol("BOB1")
        founded = at_once(database, [joining(home, "ANN1", key="f")] * 2)
        household_id = household_of(founded[0])  # type: ignore[arg-type] # an answer
        code = home.invite(household_id).code
        joined = at_once(database, [joining(home, "BOB1", key="j", code=code)] * 2)
        left = at_once(database, [leaving(home, "BOB1", household_id, key="l")] * 2)
        for came in (founded, joined, left):
            assert len({one.activity_id for one in came if isinstance(one, Answer)}) == 1
            assert all(isinstance(one, Answer) for one in came)


@pytest.mark.parametrize("first", ["join", "spend"])
def test_joining_while_spending_spends_each_point_once(dsn: str, first: str) -> None:
    """Whoever gets the account first: Bob's 400 points pay once, from his own account or the shared one."""
    with racing(dsn) as (home, database):
        (bob,) = home.enrol("BOB1")
        home.answer(home.buy("BOB1", "b1", TV))
        code = home.invite(home.found()).code
        spend = till(home, home.pay("p1", TV, spend={"points": 400}, card="BOB1"))
        join = joining(home, "BOB1", key="j", code=code)
        goes_first, later = (join, spend) if first == "join" else (spend, join)
        with races.held_up(home.connection, partial(came_of, database, later)) as came:
            goes_first(home.connection)
        assert [getattr(one, "refusal", one) for one in came] == [None]
        assert home.points(bob) == home.points(home.ann) == Balance(available=1000 + 396)


@pytest.mark.parametrize("first", ["leave", "purchase"])
def test_leaving_while_a_purchase_is_recorded_leaves_no_point_where_nobody_looks(
    dsn: str, first: str
) -> None:
    """What came before the leaving is the household's, what comes after it the member's own."""
    with racing(dsn) as (home, database):
        (bob,) = home.enrol("BOB1")
        household_id = home.found()
        home.let_in("BOB1", household_id)
        buy = till(home, home.buy("BOB1", "b1", TV))
        leave = leaving(home, "BOB1", household_id, key="l")
        goes_first, later = (leave, buy) if first == "leave" else (buy, leave)
        with races.held_up(home.connection, partial(came_of, database, later)) as came:
            goes_first(home.connection)
        assert isinstance(came[0], Answer)
        here, there = (0, 400) if first == "leave" else (400, 0)
        assert (home.points(home.ann).available, home.points(bob).available) == (1000 + here, there)


def test_two_tills_never_spend_more_than_a_role_may(dsn: str) -> None:
    """A child's limit of 100 is kept by eight tills at once, with holds and without."""
    with racing(dsn) as (home, database):
        home.enrol("BOB1")
        home.let_in("BOB1", home.found(), "child")
        acts = [till(home, home.pay(f"p{n}", TV, spend={"points": 30}, card="BOB1")) for n in range(4)]
        acts += [till(home, home.hold(f"h{n}", TV, spend={"points": 30}, card="BOB1")) for n in range(4)]
        came = at_once(database, acts)
        refusals = sorted(str(one.refusal) for one in came if isinstance(one, Answer))
        assert refusals == ["None"] * 3 + ["over_role_limit"] * 5
        paid = [one.payment.points for each in came if isinstance(each, Answer) for one in each.paid]
        assert sum(paid) + home.points(home.ann).held == 90


def test_whoever_joins_a_household_that_ends_is_told_so_or_keeps_it(dsn: str) -> None:
    """The last one leaves while another joins: there is a household of one, or none, and no point is lost."""
    with racing(dsn) as (home, database):
        home.enrol("BOB1")
        before = total(home)
        for number in range(ROUNDS):
            household_id = home.found("ANN1", key=f"f{number}")
            code = home.invite(household_id).code
            left, joined = at_once(
                database,
                [
                    leaving(home, "ANN1", household_id, key=f"l{number}"),
                    joining(home, "BOB1", key=f"j{number}", code=code),
                ],
            )
            assert isinstance(left, Answer)
            if isinstance(joined, Answer):
                home.leave("BOB1", household_id, key=f"m{number}")
            else:
                assert isinstance(joined, UnknownHousehold)
        assert total(home) == before


def test_a_merge_and_joining_at_once_are_one_after_the_other(dsn: str) -> None:
    """Bob is merged into Eve while he joins Ann: he is Eve by then, or he belongs to a household and is not merged."""
    with racing(dsn) as (home, database):
        bob, eve = home.enrol("BOB1", "EVE1")
        home.answer(home.buy("BOB1", "b1", TV))
        code = home.invite(home.found()).code
        asked = Merging("desk", "m", bob, eve, "twice")

        def merge(own: Connection) -> Answer:
            return merge_members(own, Programmes(), asked, clock=home.clock, new_id=new_id).answer

        merged, joined = at_once(database, [merge, joining(home, "BOB1", key="j", code=code)])
        assert isinstance(joined, Answer)
        alone = isinstance(merged, Problem)
        assert home.points(eve).available == (0 if alone else 1400)
        assert home.points(bob).available == 1400


@pytest.mark.parametrize("seed", [1, 2])
def test_tills_go_on_while_members_come_and_go(dsn: str, seed: int) -> None:
    """Three members buy and bring back at four tills while they join and leave: every purchase is recorded once."""
    with racing(dsn, programme=PROGRAMME.replace("members: 3", "members: 12")) as (home, database):
        cards = ("BOB1", "EVE1")
        home.enrol(*cards)
        household_id = home.found()

        invited = [home.invite(household_id).code for _ in range(8)]

        def buy(number: int) -> None:
            for turn in range(6):
                key, card = f"k{seed}-{number}-{turn}", (*cards, "ANN1")[(number + turn) % 3]
                came = persist(database, till(home, home.buy(card, key, TV)))
                assert came.refusal is None
                persist(database, till(home, home.back(card, f"r{key}", key)))

        def come_and_go(number: int) -> None:
            for turn in range(4):
                code = invited.pop()
                persist(database, joining(home, cards[number], key=f"j{code}", code=code))
                persist(database, leaving(home, cards[number], household_id, key=f"l{number}-{turn}"))

        with ThreadPoolExecutor(6) as pool:
            buying = [pool.submit(buy, number) for number in range(4)]
            moving = [pool.submit(come_and_go, number) for number in range(2)]
            for future in (*buying, *moving):
                future.result(120)
        assert total(home) == 1000


def test_a_transaction_that_dies_half_way_leaves_everything_as_it_was(dsn: str) -> None:
    """The connection is lost before the commit, at joining and at leaving; the same call then does it once."""
    with racing(dsn) as (home, _):
        (bob,) = home.enrol("BOB1")
        home.answer(home.buy("BOB1", "b1", TV))
        household_id = home.found()
        code = home.invite(household_id).code
        for act in (
            joining(home, "BOB1", key="j", code=code),
            leaving(home, "BOB1", household_id, key="l"),
        ):
            before = home.points(bob)
            with psycopg.connect(dsn) as lost:
                act(lost)
                lost.close()
            assert home.points(bob) == before
            assert home.verify().differences == []
            with home.connection.transaction():
                act(home.connection)
        assert home.points(bob) == Balance()
        assert isinstance(home.try_join("BOB1", key="j", code=code), Recorded)

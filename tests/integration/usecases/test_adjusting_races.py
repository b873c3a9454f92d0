"""Several hands at once: a request is decided once, a key adjusts once, and no day's sum is ever exceeded."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from uuid import UUID

import psycopg
import pytest
from psycopg.errors import UniqueViolation
from tests import races
from tests.integration.usecases.office import CLERK, MANAGER, OTHER_CLERK, Office
from tests.integration.usecases.shop import DAY, Shop

from tessera.approvals.staff import Staff
from tessera.kit.problems import Problem
from tessera.usecases.decide_request import AlreadyDecided, RequestEnded
from tessera.usecases.deciding.carry_out import Handled

Outcome = Handled | Problem
Act = Callable[[Office], Handled]


@pytest.fixture
def office(shop: Shop) -> Office:
    return Office.open(shop)


@pytest.fixture
def ann(office: Office) -> UUID:
    (ann,) = office.shop.enrol("ANN1")
    return ann


def outcome_of(office: Office, act: Act) -> Outcome:
    """What came of it; whom another's row comes in the way of tries again, as the server does."""
    try:
        return act(office)
    except UniqueViolation:
        return act(office)
    except Problem as problem:
        return problem


def at_once(office: Office, dsn: str, acts: list[Act]) -> list[Outcome]:
    """Do all of them at the same time, each on a connection of its own."""
    bounded = races.bounded(dsn)
    with ExitStack() as stack:
        own = [
            Office(office.shop, stack.enter_context(psycopg.connect(bounded, autocommit=True))) for _ in acts
        ]
        return races.at_once([partial(outcome_of, one, act) for one, act in zip(own, acts, strict=True)])


@contextmanager
def held_up(office: Office, dsn: str, act: Act) -> Iterator[list[Outcome]]:
    """Do the body in a transaction that `act` comes upon and waits for; what came of it once that is committed."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        later = partial(outcome_of, Office(office.shop, connection), act)
        with races.held_up(office.connection, later) as outcomes:
            yield outcomes


def activities(office: Office) -> int:
    """How many adjustments were recorded in all."""
    row = office.connection.execute(
        "select count(distinct activity_id) from posting where kind = 'adjusted'"
    ).fetchone()
    return row[0] if row else 0


def test_of_many_who_decide_at_once_one_does(office: Office, dsn: str, ann: UUID) -> None:
    """Eight managers approve and refuse ten requests together: each has one verdict, and points where that is yes."""
    requests = [office.ask(ann, f"g{number}", 1000).request.request_id for number in range(10)]
    decided: list[str] = []
    for request_id in requests:
        managers = [Staff("back-office", f"manager-{number}") for number in range(8)]
        acts: list[Act] = [partial(Office.approve, request_id=request_id, staff=one) for one in managers[:4]]
        acts += [partial(Office.refuse, request_id=request_id, staff=one) for one in managers[4:]]
        outcomes = at_once(office, dsn, acts)
        done = [one for one in outcomes if isinstance(one, Handled)]
        assert len(done) == 1
        assert all(isinstance(one, AlreadyDecided) for one in outcomes if not isinstance(one, Handled))
        assert done[0].request.verdict is not None
        decided.append(done[0].request.verdict.outcome)
    assert activities(office) == decided.count("approved")
    assert office.points(ann) == 100 + 1000 * decided.count("approved")


def test_one_manager_who_presses_twice_approves_once(office: Office, dsn: str, ann: UUID) -> None:
    """Both presses are answered alike."""
    request_id = office.ask(ann, "g1", 1000).request.request_id
    outcomes = at_once(office, dsn, [lambda own: own.approve(request_id)] * 6)
    answers = [one.recorded.answer for one in outcomes if isinstance(one, Handled) and one.recorded]
    assert len(answers) == 6
    assert len({answer.activity_id for answer in answers}) == 1
    assert office.points(ann) == 1100


def test_who_waited_for_the_refusal_cannot_approve(office: Office, dsn: str, ann: UUID) -> None:
    """The approval comes upon a refusal that is not committed yet, waits for it, and finds it."""
    request_id = office.ask(ann, "g1", 1000).request.request_id
    with held_up(office, dsn, lambda own: own.approve(request_id, staff=OTHER_CLERK)) as outcomes:
        office.refuse(request_id)
    (outcome,) = outcomes
    assert isinstance(outcome, AlreadyDecided)
    assert (outcome.facts["outcome"], activities(office)) == ("refused", 0)


def test_who_waited_until_the_request_ended_cannot_approve(office: Office, dsn: str, ann: UUID) -> None:
    """The clock is read after the lock: what ended while somebody waited has ended."""
    request_id = office.ask(ann, "g1", 1000).request.request_id
    with held_up(office, dsn, lambda own: own.approve(request_id)) as outcomes:
        office.connection.execute("select from request for update")
        office.shop.clock.instant += 7 * DAY
    (outcome,) = outcomes
    assert isinstance(outcome, RequestEnded)
    assert activities(office) == 0


def test_one_key_adjusts_once(office: Office, dsn: str, ann: UUID) -> None:
    """Six tries of one request at once, by two keys of one source: one adjustment, six times the same answer."""
    hands = [CLERK, OTHER_CLERK] * 3
    acts: list[Act] = [partial(Office.ask, member_id=ann, key="g1", points=50, staff=one) for one in hands]
    outcomes = at_once(office, dsn, acts)
    answers = [one.recorded.answer for one in outcomes if isinstance(one, Handled) and one.recorded]
    assert len(answers) == 6
    assert len({answer.activity_id for answer in answers}) == 1
    assert (activities(office), office.points(ann)) == (1, 150)


def test_a_hand_never_gives_more_than_its_day_alone(office: Office, dsn: str, ann: UUID) -> None:
    """Ten gifts of 60 at once, to two members: four fit into 250, and the others wait for somebody else."""
    (bob,) = office.shop.enrol("BOB1")
    acts: list[Act] = [
        partial(Office.ask, member_id=(ann, bob)[number % 2], key=f"g{number}", points=60)
        for number in range(10)
    ]
    outcomes = at_once(office, dsn, acts)
    given = [one for one in outcomes if isinstance(one, Handled) and one.recorded is not None]
    assert len(given) == 4
    assert office.points(ann) + office.points(bob) == 200 + 4 * 60


def test_one_adjustment_is_undone_once(office: Office, dsn: str, ann: UUID) -> None:
    """Six undoings under six keys at once: one is, the others are told that it was."""
    office.ask(ann, "g1", 50)
    acts: list[Act] = [partial(Office.undo, member_id=ann, key=f"u{number}", of="g1") for number in range(6)]
    refusals = [
        one.recorded.answer.refusal
        for one in at_once(office, dsn, acts)
        if isinstance(one, Handled) and one.recorded is not None
    ]
    assert sorted(map(str, refusals)) == ["None", *["already_undone"] * 5]
    assert office.points(ann) == 100


def test_the_same_manager_may_decide_while_others_buy(office: Office, dsn: str, ann: UUID) -> None:
    """Approvals and direct gifts to one member at once: every point is accounted for."""
    waiting = [office.ask(ann, f"w{number}", 1000).request.request_id for number in range(3)]
    acts: list[Act] = [partial(Office.approve, request_id=one, staff=MANAGER) for one in waiting]
    acts += [partial(Office.ask, member_id=ann, key=f"g{number}", points=20) for number in range(3)]
    outcomes = at_once(office, dsn, acts)
    assert all(isinstance(one, Handled) and one.recorded is not None for one in outcomes)
    assert office.points(ann) == 100 + 3 * 1000 + 3 * 20

"""Points that are missing: a receipt that no till reported is claimed, looked at, and earns as of its own day, once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from threading import Barrier
from typing import Any
from uuid import UUID

import msgspec
import psycopg
import pytest
from tests.command import PATIENCE_SECONDS
from tests.integration.usecases.correcting import answer_of
from tests.integration.usecases.merging import Desk
from tests.integration.usecases.office import CLERK, MANAGER, Office
from tests.integration.usecases.shop import DAY, NOON, Shop

from tessera.approvals.requests import Kind, State
from tessera.approvals.staff import Staff
from tessera.engine.activity import Line
from tessera.kit.problems import InvalidValue, KeyConflict, Problem, UnknownMember
from tessera.usecases.answer_parts import Balance
from tessera.usecases.answers import Recorded
from tessera.usecases.claim_purchase import claim_purchase
from tessera.usecases.claiming.asked import (
    AlreadyClaimed,
    AlreadyReported,
    Claiming,
    ClaimTooLate,
    Missing,
    NoClaims,
)
from tessera.usecases.decide_request import OwnRequest, approve_request, refuse_request
from tessera.usecases.deciding.carry_out import Handled
from tessera.usecases.programmes import Programmes
from tessera.usecases.read_history import read_history
from tessera.usecases.read_requests import read_requests
from tessera.usecases.verifying.requests import compare_requests

CLAIMS = "claims: {within: {days: 60}}\n"
APP = Staff("app", "key-5")


@pytest.fixture
def office(shop: Shop) -> Office:
    return Office.open(shop, limits=CLAIMS)


@pytest.fixture
def ann(office: Office) -> UUID:
    (ann,) = office.shop.enrol("ANN1")
    return ann


def claim(
    office: Office,
    key: str = "m1",
    *,
    receipt: str = "R-7",
    card: str = "ANN1",
    at: datetime | None = None,
    staff: Staff = APP,
    amount_minor: int = 2000,
    source: str = "till",
) -> Handled:
    """The app claims a purchase of the day before."""
    bought_at = at or NOON - DAY
    purchase = office.shop.purchase(receipt, (), amount_minor, at=bought_at)
    asked = Claiming(staff, key, ("card", card), Missing(source, receipt, purchase))
    return office.perform(partial(claim_purchase, asked=asked))


def approve(office: Office, handled: Handled, *, staff: Staff = MANAGER) -> Handled:
    request_id = handled.request.request_id
    return office.perform(partial(approve_request, request_id=request_id, kind=Kind.CLAIM, staff=staff))


def refuse(office: Office, handled: Handled) -> Handled:
    with office.connection.transaction():
        return refuse_request(
            office.connection,
            handled.request.request_id,
            kind=Kind.CLAIM,
            staff=MANAGER,
            reason="The receipt cannot be read",
            clock=office.shop.clock,
        )


def points(office: Office, member_id: UUID) -> Balance:
    return Desk(office.shop).points(member_id)


def test_it_waits_and_then_earns_as_of_its_own_day(office: Office, ann: UUID) -> None:
    """Points wait 14 days from the purchase, not from the approval; the app that asks again is told the same."""
    asked = claim(office)
    assert (asked.recorded, asked.request.verdict, points(office, ann)) == (
        None,
        None,
        Balance(available=100),
    )
    office.shop.clock.instant += 5 * DAY
    approved = answer_of(approve(office, asked))
    assert [(one.rule, one.amount) for one in approved.granted] == [("base", 40)]
    assert answer_of(claim(office)) == approved
    assert points(office, ann).pending == 40
    office.shop.clock.instant = NOON + 13 * DAY
    assert points(office, ann) == Balance(available=140)


def test_the_till_that_reports_it_later_gives_nothing_more(office: Office, ann: UUID) -> None:
    """It is answered with what the claim gave, though its lines and cents are others; its return finds the purchase."""
    approved = answer_of(approve(office, claim(office)))
    late = office.shop.buy("ANN1", "R-7", Line("1", 1999), at=NOON - DAY)
    (again,) = office.shop.record(late)
    assert again == Recorded(approved, replayed=True)
    assert points(office, ann).pending == 40
    assert office.shop.answer(office.shop.back("ANN1", "b1", "R-7")).refusal is None
    assert points(office, ann).pending == 0


def test_a_till_that_reports_it_for_another_is_told(office: Office, ann: UUID) -> None:
    """A conflict that names the member: whose it is, the desk says by a correction."""
    office.shop.enrol("BOB1")
    approve(office, claim(office))
    (problem,) = office.shop.record(office.shop.buy("BOB1", "R-7", Line("1", 2000), at=NOON - DAY))
    assert isinstance(problem, KeyConflict)
    assert problem.facts["field"] == "member"
    (problem,) = office.shop.record(office.shop.review("ANN1", "R-7"))
    assert isinstance(problem, KeyConflict)


def test_what_was_reported_is_not_claimed(office: Office, ann: UUID) -> None:
    """Before: refused at once. Between the claim and its approval: the manager is told, and refuses it."""
    office.shop.enrol("BOB1")
    office.shop.answer(office.shop.buy("BOB1", "R-7", Line("1", 2000)))
    with pytest.raises(AlreadyReported):
        claim(office)
    waiting = claim(office, receipt="R-8")
    office.shop.answer(office.shop.buy("ANN1", "R-8", Line("1", 2000), at=NOON - DAY))
    with pytest.raises(AlreadyReported):
        approve(office, waiting)
    refused = refuse(office, waiting)
    assert refused.request.state(NOON) is State.REFUSED
    assert points(office, ann).pending == 40


def test_a_receipt_is_claimed_once(office: Office, ann: UUID) -> None:
    """Not while a claim waits, nor after its approval, by whomever; after a refusal it may be claimed better."""
    office.shop.enrol("BOB1")
    first = claim(office)
    for card in ("ANN1", "BOB1"):
        with pytest.raises(AlreadyClaimed):
            claim(office, "m2", card=card)
    refuse(office, first)
    second = claim(office, "m2", amount_minor=2100)
    approve(office, second)
    with pytest.raises(AlreadyReported):
        claim(office, "m3")
    assert claim(office).request.state(NOON) is State.REFUSED


def test_a_claim_that_nobody_decided_may_be_made_again(office: Office, ann: UUID) -> None:
    """After 14 days it has ended; the purchase is 15 days old and still within its 60."""
    claim(office)
    office.shop.clock.instant += 14 * DAY
    assert answer_of(approve(office, claim(office, "m2"))).refusal is None


@pytest.mark.parametrize(("days", "late"), [(60, False), (61, True)], ids=["the last day", "the day after"])
def test_the_last_day_counts(office: Office, ann: UUID, days: int, *, late: bool) -> None:
    """Days are those of the programme's zone: at one in the morning in New York, 60 days ago is 60 days ago."""
    tomorrow = NOON + DAY
    office.shop.clock.instant = tomorrow.replace(hour=5)
    at = tomorrow.replace(hour=4) - timedelta(days=days)
    if late:
        with pytest.raises(ClaimTooLate):
            claim(office, at=at)
    else:
        assert claim(office, at=at).request.state(NOON) is State.PENDING


def test_without_the_section_nothing_is_claimed(shop: Shop) -> None:
    """Denied by default."""
    shop.enrol("ANN1")
    with pytest.raises(NoClaims):
        claim(Office(shop))


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"card": "NOBODY"}, UnknownMember),
        ({"staff": Staff("test:app", "key-6")}, UnknownMember),
        ({"source": "test:till"}, InvalidValue),
    ],
)
def test_what_cannot_be_claimed_leaves_no_trail(
    office: Office, ann: UUID, more: dict[str, Any], problem: type[Problem]
) -> None:
    """Nobody, and over the sandbox's fence."""
    with pytest.raises(problem):
        claim(office, **more)
    assert office.connection.execute("select count(*) from request").fetchone() == (0,)


def test_a_key_stands_for_one_claim(office: Office, ann: UUID) -> None:
    """Another sum under the same key is a conflict."""
    claim(office)
    with pytest.raises(KeyConflict):
        claim(office, amount_minor=2001)


def test_nobody_approves_their_own(office: Office, ann: UUID) -> None:
    """Neither the app's key, nor the clerk who brought it under another one."""
    by_clerk = claim(office, staff=CLERK)
    for same in (CLERK, Staff("back-office", "key-7", "clara")):
        with pytest.raises(OwnRequest):
            approve(office, by_clerk, staff=same)


def test_what_waits_can_be_listed(office: Office, ann: UUID) -> None:
    """Claims by themselves, newest first."""
    waiting = [claim(office, f"m{number}", receipt=f"R-{number}").request.request_id for number in range(3)]
    page = read_requests(
        office.connection,
        kind=Kind.CLAIM,
        source="back-office",
        state=State.PENDING,
        before=None,
        limit=2,
        clock=office.shop.clock,
    )
    assert [one.request_id for one in page] == waiting[:0:-1]


def test_it_earns_for_whom_the_member_was_merged_into(office: Office, ann: UUID) -> None:
    """The claim was Ann's, who is Bob by now."""
    (bob,) = office.shop.enrol("BOB1")
    asked = claim(office)
    Desk(office.shop).merge(ann, bob)
    assert answer_of(approve(office, asked)).member_id == bob


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "You showed us the receipt of this purchase."),
        ("ru", "Вы показали нам чек этой покупки."),
        ("ro", "Ne-ați arătat bonul acestei cumpărături."),
    ],
)
def test_the_history_tells_it(office: Office, ann: UUID, lang: str, said: str) -> None:
    """In the member's language."""
    approve(office, claim(office))
    page = read_history(office.connection, Programmes(), ann, before=None, limit=5, lang=lang)
    assert page.entries[0].told == (said,)


@pytest.mark.parametrize(
    "tampering",
    [
        "update request set asks = jsonb_set(asks, '{purchase,3}', '9000')",
        "update request set asks = jsonb_set(asks, '{receipt}', '\"R-9\"')",
        "update verdict set hand = 'key-5'",
    ],
)
def test_whoever_tampers_with_a_claim_is_found_out(office: Office, ann: UUID, tampering: str) -> None:
    """Its sum, its receipt, who approved it."""
    approve(office, claim(office))
    with office.connection.transaction(force_rollback=True):
        office.connection.execute(tampering)
        assert {one.check for one in compare_requests(office.connection)} == {"approval"}
    assert list(compare_requests(office.connection)) == []


def test_of_many_who_claim_one_receipt_one_is_first(office: Office, dsn: str, ann: UUID) -> None:
    """Six at once, for two members: one waits, five are told."""
    office.shop.enrol("BOB1")
    barrier = Barrier(6, timeout=PATIENCE_SECONDS)

    def run(number: int) -> Handled | Problem:
        with psycopg.connect(dsn, autocommit=True) as connection:
            own = Office(office.shop, connection)
            barrier.wait()
            try:
                return claim(own, f"m{number}", card=("ANN1", "BOB1")[number % 2])
            except Problem as problem:
                return problem

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(run, range(6)))
    assert sum(isinstance(one, Handled) for one in outcomes) == 1
    assert sum(isinstance(one, AlreadyClaimed) for one in outcomes) == 5


def test_the_till_and_the_approval_race(office: Office, dsn: str, ann: UUID) -> None:
    """Whoever comes first: the purchase earns once."""
    for number in range(4):
        receipt = f"R-{number}"
        asked = claim(office, f"m{number}", receipt=receipt)
        barrier = Barrier(2, timeout=PATIENCE_SECONDS)

        def run(act: Any, barrier: Barrier = barrier) -> Any:
            with psycopg.connect(dsn, autocommit=True) as connection:
                own = Office(office.shop, connection)
                barrier.wait()
                while True:
                    try:
                        return act(own)
                    except psycopg.errors.UniqueViolation:
                        continue
                    except Problem as problem:
                        return problem

        def report(own: Office, receipt: str = receipt) -> Any:
            till = Shop(own.connection, programme=None)
            return till.record(till.buy("ANN1", receipt, Line("1", 2000), at=NOON - DAY))[0]

        with ThreadPoolExecutor(2) as pool:
            approved, reported = pool.map(run, [partial(approve, handled=asked), report])
        assert isinstance(reported, Recorded)
        assert isinstance(approved, Handled | AlreadyReported | KeyConflict)
        assert points(office, ann).pending == 40 * (number + 1)


def test_what_is_claimed_reads_back_as_it_was(office: Office, ann: UUID) -> None:
    """Lines with their facts, and the instant, through the table and back."""
    lines = (Line("1", 1500, 2000, product="MILK", facts={"tax": "8"}), Line("2", 500))
    purchase = msgspec.structs.replace(
        office.shop.purchase("R-7", lines, 2000, at=NOON - DAY), store="12", payments={"cash": 2000}
    )
    asked = Claiming(APP, "m1", ("card", "ANN1"), Missing("till", "R-7", purchase))
    handled = office.perform(partial(claim_purchase, asked=asked))
    assert answer_of(approve(office, handled)).granted
    stored = office.connection.execute("select payload from activity order by activity_id desc").fetchone()
    assert stored is not None

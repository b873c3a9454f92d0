"""Small claims: they earn at once, as often as the programme lets each member; the rest waits for somebody's word."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier
from uuid import UUID

import msgspec
import psycopg
import pytest
from tests.command import PATIENCE_SECONDS
from tests.integration.usecases.correcting import answer_of
from tests.integration.usecases.merging import Desk
from tests.integration.usecases.office import Office
from tests.integration.usecases.shop import DAY, NOON, Shop
from tests.integration.usecases.test_claiming import APP, approve, claim, refuse

from tessera.approvals.requests import State
from tessera.kit.problems import UnknownMember
from tessera.usecases.answers import Recorded
from tessera.usecases.claim_purchase import claim_purchase
from tessera.usecases.claiming.asked import AlreadyClaimed, AlreadyReported, Claiming, Missing
from tessera.usecases.deciding.carry_out import Handled
from tessera.usecases.read_claims import read_claims, read_rivals

CLAIMS = "claims: {at-once: {up-to: 20.00, times: 2, per: month}}\n"


@pytest.fixture
def office(shop: Shop) -> Office:
    return Office.open(shop, limits=CLAIMS)


@pytest.fixture
def ann(office: Office) -> UUID:
    (ann,) = office.shop.enrol("ANN1")
    return ann


def states(handled: Sequence[Handled]) -> list[str]:
    """Where each is."""
    return [str(one.request.state(NOON)) for one in handled]


def test_a_small_one_earns_at_once_and_a_larger_one_waits(office: Office, ann: UUID) -> None:
    """The limit itself still counts; sent again, the answer is the first one."""
    small = claim(office, amount_minor=2000)
    assert states([small, claim(office, "m2", receipt="R-8", amount_minor=2001)]) == ["done", "pending"]
    answer = answer_of(small)
    assert ([one.amount for one in answer.granted], answer.claim) == ([40], small.request.request_id)
    assert claim(office, amount_minor=2000).recorded == Recorded(answer, replayed=True)
    with pytest.raises(AlreadyReported):
        claim(office, "m3")
    assert office.shop.verify().differences == []


def test_the_till_that_reports_it_later_gives_nothing_more(office: Office, ann: UUID) -> None:
    """As after an approval."""
    given = answer_of(claim(office))
    (again,) = office.shop.record(office.shop.buy("ANN1", "R-7", at=NOON - DAY))
    assert again == Recorded(given, replayed=True)


def test_each_member_has_so_many_in_a_window(office: Office, ann: UUID) -> None:
    """The third of a month waits, whoever brings it; in the next month there is room again."""
    office.shop.enrol("BOB1")
    asked = [claim(office, f"m{n}", receipt=f"R-{n}") for n in range(3)]
    others = claim(office, "b", receipt="B-1", card="BOB1")
    assert states([*asked, others]) == ["done", "done", "pending", "done"]
    approve(office, asked[2])
    office.shop.clock.instant += timedelta(days=31)
    assert states([claim(office, "m9", receipt="R-9")]) == ["done"]


def test_what_was_claimed_before_a_merge_counts(office: Office, ann: UUID) -> None:
    """Two memberships of one person have no more than one."""
    (bob,) = office.shop.enrol("BOB1")
    for number in range(2):
        claim(office, f"m{number}", receipt=f"R-{number}")
    Desk(office.shop).merge(ann, bob)
    assert states([claim(office, "b", receipt="B-1", card="BOB1")]) == ["pending"]
    assert [one.key for one in read_claims(office.connection, ann, before=None, limit=5)] == ["b", "m1", "m0"]


def test_a_receipt_in_other_money_is_looked_at(office: Office, ann: UUID) -> None:
    """Twenty of another money may be worth anything; once approved, the books refuse it, and that is what it says."""
    purchase = msgspec.structs.replace(office.shop.purchase("R-7", (), 2000, at=NOON - DAY), money="EUR")
    asked = Claiming(APP, "m1", ("card", "ANN1"), Missing("till", "R-7", purchase))
    waiting = office.perform(partial(claim_purchase, asked=asked))
    assert states([waiting]) == ["pending"]
    approved = approve(office, waiting)
    assert approved.request.verdict is not None
    assert (states([approved]), approved.request.verdict.refusal) == (["failed"], "other_money")
    assert approve(office, waiting).request.state(NOON) is State.FAILED


def test_whoever_looks_sees_who_else_has_claimed_the_receipt(office: Office, ann: UUID) -> None:
    """Whatever became of that; other receipts are not among them."""
    office.shop.enrol("BOB1")
    first = claim(office, "m1", amount_minor=5000)
    refuse(office, first)
    second = claim(office, "m2", amount_minor=5000, card="BOB1")
    other = claim(office, "m3", receipt="R-8", amount_minor=5000)
    found = read_rivals(office.connection, [second.request, other.request])
    assert [[one.request_id for one in rivals] for rivals in found] == [[first.request.request_id], []]


def test_a_member_s_claims_are_a_page_of_their_own(office: Office, ann: UUID) -> None:
    """Newest first, none of others; of nobody there are none."""
    office.shop.enrol("BOB1")
    claim(office, "b", receipt="B-1", card="BOB1")
    asked = [claim(office, f"m{n}", receipt=f"R-{n}").request for n in range(3)]
    page = read_claims(office.connection, ann, before=asked[2].request_id, limit=1)
    assert [one.request_id for one in page] == [asked[1].request_id]
    with pytest.raises(UnknownMember):
        read_claims(office.connection, UUID(int=7), before=None, limit=5)


def test_many_at_once_are_no_more_than_so_many(office: Office, dsn: str, ann: UUID) -> None:
    """Six receipts of one member on six connections: two earn, four wait; of one receipt six times, one."""

    def race(receipts: Sequence[str]) -> list[Handled | AlreadyClaimed | AlreadyReported]:
        barrier = Barrier(len(receipts), timeout=PATIENCE_SECONDS)

        def run(number: int) -> Handled | AlreadyClaimed | AlreadyReported:
            with psycopg.connect(dsn, autocommit=True) as connection:
                own = Office(office.shop, connection)
                barrier.wait()
                try:
                    return claim(own, f"{receipts[number]}-{number}", receipt=receipts[number])
                except (AlreadyClaimed, AlreadyReported) as problem:
                    return problem

        with ThreadPoolExecutor(len(receipts)) as pool:
            return list(pool.map(run, range(len(receipts))))

    came = [one for one in race(["S-1"] * 6) if isinstance(one, Handled)]
    assert states(came) == ["done"]
    came = [one for one in race([f"R-{n}" for n in range(6)]) if isinstance(one, Handled)]
    assert sorted(states(came)) == ["done", *["pending"] * 5]
    assert office.shop.verify().differences == []

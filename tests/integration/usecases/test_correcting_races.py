"""Several managers and tills at one receipt at once: it is one member's at every instant, and returned once."""

from contextlib import ExitStack
from functools import partial
from typing import Any
from uuid import UUID

import psycopg
from tests import races
from tests.integration.usecases.correcting import Manager, answer_of
from tests.integration.usecases.merging import Desk
from tests.integration.usecases.office import Office
from tests.integration.usecases.shop import Shop

from tessera.approvals.staff import Staff
from tessera.engine.activity import Line
from tessera.kit.problems import Problem
from tessera.usecases.answers import Recorded
from tessera.usecases.database import PASSING
from tessera.usecases.deciding.carry_out import Handled


def at_once(shop: Shop, dsn: str, acts: list[Any]) -> list[Any]:
    """Do all of them at the same time, each on its own connection; whom another's row stops tries again, as servers do."""

    def run(office: Office, act: Any) -> Any:
        while True:
            try:
                return act(office)
            except PASSING:
                continue
            except Problem as problem:
                return problem

    bounded = races.bounded(dsn)
    with ExitStack() as stack:
        own = [Office(shop, stack.enter_context(psycopg.connect(bounded, autocommit=True))) for _ in acts]
        return races.at_once([partial(run, one, act) for one, act in zip(own, acts, strict=True)])


def correct(office: Office, of: str, to: str, number: int) -> Handled:
    staff = Staff("back-office", f"manager-{number}")
    return Manager(office).correct(of, to, key=f"c{number}", staff=staff)


def record(office: Office, submission: Any) -> Any:
    own = Shop(office.connection, programme=None)
    own.clock = office.shop.clock
    return own.record(submission)[0]


def pending(shop: Shop, *members: UUID) -> list[int]:
    return [Desk(shop).points(one).pending for one in members]


def test_many_who_correct_one_receipt_leave_it_with_one_member(shop: Shop, dsn: str) -> None:
    """Six managers give Ann's receipt to Bob and Cat at once: all or some do, and its points are there once."""
    office = Office.open(shop)
    members = shop.enrol("ANN1", "BOB1", "CAT1")
    shop.record(shop.buy("ANN1", "p1", Line("1", 3000)))
    acts = [partial(correct, of="p1", to=("BOB1", "CAT1")[number % 2], number=number) for number in range(6)]
    handled = at_once(shop, dsn, acts)
    assert {answer_of(one).refusal for one in handled} <= {None, "already_theirs"}
    assert sorted(pending(shop, *members)) == [0, 0, 60]
    assert pending(shop, members[0]) == [0]
    assert office.connection.execute("select count(*) from correction").fetchone() == (
        sum(answer_of(one).refusal is None for one in handled),
    )


def test_one_request_sent_at_once_corrects_once(shop: Shop, dsn: str) -> None:
    """Six tries under one key: six times the same answer."""
    Office.open(shop)
    members = shop.enrol("ANN1", "BOB1")
    shop.record(shop.buy("ANN1", "p1", Line("1", 3000)))
    handled = at_once(shop, dsn, [partial(correct, of="p1", to="BOB1", number=1)] * 6)
    assert len({answer_of(one).activity_id for one in handled}) == 1
    assert pending(shop, *members) == [0, 60]


def test_a_return_and_a_correction_race(shop: Shop, dsn: str) -> None:
    """Whoever comes first: nothing is left of the purchase with anybody, or it was corrected and then returned."""
    Office.open(shop)
    members = shop.enrol("ANN1", "BOB1")
    for number in range(8):
        key = f"p{number}"
        shop.record(shop.buy("ANN1", key, Line("1", 1000)))
        correcting = partial(correct, of=key, to="BOB1", number=number)
        returning = partial(record, submission=shop.back("ANN1", f"r{number}", key))
        corrected, returned = at_once(shop, dsn, [correcting, returning])
        assert isinstance(returned, Recorded)
        assert returned.answer.refusal is None
        assert answer_of(corrected).refusal in {None, "partly_returned"}
        assert pending(shop, *members) == [0, 0]


def test_two_receipts_cross(shop: Shop, dsn: str) -> None:
    """Ann's goes to Bob and Bob's to Ann, many at once: nobody waits in a ring."""
    Office.open(shop)
    members = shop.enrol("ANN1", "BOB1")
    for number in range(4):
        shop.record(shop.buy("ANN1", f"a{number}", Line("1", 1000)))
        shop.record(shop.buy("BOB1", f"b{number}", Line("1", 500)))
    acts = [partial(correct, of=f"a{number}", to="BOB1", number=number) for number in range(4)]
    acts += [partial(correct, of=f"b{number}", to="ANN1", number=10 + number) for number in range(4)]
    handled = at_once(shop, dsn, acts)
    assert {answer_of(one).refusal for one in handled} == {None}
    assert pending(shop, *members) == [40, 80]

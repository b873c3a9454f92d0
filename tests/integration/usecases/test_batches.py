"""Promise 8: any batching of the same sequence ends in the same books."""

from random import Random
from typing import Any
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.database import FreshDatabase
from tests.integration.usecases.shop import DAY, NOON, Shop

from tessera.engine.activity import Activity, Line
from tessera.kit.ids import new_id
from tessera.ledger.routes import Route, one_route
from tessera.usecases.adjust_points import adjustment
from tessera.usecases.answers import Answer, Recorded, Submission
from tessera.usecases.record_activities import record_activities
from tessera.usecases.recording import write

pytestmark = pytest.mark.every_postgresql

CARDS = ("ANN1", "BOB1", "EVE1")

# Every column that batching could touch; ids differ from run to run.
MOVED = "kind, contra, amount, available_after, pending_after, debt_after, rule_id, programme_version, lot_version"
BOOKS = {
    "posting": f"currency, version, {MOVED}, effective_at, recorded_at",
    "lot": "currency, lot_version, expires_at, granted, remaining, available_at",
    "allocation": "currency, taker_version, lot_version, amount",
    "account": "currency, available, pending, debt, lifetime_earned, version, maturing",
    "standing": "version, state",
    "returned": "line, amount_minor, quantity_milli",
}


def history(random: Random) -> list[Submission]:
    """A year of a few members: purchases, returns of some of them, reviews, retries, adjustments, late reports."""
    now, bought, out = NOON, [("ANN1", "none")], list[Submission]()
    for number in range(40):
        now += DAY * random.choice([0, 0, 1, 9])
        card, key = random.choice(CARDS), f"k{number}"
        match random.randrange(6):
            case 0 | 1:
                lines = tuple(
                    Line(f"l{n}", random.randrange(6000), department=random.choice(["dairy", None]))
                    for n in range(random.randrange(1, 4))
                )
                amount = sum(line.amount_minor for line in lines)
                at = now - DAY * random.choice([0, 0, 3, 80])
                activity = Activity("purchase", key, at, amount, "USD", lines=lines)
                bought.append((card, key))
            case 2 | 3:
                card, of = random.choice(bought[-6:])
                part = random.choice([(), (Line("l0", 0, 500),), (Line("l0", 100, 0),)])
                activity = Activity("return", key, now, money="USD", lines=part, of=of)
            case 4:
                activity = Activity("review", key, now)
            case _:
                points = random.choice([-50, -5, 30])
                given_by_hand = adjustment(
                    source="till", key=key, member_id="", currency="points", points=points, reason="x", occurred_at=now
                )  # fmt: skip
                activity = given_by_hand.activity
        out.append(Submission("till", "card", card, activity, received_at=now))
        if random.random() < 0.1:
            out.append(random.choice(out))
    return out


def recorded(
    dsn: str, sequence: list[Submission], sizes: list[int], *, route: Route = one_route
) -> tuple[list[Any], list[Any]]:
    """Answers and books, ids left out, after the sequence in batches of these sizes (the last one repeats)."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        shop = Shop(connection)
        members = shop.enrol(*CARDS)
        results, place = list[Any](), 0
        while place < len(sequence):
            size = sizes.pop(0) if len(sizes) > 1 else sizes[0]
            with connection.transaction():
                results += record_activities(
                    connection,
                    shop.programmes,
                    sequence[place : place + size],
                    clock=shop.clock,
                    new_id=new_id,
                    route=route,
                )
            place += size
        assert shop.verify().differences == []
        books = [
            connection.execute(
                f"select {columns} from {table} where account_id = %s order by {columns}", (member,)
            ).fetchall()
            for member in members
            for table, columns in BOOKS.items()
        ]
    return [told(result) for result in results], books


def told(result: object) -> object:
    """A result without ids: an answer's content, or the kind of a problem."""
    if not isinstance(result, Recorded):
        return type(result)
    answer: Answer = result.answer
    return (
        result.replayed, answer.refusal, answer.programme_version, answer.granted, answer.taken_back, answer.reasons,
        {currency: balance for currency, balance in answer.balances.items() if balance.available or balance.pending},
    )  # fmt: skip


@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.randoms(use_true_random=False), st.lists(st.integers(1, 12), min_size=2, max_size=8))
def test_splitting_a_sequence_changes_nothing(
    fresh_database: FreshDatabase, random: Random, sizes: list[int]
) -> None:
    """One by one, all at once, in any pieces, few rows at a time or many: the same answers, postings, lots, allocations,
    balances and standings.
    """
    sequence = history(random)
    outcomes = []
    for pieces, few in (([1], 100), ([len(sequence)], 0), (sizes, 4)):
        with fresh_database() as dsn, pytest.MonkeyPatch.context() as patch:
            patch.setattr(write, "FEW", few)  # what is more goes by COPY
            outcomes.append(recorded(dsn, sequence, list(pieces)))
    assert outcomes[0] == outcomes[1]
    assert outcomes[0] == outcomes[2]


def test_a_batch_that_goes_by_routes_ends_in_the_same_books(fresh_database: FreshDatabase) -> None:
    """Where a cluster splits the accounts, each route is a part of the batch by itself; every answer is in its place."""
    sequence, outcomes = history(Random(7)), []  # noqa: S311 - to choose
    routes: dict[UUID, int] = {}
    for route in (one_route, lambda account_id: routes.setdefault(account_id, -len(routes))):
        with fresh_database() as dsn:
            outcomes.append(recorded(dsn, sequence, [len(sequence)], route=route))
    assert outcomes[0] == outcomes[1]
    assert len(routes) == len(CARDS)

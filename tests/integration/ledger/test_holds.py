"""Holds as they are stored: read again with what they took, resolved once by whoever comes first, and proved."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random
from uuid import UUID

import psycopg
import pytest
from psycopg import Connection
from tests import races

from tessera.kit.clock import SetClock
from tessera.kit.ids import new_id
from tessera.ledger.append import append_few, append_many
from tessera.ledger.due import read_due
from tessera.ledger.lock import lock_accounts, read_lots, read_settled, read_takes
from tessera.ledger.rows import Cause, Hold, Refunded, Take
from tessera.ledger.spendable import HoldResolved, InsufficientPoints
from tessera.ledger.verify import CHECKS, Difference, check_books, check_pending, check_trial
from tessera.ledger.wallet import Wallet
from tessera.ledger.write import write_wallets
from tessera.usecases.programmes import Programmes
from tessera.usecases.sweep_due import sweep_due

pytestmark = pytest.mark.every_postgresql

NOW = datetime(2026, 6, 5, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SOON = NOW + timedelta(minutes=30)
ANN, BASKET = UUID(int=1), UUID(int=70)


def at(now: datetime, *, of: UUID = BASKET) -> Cause:
    return Cause(of, 1, now, now)


@pytest.fixture
def connection(dsn: str) -> Iterator[Connection]:
    with psycopg.connect(dsn) as connection:
        yield connection


@contextmanager
def account(connection: Connection, account_id: UUID = ANN, *, now: datetime = NOW) -> Iterator[Wallet]:
    """One transaction on an account: locked, read, settled, written."""
    with connection.transaction():
        wallet = lock_accounts(connection, [account_id], ["points"])[account_id]["points"]
        read_lots(connection, [wallet])
        wallet.settle(now)
        yield wallet
        write_wallets(connection, [wallet], append_few)


def give(connection: Connection, *grants: tuple[int, datetime | None], to: UUID = ANN) -> None:
    for amount, expires_at in grants:
        with account(connection, to) as own:
            own.adjust(amount, expires_at=expires_at, cause=at(NOW))


def differences(connection: Connection) -> list[Difference]:
    """What the tables have against each other."""
    found = [difference for check in CHECKS for difference in check_books(connection, check)]
    return [*found, *check_pending(connection), *check_trial(connection)]


def lots(connection: Connection) -> list[tuple[int, int, datetime]]:
    return connection.execute("select lot_version, remaining, expires_at from lot order by 1").fetchall()


def test_a_hold_is_read_again_with_what_it_took_in_its_order(connection: Connection) -> None:
    """Empty lots among them; and what is redeemed of it, freed and given back, each in a transaction of its own."""
    give(connection, (10, None), (10, NOW + 2 * DAY), (10, NOW + 9 * DAY))
    before = lots(connection)
    with account(connection) as own:
        own.hold(25, hold_id=BASKET, expires_at=SOON, cause=at(NOW))
    assert differences(connection) == []
    with account(connection) as own:
        (placed,) = own.open_holds_of(BASKET)
        assert [(take.lot_version, take.amount) for take in placed.takes] == [(2, 10), (3, 10), (1, 5)]
        own.redeem(placed, 15, at(NOW, of=UUID(int=71)))
        own.unhold(placed, at(NOW, of=UUID(int=71)))
    assert differences(connection) == []
    assert [remaining for _, remaining, _ in lots(connection)] == [10, 0, 5]
    for already, amount in ((10, 8), (18, 7)):
        with account(connection) as own:
            assert own.open_holds_of(BASKET) == []
            read_takes(connection, {ANN: {"points": own}}, [(ANN, "points", placed.version)] * 2)
            takes = own.takes_of(placed.version)
            assert takes == placed.takes
            back = own.refund(takes, amount, already=already, grace_until=None, cause=at(NOW))
            assert back == Refunded(to_lots=amount)
        assert differences(connection) == []
    assert lots(connection) == before


@pytest.mark.parametrize("append", [append_few, append_many])
def test_what_is_redeemed_at_once_is_one_row_that_ends_nowhere(
    connection: Connection, append: object
) -> None:
    """By either way of writing; nothing is left to look out for."""
    give(connection, (10, None))
    with connection.transaction():
        wallet = lock_accounts(connection, [ANN], [])[ANN]["points"]
        read_lots(connection, [wallet])
        wallet.spend(4, hold_id=BASKET, cause=at(NOW), rule_id="pay")
        write_wallets(connection, [wallet], append_few if append is append_few else append_many)
    rows = connection.execute("select amount, resolved_version, expires_at > now() from hold").fetchall()
    assert rows == [(4, 3, True)]
    assert read_due(connection, NOW + 999 * DAY, limit=9) == []
    assert differences(connection) == []


def test_a_sweep_comes_when_a_hold_ends_and_frees_it(connection: Connection) -> None:
    """What ended meanwhile is gone; a sweep that comes for a hold captured before finds nothing and comes no more."""
    give(connection, (10, NOW + timedelta(minutes=5)), (10, None), to=ANN)
    give(connection, (10, None), to=UUID(int=2))
    for account_id in (ANN, UUID(int=2)):
        with account(connection, account_id) as own:
            own.hold(10, hold_id=BASKET, expires_at=SOON, cause=at(NOW))
    with account(connection, UUID(int=2)) as own:
        own.redeem(own.open_holds()[0], 10, at(NOW))
    assert sorted(read_due(connection, SOON, limit=9)) == [ANN, UUID(int=2)]
    with connection.transaction():
        assert sweep_due(connection, Programmes(), clock=SetClock(SOON), new_id=new_id) == 2
    balances = connection.execute("select available, held, version from account order by account_id")
    assert balances.fetchall() == [(10, 0, 5), (0, 0, 3)]
    assert read_due(connection, SOON + 999 * DAY, limit=9) == []
    assert differences(connection) == []


def test_a_hold_captured_in_part_is_not_written_half_way(connection: Connection) -> None:
    """Who forgets to let the rest go writes nothing at all."""
    give(connection, (10, None))
    with pytest.raises(AssertionError, match="not let go"), account(connection) as own:
        own.redeem(own.hold(10, hold_id=BASKET, cause=at(NOW)), 4, at(NOW))
    assert lots(connection)[0][1] == 10
    assert differences(connection) == []


def test_who_reads_without_a_lock_never_sees_half_of_a_movement(dsn: str, connection: Connection) -> None:
    """A hold is over, and swept after the account's row was read and before its lots were: the row is read again."""
    give(connection, (10, None))
    with account(connection) as own:
        own.hold(10, hold_id=BASKET, expires_at=SOON, cause=at(NOW))

    def read() -> tuple[int, int]:
        with psycopg.connect(races.bounded(dsn)) as reader:
            own = read_settled(reader, [ANN], SOON)[ANN]["points"]
            return own.available, own.held

    with ThreadPoolExecutor(1) as pool:
        with connection.transaction():
            connection.execute("lock table lot in access exclusive mode")
            reading = pool.submit(read)
            races.until_it_waits(connection, reading)
            sweep_due(connection, Programmes(), clock=SetClock(SOON), new_id=new_id)
        assert reading.result() == (10, 0)


Act = Callable[[Connection], str]


def capture(account_id: UUID) -> Act:
    def act(connection: Connection) -> str:
        with account(connection, account_id) as own:
            placed = hold_in(connection, own)
            own.redeem(placed, 6, at(NOW, of=UUID(int=71)))
            own.unhold(placed, at(NOW, of=UUID(int=71)))
        return "captured"

    return act


def release(account_id: UUID) -> Act:
    def act(connection: Connection) -> str:
        with account(connection, account_id) as own:
            own.unhold(hold_in(connection, own), at(NOW, of=UUID(int=72)))
        return "released"

    return act


def sweep(connection: Connection) -> str:
    with connection.transaction():
        sweep_due(connection, Programmes(), clock=SetClock(SOON), new_id=new_id)
    return "swept"


def hold_in(connection: Connection, own: Wallet) -> Hold:
    """The account's one hold, resolved or not."""
    ((version,),) = connection.execute("select version from hold where account_id = %s", (own.account_id,))
    read_takes(connection, {own.account_id: {"points": own}}, [(own.account_id, "points", version)])
    return next(hold for hold in own.holds if hold.version == version)


def race(dsn: str, acts: Sequence[Act], *, abreast: int) -> list[str]:
    """Do all of it, so many at the same time, each on a connection of its own; what each did, or why not."""

    def run(own: Sequence[Act]) -> list[str]:
        done = []
        with psycopg.connect(races.bounded(dsn)) as connection:
            for act in own:
                try:
                    done.append(act(connection))
                except (HoldResolved, InsufficientPoints) as refusal:
                    done.append(type(refusal).__name__)
        return done

    parts = races.at_once([partial(run, acts[place::abreast]) for place in range(abreast)])
    return [one for done in parts for one in done]


@pytest.mark.parametrize("seed", range(3))
def test_capture_release_and_the_end_of_time_resolve_a_hold_exactly_once(dsn: str, seed: int) -> None:
    """Twelve accounts with a hold each, all of it at once in any order: one of the three has it, the others find it gone."""
    accounts = [UUID(int=number) for number in range(1, 13)]
    with psycopg.connect(dsn) as connection:
        for account_id in accounts:
            give(connection, (5, NOW + 9 * DAY), (5, None), to=account_id)
            with account(connection, account_id) as own:
                own.hold(10, hold_id=BASKET, expires_at=SOON, cause=at(NOW))
    acts = [act for account_id in accounts for act in (capture(account_id), release(account_id), sweep)]
    Random(seed).shuffle(acts)  # noqa: S311 - which comes first is a choice, not a secret
    done = race(dsn, acts, abreast=6)
    with psycopg.connect(dsn) as connection:
        sweep(connection)
        kinds: dict[str, int] = dict(
            connection.execute(
                "select last.kind || coalesce(last.activity_id::text, ''), count(*)::int from hold join posting as last"
                " on last.account_id = hold.account_id and last.version = hold.resolved_version group by 1"
            ).fetchall()
        )
        assert kinds.get(f"unheld{UUID(int=71)}", 0) == done.count("captured")
        assert kinds.get(f"unheld{UUID(int=72)}", 0) == done.count("released")
        assert sum(kinds.values()) == len(accounts)
        assert done.count("HoldResolved") == 2 * len(accounts) - done.count("captured") - done.count(
            "released"
        )
        balances = connection.execute("select available, held from account order by available").fetchall()
        assert balances == [(4, 0)] * done.count("captured") + [(10, 0)] * (12 - done.count("captured"))
        assert differences(connection) == []


def test_tills_hold_no_more_than_there_is(dsn: str) -> None:
    """Eight at once want 3 of 10 points each: three get them."""
    with psycopg.connect(dsn) as connection:
        give(connection, (10, None))

    def till(number: int) -> Act:
        def act(connection: Connection) -> str:
            with account(connection) as own:
                own.hold(3, hold_id=UUID(int=number), expires_at=SOON, cause=at(NOW, of=UUID(int=number)))
            return "held"

        return act

    done = race(dsn, [till(number) for number in range(1, 9)], abreast=8)
    assert sorted(done) == ["InsufficientPoints"] * 5 + ["held"] * 3
    with psycopg.connect(dsn) as connection:
        assert connection.execute("select available, held from account").fetchall() == [(1, 9)]
        assert differences(connection) == []


TAMPERED = {
    "update hold set amount = 9 where resolved_version is null": "hold",
    "update hold set amount = amount + 1 where resolved_version is not null": "hold",
    "update hold set resolved_version = 1 where version = 3": "hold",
    "update hold set resolved_version = null where resolved_version is not null": "holdings",
    "update hold set hold_id = gen_random_uuid()": "hold",
    "delete from hold where resolved_version is null": "hold",
    "delete from hold where resolved_version is not null": "hold",
    "insert into hold select account_id, currency, 1, hold_id, 7, expires_at, null from hold limit 1": "hold",
    "update account set next_expiry_at = next_expiry_at + interval '1 hour'": "holdings",
    "update account set held = held + 1, available = available - 1": "holdings",
    "update allocation set amount = amount - 1 where taker_version = 2": "allocation",
    "delete from allocation where amount < 0": "allocation",
    "update posting set amount = amount + 1 where kind = 'refunded'": "allocation",
    "update posting set held_after = held_after + 1, available_after = available_after - 1 where kind = 'redeemed'": "chain",
    "update posting set held_after = held_after - 1, available_after = available_after + 1 where kind = 'held'": "chain",
    "update posting set amount = amount - 1 where kind = 'redeemed'": "trial",
}


def test_whoever_tampers_with_a_hold_is_found_out(connection: Connection) -> None:
    """Each table is checked against the others: rows that were changed, removed, added."""
    give(connection, (20, None))
    with account(connection) as own:
        own.hold(10, hold_id=BASKET, expires_at=SOON, cause=at(NOW))
    with account(connection) as own:
        captured = own.hold(5, hold_id=UUID(int=80), expires_at=SOON + DAY, cause=at(NOW, of=UUID(int=80)))
        own.redeem(captured, 2, at(NOW))
        own.unhold(captured, at(NOW))
        own.refund([Take(1, 2, own.live_lots()[0].expires_at)], 1, already=0, grace_until=None, cause=at(NOW))
    assert differences(connection) == []
    for statement, check in TAMPERED.items():
        with connection.transaction(force_rollback=True):
            connection.execute(statement)
            found = {difference.check for difference in differences(connection)}
        assert check in found, (statement, found)
    assert differences(connection) == []

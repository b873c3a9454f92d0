"""The proof of the books: silent about sound ones, and naming whatever was tampered with."""

from collections.abc import Iterator

import msgspec
import psycopg
import pytest
from tests.integration.usecases.shop import DAY, Shop

from tessera.engine.activity import Line
from tessera.engine.standing import Standing
from tessera.usecases.answers import Answer

pytestmark = pytest.mark.every_postgresql

MILK, TOY = Line("milk", 1000, department="dairy"), Line("toy", 4550, 2000)


@pytest.fixture
def books(dsn: str) -> Iterator[Shop]:
    """Books in which everything has happened: maturity, expiry, a return, debt and its repayment, an adjustment."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        shop = Shop(connection)
        (ann, _) = shop.enrol("ANN1", "BOB1")
        shop.record(shop.buy("ANN1", "p1", MILK, TOY), shop.buy("BOB1", "p2", MILK))
        shop.clock.instant += 20 * DAY
        shop.record(shop.adjust(ann, "a", -200))
        shop.record(
            shop.back("ANN1", "r", "p1", Line("toy", 4000, 0)),
            shop.back("ANN1", "x", "p1", Line("toy", 4000, 0)),
        )
        shop.record(shop.review("ANN1", "v1"), shop.review("BOB1", "v2"), shop.buy("ANN1", "p3", MILK))
        shop.clock.instant += 70 * DAY
        shop.sweep()
        shop.record(shop.buy("ANN1", "p4", MILK), shop.review("BOB1", "v3"))
        yield shop


def found(shop: Shop) -> set[str]:
    """The checks that found something."""
    verified = shop.verify()
    assert verified.ok is (not verified.differences)
    assert all(difference.detail for difference in verified.differences)
    return {difference.check for difference in verified.differences}


def test_sound_books_prove_themselves(books: Shop) -> None:
    """No difference, and a count of what was looked at; asking twice gives the same."""
    verified = books.verify()
    assert verified.ok
    assert (verified.accounts, verified.activities) == (4, 12)
    assert verified.postings > 20
    assert books.verify() == verified


@pytest.mark.parametrize(
    ("damage", "check"),
    [
        ("update account set available = available + 1 where currency = 'points'", "account"),
        ("update account set debt = debt + 1, version = version + 1", "account"),
        ("update account set pending = pending + 1 where pending > 0", "pending"),
        ("update account set next_expiry_at = null where currency = 'points'", "holdings"),
        ("update account set lifetime_earned = lifetime_earned + 1", "lifetime"),
        ("delete from account where currency = 'stars'", "account"),
        ("update posting set amount = amount + 1 where version = 2", "chain"),
        ("update posting set amount = amount + 1, available_after = available_after + 1 where version = 1", "chain"),
        ("update posting set rule_id = 'dairy' where rule_id = 'base'", "rebuild"),
        ("update posting set programme_version = 2 where kind = 'earned'", "rebuild"),
        ("update posting set effective_at = effective_at + interval '1 s' where kind = 'expired'", "rebuild"),
        ("delete from posting where version = 2", "chain"),
        ("update lot set remaining = remaining - 1 where remaining > 0", "lot"),
        ("update lot set granted = granted + 1, remaining = remaining + 1", "lot"),
        ("update lot set expires_at = expires_at + interval '1 day' where expires_at < '9999-01-01'", "rebuild"),
        ("update lot set available_at = available_at + interval '1 s'", "rebuild"),
        ("delete from lot where remaining = 0", "rebuild"),
        ("update allocation set amount = amount + 1", "allocation"),
        ("delete from allocation", "allocation"),
        ("delete from activity_key where key = 'p2'", "key"),
        ("delete from activity where activity_id = (select activity_id from activity_key where key = 'p2')", "key"),
        ("update activity set received_at = received_at + interval '1 day'", "rebuild"),
        ("update returned set amount_minor = amount_minor - 1", "returned"),
        ("delete from returned", "returned"),
        ("delete from due", "due"),
        ("delete from standing", "standing"),
    ],
)  # fmt: skip
def test_damage_is_named(books: Shop, damage: str, check: str) -> None:
    """Each table, tampered with behind the ledger's back: the check that looks after it says so."""
    assert books.connection.execute(damage).rowcount > 0
    assert check in found(books)


def test_a_changed_standing_is_named(books: Shop) -> None:
    """One more visit than there was."""
    account_id, state = books.connection.execute("select account_id, state from standing").fetchone() or (
        None,
        b"",
    )
    standing = msgspec.msgpack.decode(state, type=Standing)
    changed = msgspec.structs.replace(standing, counts={**standing.counts, "purchase": 99})
    books.connection.execute(
        "update standing set state = %s where account_id = %s", (msgspec.msgpack.encode(changed), account_id)
    )
    assert found(books) == {"standing"}


@pytest.mark.parametrize("change", ["granted", "refusal", "forgiven"])
def test_a_changed_answer_is_named(books: Shop, change: str) -> None:
    """An answer that gives more than was decided, refuses what was decided, or grants what was refused."""
    key = "x" if change == "forgiven" else "p2"
    find = (
        "select account_id, activity_id, outcome"
        " from activity join activity_key using (account_id, activity_id) where key = %s"
    )
    row = books.connection.execute(find, (key,)).fetchone()
    assert row is not None
    answer = msgspec.msgpack.decode(row[2], type=Answer)
    if change == "granted":
        (base, *others) = answer.granted
        answer = msgspec.structs.replace(answer, granted=(msgspec.structs.replace(base, amount=99), *others))
    else:
        answer = msgspec.structs.replace(answer, refusal="not_returnable" if change == "refusal" else None)
    books.connection.execute(
        "update activity set outcome = %s where account_id = %s and activity_id = %s",
        (msgspec.msgpack.encode(answer), row[0], row[1]),
    )
    assert found(books) & {"decision", "rebuild"}

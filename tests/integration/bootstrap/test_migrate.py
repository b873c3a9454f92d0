"""Migrations, on a real database."""

import threading
from importlib import import_module

import psycopg
from tests.integration.usecases.shop import DAY, Shop

from tessera.bootstrap.migrate import migrate
from tessera.engine.activity import Line


def tables(dsn: str) -> set[str]:
    with psycopg.connect(dsn) as connection:
        rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return {name for (name,) in rows}


def test_migrating_again_changes_nothing(dsn: str) -> None:
    """A migrated database has every room's tables, and a second run leaves them as they are."""
    before = tables(dsn)
    migrate(dsn)
    assert before == tables(dsn)
    assert {"member", "identity", "api_key", "programme_version"} <= before


def test_two_processes_may_migrate_at_once(dsn: str) -> None:
    """A migration waits while another holds the lock, instead of running into it."""
    with psycopg.connect(dsn, autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(%s)", (0x7E55E7A,))
        waiting = threading.Thread(target=migrate, args=(dsn,))
        waiting.start()
        waiting.join(0.3)
        assert waiting.is_alive()
        other.execute("SELECT pg_advisory_unlock(%s)", (0x7E55E7A,))
        waiting.join(30)
        assert not waiting.is_alive()


def test_books_kept_by_an_earlier_version_still_prove_themselves(dsn: str) -> None:
    """What had matured by an account's last posting has, and what waited goes on waiting."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        shop = Shop(connection)
        shop.enrol("ANN1")
        for key in ("matured", "waiting"):
            shop.answer(shop.buy("ANN1", key, Line("milk", 1000, department="dairy")))
            shop.clock.instant += 20 * DAY
        assert [one for (one,) in connection.execute("select pending > 0 from account")].count(True) == 1
        connection.execute("update account set reached_at = null")  # as the column begins
        assert shop.verify().differences
        connection.execute(import_module("tessera.ledger.migrations.0003_reached_at").FILL)
        assert shop.verify().differences == []
        shop.sweep()
        assert shop.verify().differences == []

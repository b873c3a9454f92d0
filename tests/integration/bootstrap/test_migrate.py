"""Migrations, on a real database."""

import threading

import psycopg

from tessera.bootstrap.migrate import migrate


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

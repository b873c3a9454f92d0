"""Programme versions: published in order, never in the past, and never in the middle of a batch."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from psycopg import Connection

from tessera.kit.clock import SetClock
from tessera.kit.problems import InvalidValue
from tessera.versions.draft import drop_draft, read_draft, save_draft
from tessera.versions.publish import publish_version
from tessera.versions.read import Version, effective, hold_versions, in_force, read_versions

NOON = datetime(2026, 6, 5, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def connection(dsn: str) -> Iterator[Connection]:
    with psycopg.connect(dsn) as connection:
        yield connection


def publish(connection: Connection, effective_at: datetime | None = None, now: datetime = NOON) -> Version:
    with connection.transaction():
        return publish_version(
            connection, programme_id="club", document="x: y", effective_at=effective_at, clock=SetClock(now)
        )


def test_versions_count_from_one_and_are_read_after_a_number(connection: Connection) -> None:
    """A server that knows the first asks only for what follows."""
    first, second = publish(connection), publish(connection, NOON + HOUR)
    assert (first.number, first.effective_at, second.number) == (1, NOON, 2)
    assert read_versions(connection) == [first, second]
    assert read_versions(connection, after=1) == [second]


def test_only_the_first_version_may_hold_from_the_past(connection: Connection) -> None:
    """History that was already decided is not decided again by another version."""
    publish(connection, NOON - 365 * 24 * HOUR)
    with pytest.raises(InvalidValue, match="past"):
        publish(connection, NOON - HOUR)


def test_a_version_cannot_come_before_the_newest(connection: Connection) -> None:
    """Publishing for now while one is waiting for tonight would never take effect after it: it is refused."""
    publish(connection)
    publish(connection, NOON + 2 * HOUR)
    for effective_at in (None, NOON + HOUR):
        with pytest.raises(InvalidValue, match="Version 2"):
            publish(connection, effective_at)


def test_a_version_that_begins_in_the_place_of_one_that_waits_passes_it_over_for_ever(
    connection: Connection,
) -> None:
    """Neither at its own instant nor later does the one that was taken back decide anything."""
    first, waiting = publish(connection), publish(connection, NOON + 2 * HOUR)
    with connection.transaction():
        third = publish_version(
            connection,
            programme_id="club",
            document="x: y",
            effective_at=None,
            clock=SetClock(NOON + HOUR),
            instead=True,
        )
    versions = read_versions(connection)
    assert versions == [first, waiting, third]
    assert effective(versions) == [first, third]
    assert [in_force(versions, NOON + hours * HOUR) for hours in range(4)] == [first, third, third, third]
    fourth = publish(connection, now=NOON + HOUR)
    assert effective(read_versions(connection)) == [first, third, fourth]


def test_the_highest_number_in_effect_is_in_force(connection: Connection) -> None:
    """From its own instant on, also when two versions share one."""
    first, second, third = (publish(connection, NOON + hours * HOUR) for hours in (0, 1, 1))
    versions = read_versions(connection)
    assert in_force(versions, NOON - HOUR) is None
    assert in_force(versions, NOON) == first
    assert in_force(versions, NOON + HOUR - timedelta(microseconds=1)) == first
    assert in_force(versions, NOON + HOUR) == third
    assert second.number == 2


def test_publishing_waits_for_a_batch_and_takes_its_instant_after_it(
    dsn: str, connection: Connection
) -> None:
    """A batch holds the lock in share; the version's instant is later than the batch's end."""
    clock = SetClock(NOON)
    with ThreadPoolExecutor(1) as pool, psycopg.connect(dsn) as publisher, psycopg.connect(dsn) as watcher:
        watcher.autocommit = True
        hold_versions(connection, after=0)

        def work() -> Version:
            with publisher.transaction():
                return publish_version(
                    publisher, programme_id="club", document="x: y", effective_at=None, clock=clock
                )

        future = pool.submit(work)
        waiting = (
            "select from pg_stat_activity where wait_event = 'advisory' and datname = current_database()"
        )
        while not watcher.execute(waiting).rowcount:
            assert not future.done()
        assert read_versions(connection) == []
        clock.instant = NOON + HOUR
        connection.commit()
        assert future.result(timeout=10).effective_at == NOON + HOUR


def test_there_is_one_draft_and_publishing_another_document_keeps_it(connection: Connection) -> None:
    """Saving goes over the draft before; it is dropped only as the document that it is."""
    save_draft(connection, document="one", note="", now=NOON)
    second = save_draft(connection, document="two", note="better", now=NOON)
    drop_draft(connection, document="one")
    assert read_draft(connection) == second
    drop_draft(connection, document="two")
    assert read_draft(connection) is None

"""The database is there, but has nothing left to give: no connection, no room on its disk."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import httpx
import psutil
import psycopg
import pytest
from tests.journeys.conftest import CARDS, Callers, Shop, own_shop_in, purchase, wait_until

from tessera.bootstrap.embedded import Embedded

DISK_BYTES = 160 << 20
BLOCK = b"\0" * (1 << 16)


def assert_refused_politely(answers: list[httpx.Response]) -> set[str]:
    """Each is a 503 problem that says when to come again; returns their codes."""
    assert answers
    for answer in answers:
        assert answer.status_code == 503
        assert int(answer.headers["retry-after"]) >= 1
    return {answer.json()["code"] for answer in answers}


@contextmanager
def every_connection_taken(shop: Shop) -> Iterator[None]:
    """Take all that PostgreSQL gives, those kept for its superuser too, and the shop's; it stands still meanwhile."""
    theirs = "pid <> pg_backend_pid() and backend_type = 'client backend'"
    with ExitStack() as taken:
        with standing_still(shop):
            first = taken.enter_context(psycopg.connect(shop.dsn, autocommit=True))
            first.execute(f"select pg_terminate_backend(pid, 10000) from pg_stat_activity where {theirs}")
            with suppress(psycopg.OperationalError):
                while True:
                    taken.enter_context(psycopg.connect(shop.dsn))
        yield


@contextmanager
def standing_still(shop: Shop) -> Iterator[None]:
    """The shop's server with its workers, stopped and let go on: it would take every connection that falls free."""
    assert shop.server is not None
    server = psutil.Process(shop.server.pid)
    processes = [server, *server.children(recursive=True)]
    for process in processes:
        process.suspend()
    try:
        yield
    finally:
        for process in processes:
            process.resume()


def test_without_a_connection_callers_are_told_and_it_recovers(own_shop: Shop) -> None:
    """While others hold every connection of the server, calls are 503 with Retry-After; once they let go, the same server
    process answers again, and every key is there once.
    """
    assert own_shop.server is not None
    with Callers(own_shop) as callers:
        callers.wait_for(20)
        with every_connection_taken(own_shop):
            wait_until(lambda: bool(callers.unavailable))
            with httpx.Client(timeout=60) as client:
                refused = own_shop.call(client, "/v1/quotes", purchase("", CARDS[0]) | {"key": None})
        callers.wait_for(20)
    assert assert_refused_politely([refused, *callers.unavailable]) == {"unavailable"}
    assert not callers.faults, callers.faults[0].text
    assert own_shop.server.poll() is None
    assert own_shop.kept(callers.run) == dict.fromkeys(callers.answers, 1)
    assert own_shop.differences() == []


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A file system of its own with room for a database and little more."""
    if os.geteuid() != 0:
        pytest.skip("Only root can mount a small disk.")
    with tempfile.TemporaryDirectory(prefix="tessera-disk-") as folder:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES},mode=755", "tmpfs", folder]
        if (made := subprocess.run(mount, check=False, capture_output=True, text=True)).returncode != 0:
            pytest.skip(f"No small disk can be mounted here: {made.stderr.strip()}")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)  # a process of the server may be ending


def fill(disk: Path) -> Path:
    """Leave no byte free."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(BLOCK)
    return ballast


def test_on_a_full_disk_callers_are_told_and_nothing_acknowledged_is_lost(small_disk: Path) -> None:
    """While there is no room, calls that write are 503 with Retry-After; when there is room again the books go on where
    they were (the database may have to be started again): every acknowledged key is there once, and all verifies.
    """
    settings = {"shared_buffers": "32MB", "max_wal_size": "32MB", "min_wal_size": "32MB"}
    with own_shop_in(small_disk, settings) as shop, Callers(shop) as callers:
        callers.wait_for(20)
        ballast = fill(small_disk)
        wait_until(lambda: bool(callers.unavailable))
        ballast.unlink()
        assert shop.embedded is not None
        restart_if_it_stopped(shop.embedded, shop.dsn)
        callers.wait_for(20)
        callers.finish()
        assert assert_refused_politely(callers.unavailable) <= {"storage_full", "unavailable"}
        assert not callers.faults, callers.faults[0].text
        assert shop.kept(callers.run) == dict.fromkeys(callers.answers, 1)
        assert shop.differences() == []


@contextmanager
def activities_on(disk: Path, shop: Shop) -> Iterator[None]:
    """The activities' table lies on a disk of its own; the database's log and all else stay where there is room."""
    folder = disk / "tables"
    folder.mkdir(mode=0o700)
    account = (shop.log.parent / "home/postgres").stat()
    os.chown(folder, account.st_uid, account.st_gid)
    with psycopg.connect(shop.dsn, autocommit=True) as admin:
        admin.execute(f"create tablespace small location '{folder}'")
        admin.execute("alter table activity set tablespace small")
        yield
        admin.execute("alter table activity set tablespace pg_default")
        admin.execute("drop tablespace small")


def test_a_full_disk_is_called_one(own_shop: Shop, small_disk: Path) -> None:
    """Where the database itself goes on, whoever writes is told that the disk is full, the operator reads in the log what
    could not be written, and quotes are answered as ever. With room again it goes on, with nobody's help.
    """
    with activities_on(small_disk, own_shop), Callers(own_shop) as callers:
        callers.wait_for(20)
        ballast = fill(small_disk)
        wait_until(lambda: bool(callers.unavailable))
        with httpx.Client(timeout=60) as client:
            quoted = own_shop.call(client, "/v1/quotes", purchase("", CARDS[0]) | {"key": None})
            batch = {"activities": [purchase(f"{callers.run}-b{number}", CARDS[1]) for number in range(50)]}
            batched = own_shop.call(client, "/v1/activities/batch", batch)
        ballast.unlink()
        callers.wait_for(20)
        callers.finish()
    assert quoted.status_code == 200
    assert assert_refused_politely([*callers.unavailable, batched]) == {"storage_full"}
    assert not callers.faults, callers.faults[0].text
    for refused in (batched, callers.unavailable[0]):
        own = [
            line for line in own_shop.log.read_text().splitlines() if refused.headers["x-request-id"] in line
        ]
        assert any("No space left on device" in line for line in own)
    assert own_shop.kept(callers.run) == dict.fromkeys(callers.answers, 1)
    assert own_shop.differences() == []


def restart_if_it_stopped(embedded: Embedded, dsn: str) -> None:
    """A server that could not write its log ends itself; whoever runs it starts it again."""
    try:
        psycopg.connect(dsn).close()
    except psycopg.OperationalError:
        embedded.stop()
        embedded.start()

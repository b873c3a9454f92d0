"""The embedded server while something serves: it runs again whenever it has ended."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from tests.integration.bootstrap.test_embedded import SMALL, home, kept, own_elsewhere, server_pid, write

from tessera.bootstrap.embedded import Embedded
from tessera.bootstrap.embedded.keep import keep_running

__all__ = ["home"]


@contextmanager
def serving(home: Path, said: list[str]) -> Iterator[str]:
    """Something serves from this home; its server's conninfo."""
    with Embedded(home, settings=SMALL) as embedded, keep_running(embedded, say=said.append):
        yield embedded.start()


def wait_for(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not true():
        if time.monotonic() > deadline:
            pytest.fail("waited in vain")
        time.sleep(0.05)


def answers(dsn: str) -> bool:
    try:
        psycopg.connect(dsn).close()
    except psycopg.OperationalError:
        return False
    return True


def test_a_server_that_is_killed_runs_again_and_its_last_words_are_kept(home: Path) -> None:
    """With everything that was committed; the operator is told each time."""
    said: list[str] = []
    with serving(home, said) as dsn:
        write(dsn, "committed")
        for times in (1, 2):
            os.kill(server_pid(home), signal.SIGKILL)
            wait_for(lambda times=times: len(said) == times)  # type: ignore[misc]
            assert kept(dsn) == ["committed"]
    assert set(said) == {"The embedded PostgreSQL had ended; it runs again."}
    assert (home / "postgres/server.log.before").exists()
    assert not answers(dsn)


def test_who_serves_takes_over_from_a_command_that_is_done(home: Path) -> None:
    """A server that another process had started, and took with it, is this one's from then on."""
    owner, _ = own_elsewhere(home)
    said: list[str] = []
    try:
        with serving(home, said) as dsn:
            write(dsn, "committed")
            owner.kill()
            owner.wait()
            wait_for(lambda: bool(said))
            assert kept(dsn) == ["committed"]
    finally:
        owner.kill()
        owner.wait()


def test_what_keeps_it_from_starting_is_said_once_and_it_is_tried_again(home: Path) -> None:
    """The server's own words; once they are heeded, it runs."""
    said: list[str] = []
    with serving(home, said) as dsn:
        write(dsn, "committed")
        wrong = home / "postgres/data/postgresql.auto.conf"
        wrong.write_text("work_mem = 'no such size'\n")
        os.kill(server_pid(home), signal.SIGKILL)
        wait_for(lambda: bool(said))
        assert "work_mem" in said[0]
        wrong.write_text("")
        wait_for(lambda: len(said) > 1)
        assert said[1:] == ["The embedded PostgreSQL had ended; it runs again."]
        assert kept(dsn) == ["committed"]

"""The year's replay, stopped in every way, goes on where it stopped."""

import os
import signal
import subprocess
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import psutil
import psycopg
from tests.journeys.conftest import tessera, wait_until

LIMIT = "3000"  # of each of the two workers: three batches
WORDS = ("replay", "--no-shift", "--limit", LIMIT)
BOOKS = """
select identity.value, posting.currency, posting.version, posting.kind, posting.contra, posting.amount,
       available_after, pending_after, debt_after, activity_key.key, rule_id, lot_version, effective_at
from posting
join identity on identity.account_id = posting.account_id and identity.kind = 'external:journey'
left join activity_key on activity_key.account_id = posting.account_id
  and activity_key.activity_id = posting.activity_id
order by 1, 2, 3
"""
RECORDED = "select count(*) from activity_key where starts_with(key, 'basket-')"


def start(dsn: str) -> subprocess.Popen[bytes]:
    return tessera(*WORDS, dsn=dsn, stderr=subprocess.PIPE, start_new_session=True)


def rows(dsn: str, query: str) -> list[Any]:
    with psycopg.connect(dsn) as connection:
        return connection.execute(query).fetchall()


def stop_half_way(dsn: str, stop: Callable[[int], None]) -> None:
    """Start a replay, stop it once it has recorded something more, and wait until all its processes are gone."""
    before = rows(dsn, RECORDED)
    replay = start(dsn)
    wait_until(lambda: rows(dsn, RECORDED) != before)
    workers = psutil.Process(replay.pid).children(recursive=True)
    stop(replay.pid)
    replay.communicate()
    _, alive = psutil.wait_procs(workers, timeout=30)
    assert not alive
    assert replay.returncode != 0


def finish(dsn: str) -> str:
    """Run a replay to its end; what it said."""
    replay = start(dsn)
    said = replay.communicate()[1].decode()
    assert replay.returncode == 0, said
    return said


def test_a_replay_stopped_twice_ends_with_the_same_books(
    fresh_database: Callable[[], AbstractContextManager[str]],
) -> None:
    """After kill -9 and after Ctrl-C the next run goes on; at the end the postings are those of an undisturbed run, and
    one run more finds its work done.
    """
    with fresh_database() as dsn, fresh_database() as undisturbed:
        beside = start(undisturbed)
        stop_half_way(dsn, lambda pid: os.kill(pid, signal.SIGKILL))
        stop_half_way(dsn, lambda pid: os.killpg(pid, signal.SIGINT))
        assert 0 < rows(dsn, RECORDED)[0][0] < 2 * int(LIMIT)
        finish(dsn)
        assert "The year is in the books already: 6,000 purchases." in finish(dsn)
        assert beside.communicate()[0] is None
        assert beside.returncode == 0
        assert rows(dsn, BOOKS) == rows(undisturbed, BOOKS)
        assert len(rows(dsn, BOOKS)) > 2 * int(LIMIT)

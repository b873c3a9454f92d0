"""The year's replay, stopped in every way, goes on where it stopped."""

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import psutil
import psycopg
from tests.command import PATIENCE_SECONDS
from tests.journeys.conftest import tessera, wait_until

LIMIT = "4000"  # of each of the two workers: four batches, of which the two stops let three through at most
SECONDS_A_RUN = 300  # at most, on a machine that is busy with other tests
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


MAKE_THEM_WAIT = """
create table waiting (from_count bigint not null);
insert into waiting select count(*) from activity_key where starts_with(key, 'basket-');
create function wait_for_the_test() returns trigger language plpgsql as $$ begin
  if (select count(*) from activity_key where starts_with(key, 'basket-')) > (select from_count from waiting) then
    perform pg_advisory_xact_lock_shared(1);
  end if;
  return null;
end $$;
create trigger wait_for_the_test before insert on activity_key for each statement
execute function wait_for_the_test()
"""
WAITING = (
    "select count(*) from pg_stat_activity where datname = current_database() and wait_event = 'advisory'"
)
LET_THEM_GO = """
drop trigger wait_for_the_test on activity_key;
drop function wait_for_the_test();
drop table waiting
"""


@contextmanager
def started(dsn: str) -> Iterator[subprocess.Popen[bytes]]:
    """A replay that runs, and is gone at the end whatever happens."""
    with tessera(*WORDS, dsn=dsn, stderr=subprocess.PIPE, start_new_session=True) as replay:
        try:
            yield replay
        finally:
            if replay.poll() is None:
                os.killpg(replay.pid, signal.SIGKILL)


def gate_of(dsn: str) -> psycopg.Connection:
    """A connection that holds replays up and lets them go; it waits for nobody for ever."""
    patience = f"-c statement_timeout={PATIENCE_SECONDS}s"
    return psycopg.connect(dsn, autocommit=True, options=patience)


def rows(dsn: str, query: str) -> list[Any]:
    with psycopg.connect(dsn) as connection:
        return connection.execute(query).fetchall()


def stop_half_way(dsn: str, stop: Callable[[int], None]) -> None:
    """Stop a replay that has recorded a batch and is in the middle of the next; wait until its processes are gone.

    The database holds up whoever records after the first batch, so that no replay is too quick to be stopped.
    """
    before = rows(dsn, RECORDED)
    with gate_of(dsn) as gate:
        gate.execute(MAKE_THEM_WAIT)
        gate.execute("select pg_advisory_lock(1)")
        with started(dsn) as replay:
            wait_until(lambda: rows(dsn, RECORDED) != before)
            workers = psutil.Process(replay.pid).children(recursive=True)
            stop(replay.pid)
            replay.wait(PATIENCE_SECONDS)
            gate.execute(
                "select pg_advisory_unlock(1)"
            )  # workers that outlived it finish their batch, and leave
            _, alive = psutil.wait_procs(workers, timeout=30)
            assert not alive
            assert replay.returncode != 0
        gate.execute(LET_THEM_GO)


def lose_the_database(dsn: str) -> str:
    """Let the replay's connections be broken for good in the middle of a batch; what it said."""
    name = psycopg.conninfo.conninfo_to_dict(dsn)["dbname"]
    with psycopg.connect(dsn, dbname="postgres", autocommit=True) as admin:
        with gate_of(dsn) as gate:
            gate.execute(MAKE_THEM_WAIT)
            gate.execute("select pg_advisory_lock(1)")
            with started(dsn) as replay:
                wait_until(lambda: rows(dsn, WAITING) != [(0,)])
                admin.execute(f'alter database "{name}" allow_connections false')
                theirs = "datname = %s and pid <> %s"
                own = gate.info.backend_pid
                admin.execute(
                    f"select pg_terminate_backend(pid) from pg_stat_activity where {theirs}", (name, own)
                )
                said = replay.communicate(timeout=SECONDS_A_RUN)[1].decode()
            assert replay.returncode == 3
            gate.execute(LET_THEM_GO)
        admin.execute(f'alter database "{name}" allow_connections true')
    return said


def test_a_replay_that_loses_the_database_says_so_in_a_sentence(
    fresh_database: Callable[[], AbstractContextManager[str]],
) -> None:
    """What happened, that nothing is lost and what to do; no trace of our own code. The next run goes on."""
    with fresh_database() as dsn:
        said = lose_the_database(dsn)
        assert "A worker of the replay stopped: terminating connection due to administrator command" in said
        assert "Nothing is lost: run it again and it goes on from there." in said
        assert "Traceback" not in said
        finish(dsn)


def finish(dsn: str) -> str:
    """Run a replay to its end; what it said."""
    with started(dsn) as replay:
        said = replay.communicate(timeout=SECONDS_A_RUN)[1].decode()
    assert replay.returncode == 0, said
    return said


def test_a_replay_stopped_twice_ends_with_the_same_books(
    fresh_database: Callable[[], AbstractContextManager[str]],
) -> None:
    """After kill -9 and after Ctrl-C the next run goes on; at the end the postings are those of an undisturbed run, and
    one run more finds its work done.
    """
    with fresh_database() as dsn, fresh_database() as undisturbed, started(undisturbed) as beside:
        stop_half_way(dsn, lambda pid: os.kill(pid, signal.SIGKILL))
        stop_half_way(dsn, lambda pid: os.killpg(pid, signal.SIGINT))
        assert 0 < rows(dsn, RECORDED)[0][0] < 2 * int(LIMIT)
        finish(dsn)
        assert "The year is in the books already: 8,000 purchases." in finish(dsn)
        assert beside.communicate(timeout=SECONDS_A_RUN)[0] is None
        assert beside.returncode == 0
        assert rows(dsn, BOOKS) == rows(undisturbed, BOOKS)
        assert len(rows(dsn, BOOKS)) > 2 * int(LIMIT)

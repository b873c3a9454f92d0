"""How fast a whole year is brought in, beside what the database alone would need for the same rows."""

import time
from collections.abc import Callable

import psycopg

from tessera.bootstrap.bench.baselines import TRANSFERS_A_BATCH, book_plainly, copy_bare
from tessera.bootstrap.bench.report import Baseline, Report, at_least, at_most, make_report
from tessera.bootstrap.bench.scratch import scratch_database
from tessera.bootstrap.bench.tree import watched_memory
from tessera.bootstrap.replay.driver import WORKERS, replay_year
from tessera.bootstrap.settings import Settings
from tessera.kit.clock import SystemClock
from tessera.kit.ids import new_id

RATE, TIMES_A_COPY, PEAK_MB, TIMES_A_PLAIN_LEDGER = 4_000, 3, 600, 1.5

Say = Callable[[str], None]


def bench_replay(settings: Settings, *, baskets: int | None, say: Say) -> Report:
    """Replay the year, or about `baskets` of it, as `tessera replay` does; then both baselines in the same database."""
    limit = None if baskets is None else -(-baskets // WORKERS)
    with scratch_database(settings) as scratch:
        enrolled_at: list[float] = []

        def hear(sentence: str) -> None:
            """What a replay says of the households, it says when they have been enrolled."""
            enrolled_at.append(time.perf_counter())
            say(sentence)

        started = time.perf_counter()
        with watched_memory() as peak:
            replay_year(scratch.dsn, moved=True, clock=SystemClock(), new_id=new_id, say=hear, limit=limit)
        ended = time.perf_counter()
        recorded, postings = _count(scratch.dsn)
        say("Copying the same rows bare.")
        copied = copy_bare(scratch.dsn, scratch.folder)
        say("Booking bare transfers in a plain SQL ledger.")
        plain = book_plainly(scratch.dsn)
    seconds = ended - started
    rate = recorded / seconds
    return make_report(
        "replay",
        value=rate,
        unit="baskets/s",
        baseline=Baseline("a bare binary COPY of the same rows, baskets/s", recorded / copied),
        checks=[
            at_least("baskets a second from end to end", rate, RATE),
            at_most("times the seconds of a bare COPY of the same rows", seconds / copied, TIMES_A_COPY),
            at_most("peak memory of all our processes, in MB", peak.own_mb, PEAK_MB),
            at_least(
                "full purchases for each bare transfer by which a plain ledger gives points",
                rate / plain.giving,
                TIMES_A_PLAIN_LEDGER,
            ),
        ],
        details={
            "baskets": recorded,
            "postings": postings,
            "seconds": round(seconds, 2),
            "seconds_until_enrolled": round(enrolled_at[0] - started, 2),
            "seconds_replaying_and_sweeping": round(ended - enrolled_at[0], 2),
            "seconds_of_the_bare_copy": round(copied, 2),
            f"plain_ledger_transfers_a_second_in_batches_of_{TRANSFERS_A_BATCH}": {
                "from_the_programme_to_members": round(plain.giving, 1),
                "between_members": round(plain.between, 1),
            },
            "full_purchases_for_each_transfer_between_members": round(rate / plain.between, 2),
            "peak_mb_of_postgres": round(peak.postgres_mb, 1),
        },
    )


def _count(dsn: str) -> tuple[int, int]:
    """Baskets and postings in the books."""
    with psycopg.connect(dsn) as connection:
        counted = connection.execute(
            "select (select count(*) from activity_key where key like 'basket-%'), (select count(*) from posting)"
        ).fetchone()
        assert counted is not None  # noqa: S101 - counts are always one row
        return counted[0], counted[1]

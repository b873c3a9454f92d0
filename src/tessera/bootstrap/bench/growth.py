"""What a purchase costs when the ledger has grown, and a decision when the programme has."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from itertools import cycle, islice
from statistics import median
from typing import Self

import msgspec
import psutil
import psycopg

from tessera.bootstrap.bench.campaigns import FEW, MANY, Costs, race_campaigns
from tessera.bootstrap.bench.fill import LEFT_OUT, POSTINGS_A_PURCHASE, fill_ledger, member_card
from tessera.bootstrap.bench.report import Baseline, Check, Report, at_most, make_report
from tessera.bootstrap.bench.scratch import scratch_database
from tessera.bootstrap.settings import Settings
from tessera.connect.complete_journey import read_year
from tessera.engine.activity import Activity
from tessera.kit.clock import SystemClock
from tessera.kit.ids import new_id
from tessera.kit.problems import Problem
from tessera.usecases.answers import Submission
from tessera.usecases.database import Database
from tessera.usecases.programmes import Programmes
from tessera.usecases.record_activities import record_activities

TIMES_A_SMALL_LEDGER, TIMES_FEW_CAMPAIGNS = 1.3, 1.5
GROWTH = 10
PURCHASES_A_BATCH = 1_000
WARMING, MEASURED = 8, 30  # batches
SEED = 0x6120

Say = Callable[[str], None]


def bench_growth(settings: Settings, *, postings: int, accounts: int, baskets: int, say: Say) -> Report:
    """Two ledgers, one of `postings` and one of a tenth, are filled and then written to in turns; `baskets` of the year
    are decided under few campaigns and under many.
    """
    purchases = max(1, postings // (POSTINGS_A_PURCHASE * accounts * GROWTH))
    say(f"Deciding {baskets:,} baskets under {FEW} and under {MANY:,} campaigns.")
    costs = race_campaigns(baskets=baskets)
    with ExitStack() as stack:
        ledgers: list[_Ledger] = []
        for each in (purchases, purchases * GROWTH):
            scratch = stack.enter_context(scratch_database(settings))
            fill_ledger(scratch.dsn, accounts=accounts, purchases=each, clock=SystemClock())
            ledgers.append(stack.enter_context(_Ledger(scratch.dsn).opened()))
        say(f"Recording {PURCHASES_A_BATCH:,} real baskets at a time in each, in turns.")
        for number, batch in enumerate(_batches(accounts)):
            for ledger in ledgers if number % 2 else ledgers[::-1]:
                ledger.record(batch, counts=number >= WARMING)
        small, large = ledgers
        return _report(small, large, costs)


class _Ledger:
    """A ledger with what recording in it has cost so far."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._database = Database(dsn, size=1, by_key=True)
        self._programmes = Programmes()
        self.purchases = 0
        self.walls: list[float] = []
        self.processor_seconds = 0.0

    @contextmanager
    def opened(self) -> Iterator[Self]:
        """The ledger, connected to."""
        with self._database:
            yield self

    def record(self, batch: Sequence[Submission], *, counts: bool) -> None:
        """Record a batch and commit it; it counts once the ledger is warm."""
        with self._database.work() as connection:
            server = connection.info.backend_pid
        wall, own, theirs = time.perf_counter(), time.process_time(), _seconds_of(server)
        with self._database.work() as connection:
            results = record_activities(
                connection, self._programmes, batch, clock=SystemClock(), new_id=new_id
            )
        seconds = time.perf_counter() - wall
        for result in results:
            if isinstance(result, Problem):
                raise result
        if counts:
            self.purchases += len(batch)
            self.walls.append(seconds / len(batch))
            self.processor_seconds += time.process_time() - own + _seconds_of(server) - theirs

    def facts(self) -> dict[str, object]:
        """How large it is now, and how it is served."""
        with psycopg.connect(self._dsn) as connection:
            row = connection.execute(
                """select (select count(*) from posting), (select count(*) from activity),
                          (select count(distinct account_id) from account),
                          pg_database_size(current_database()) / 1000000, current_setting('shared_buffers')"""
            ).fetchone()
        assert row is not None  # noqa: S101 - counts are always one row
        return dict(zip(("postings", "activities", "accounts", "mb", "shared_buffers"), row, strict=True))

    @property
    def wall_microseconds(self) -> float:
        """Of a purchase, in the median batch."""
        return 1e6 * median(self.walls)

    @property
    def processor_microseconds(self) -> float:
        """Of a purchase, ours and those of the server that wrote it."""
        return 1e6 * self.processor_seconds / self.purchases


def _seconds_of(server: int) -> float:
    """The processor time of a server process on this machine; 0 when it runs elsewhere."""
    with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
        times = psutil.Process(server).cpu_times()
        return float(times.user + times.system)
    return 0.0


def _batches(accounts: int) -> Iterator[list[Submission]]:
    """Real baskets, bought now by members chosen at random."""
    chance = random.Random(SEED)  # noqa: S311 - who buys is no secret
    baskets = cycle([basket for _, basket in islice(read_year(), (WARMING + MEASURED) * PURCHASES_A_BATCH)])
    for number in range(WARMING + MEASURED):
        buyers = chance.sample(range(1, accounts + 1), min(PURCHASES_A_BATCH, accounts))
        yield [_bought(next(baskets), f"now-{number}-{buyer}", buyer) for buyer in buyers]


def _bought(basket: Activity, key: str, buyer: int) -> Submission:
    now = SystemClock().now()
    activity = msgspec.structs.replace(basket, key=key, occurred_at=now)
    return Submission("growth", "card", member_card(buyer), activity)


def _report(small: _Ledger, large: _Ledger, costs: Costs) -> Report:
    few, *many = costs.microseconds.items()
    checks: list[Check] = [
        at_most(
            "times the processor time of a purchase in a tenth of the ledger",
            large.processor_microseconds / small.processor_microseconds,
            TIMES_A_SMALL_LEDGER,
        ),
        at_most(
            "times the wall time of a purchase in a tenth of the ledger",
            large.wall_microseconds / small.wall_microseconds,
            TIMES_A_SMALL_LEDGER,
        ),
        *(
            at_most(
                f"times the cost of a decision under {few[0]}: {name}", cost / few[1], TIMES_FEW_CAMPAIGNS
            )
            for name, cost in many
        ),
    ]
    return make_report(
        "growth",
        value=large.processor_microseconds,
        unit="microseconds a purchase",
        baseline=Baseline("the same purchases in a tenth of the ledger", small.processor_microseconds),
        checks=checks,
        details={
            "small_ledger": small.facts(),
            "large_ledger": large.facts(),
            "purchases_measured_in_each": large.purchases,
            "wall_microseconds": {
                "small": round(small.wall_microseconds, 1),
                "large": round(large.wall_microseconds, 1),
            },
            "left_out_of_the_fill": LEFT_OUT,
            "baskets_decided": costs.baskets,
            "decision_microseconds": {name: round(cost, 1) for name, cost in costs.microseconds.items()},
            "rules_that_gave_a_basket": {name: round(n, 2) for name, n in costs.rules_applied.items()},
        },
    )

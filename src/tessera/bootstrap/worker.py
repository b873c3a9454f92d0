"""One serving process: the API, its micro-batches, and the ticks by which time does its work."""

import gc
import logging
import os
import signal
import sys
from contextlib import suppress
from threading import Event, Thread

import msgspec
import structlog
from litestar import Litestar

from tessera.api.app import create_app
from tessera.api.metrics import Metrics
from tessera.bootstrap.owner import dies_with_owner
from tessera.bootstrap.services import LiveServices
from tessera.bootstrap.settings import read_settings
from tessera.kit.clock import SystemClock
from tessera.kit.ids import new_id
from tessera.kit.problems import Unavailable
from tessera.usecases.database import Database
from tessera.usecases.sweep_due import sweep_due

DSN = "TESSERA_DSN"
"""Where the parent tells its workers which database it has prepared."""

SECONDS_A_TICK = 1.0
TICKS_A_SWEEP = 30
ALLOCATIONS_A_COLLECTION = 20_000


def application() -> Litestar:
    """The application of this process, on the database that `DSN` names; it closes what it opened when it is stopped."""
    if (end_with_parent := dies_with_owner(signal.SIGTERM)) is not None:
        end_with_parent()
    _configure_logs()
    clock, metrics, stopping = SystemClock(), Metrics(), Event()
    database = Database(os.environ[DSN]).open()
    services = LiveServices(database, clock=clock, new_id=new_id, watch=metrics.observe_batch)
    ticker = Thread(target=_tick, args=(database, services, clock, stopping), name="ticker", daemon=True)
    ticker.start()

    def close() -> None:
        stopping.set()
        ticker.join()
        services.close()
        database.close()

    _spare_the_collector()
    own = read_settings(os.environ)
    return create_app(
        services,
        clock=clock,
        new_id=new_id,
        metrics=metrics,
        calls_a_minute=max(
            1, own.calls_a_minute // own.workers
        ),  # calls spread over the workers, more or less evenly
        on_shutdown=close,
    )


def _tick(database: Database, services: LiveServices, clock: SystemClock, stopping: Event) -> None:
    """Every second look for new programme versions; every half minute settle what is due."""
    ticks = 0
    while not stopping.is_set():
        with suppress(Unavailable):  # the next tick tries again; requests say so themselves
            services.refresh()
            if ticks % TICKS_A_SWEEP == 0:
                _sweep(database, clock, stopping)
        ticks += 1
        stopping.wait(SECONDS_A_TICK)


def _sweep(database: Database, clock: SystemClock, stopping: Event) -> None:
    while not stopping.is_set():
        with database.work() as connection:
            if not sweep_due(connection, clock=clock):
                return


def _spare_the_collector() -> None:
    """What is loaded by now stays: looking through it for garbage would stop every answer for a tenth of a second."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(ALLOCATIONS_A_COLLECTION)


def _as_json(event: object, **_: object) -> bytes:
    return msgspec.json.encode(event)


def _configure_logs() -> None:
    """One JSON object a line, on standard error."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(serializer=_as_json),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.BytesLoggerFactory(sys.stderr.buffer),
        cache_logger_on_first_use=True,
    )

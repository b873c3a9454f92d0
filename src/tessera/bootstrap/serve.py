"""Serve the API on one port, and let time do its work: new versions are noticed, due points settled."""

import gc
import logging
import sys
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread

import msgspec
import structlog
import uvicorn

from tessera.api.app import create_app
from tessera.api.metrics import Metrics
from tessera.bootstrap.services import LiveServices
from tessera.bootstrap.settings import Settings
from tessera.kit.clock import SystemClock
from tessera.kit.ids import new_id
from tessera.kit.problems import Unavailable
from tessera.usecases.database import Database
from tessera.usecases.sweep_due import sweep_due

SECONDS_A_TICK = 1.0
TICKS_A_SWEEP = 30
GRACE_SECONDS = 10
ALLOCATIONS_A_COLLECTION = 20_000


def serve(settings: Settings, dsn: str, *, say: Callable[[str], None]) -> None:
    """Serve until told to stop (Ctrl-C, SIGTERM); requests under way are finished first."""
    _configure_logs()
    clock, metrics = SystemClock(), Metrics()
    with Database(dsn) as database:
        services = LiveServices(database, clock=clock, new_id=new_id, watch=metrics.observe_batch)
        app = create_app(services, clock=clock, new_id=new_id, metrics=metrics)
        config = uvicorn.Config(
            app,
            host=settings.host,
            port=settings.port,
            log_config=None,
            access_log=False,
            proxy_headers=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
            server_header=False,
        )
        stopping = Event()
        ticker = Thread(target=_tick, args=(database, services, clock, stopping), name="ticker", daemon=True)
        ticker.start()
        _spare_the_collector()
        say(f"Serving on http://{settings.host}:{settings.port} (reference at /docs). Ctrl-C stops.")
        try:
            uvicorn.Server(config).run()
        finally:
            stopping.set()
            ticker.join()
            services.close()


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

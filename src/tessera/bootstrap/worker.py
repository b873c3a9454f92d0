"""One serving process: the API, its micro-batches, and the ticks by which time does its work."""

import gc
import io
import logging
import os
import signal
import sys
from contextlib import suppress
from threading import Event, Thread
from typing import Any, BinaryIO, cast

import msgspec
import structlog
from litestar import Litestar

from tessera.api.app import create_app
from tessera.api.metrics import Metrics
from tessera.bootstrap.owner import dies_with_owner
from tessera.bootstrap.secret import find_secret
from tessera.bootstrap.services import LiveServices
from tessera.bootstrap.settings import read_settings
from tessera.bootstrap.ticks import tick
from tessera.catalogue.pools import list_pools
from tessera.catalogue.seal import Seal
from tessera.kit.clock import SystemClock
from tessera.kit.ids import new_id
from tessera.kit.problems import Unavailable
from tessera.usecases.database import Database
from tessera.usecases.programmes import Programmes

DSN = "TESSERA_DSN"
"""Where the parent tells its workers which database it has prepared."""

SECONDS_A_TICK = 1.0
TICKS_A_SWEEP = 30
ALLOCATIONS_A_COLLECTION = 20_000

_log = structlog.get_logger("tessera.worker")


def application() -> Litestar:
    """The application of this process, on the database that `DSN` names; it closes what it opened when it is stopped."""
    if (end_with_parent := dies_with_owner(signal.SIGTERM)) is not None:
        end_with_parent()
    _configure_logs()
    clock, metrics, stopping = SystemClock(), Metrics(), Event()
    database = Database(os.environ[DSN], by_key=True).open()
    walking = Database(os.environ[DSN], size=2).open()  # what time brings may look at every account
    programmes = Programmes()
    services = LiveServices(database, programmes, clock=clock, new_id=new_id, watch=metrics.observe_batch)
    ticker = Thread(
        target=_run_ticks,
        args=(database, walking, programmes, metrics, stopping),
        name="ticker",
        daemon=True,
    )
    ticker.start()

    def close() -> None:
        stopping.set()
        ticker.join()
        services.close()
        database.close()
        walking.close()

    _spare_the_collector()
    own = read_settings(os.environ)
    return create_app(
        services,
        clock=clock,
        new_id=new_id,
        seal=Seal(find_secret(own)),
        metrics=metrics,
        calls_a_minute=max(
            1, own.calls_a_minute // own.workers
        ),  # calls spread over the workers, more or less evenly
        on_shutdown=close,
    )


def _run_ticks(
    database: Database, walking: Database, programmes: Programmes, metrics: Metrics, stopping: Event
) -> None:
    """Every second look for new programme versions, and so find a connection that has died before a caller does; every half
    minute do what time has brought about, and count pools.
    """
    clock, ticks = SystemClock(), 0
    while not stopping.is_set():
        try:
            with database.work() as connection:
                programmes.refresh(connection)
            if ticks % TICKS_A_SWEEP == 0:
                done = tick(walking, programmes, clock=clock, new_id=new_id, stopping=stopping.is_set)
                for failure in done.failed:
                    _log.error("not recorded", cause=failure)
                with walking.work() as connection:
                    metrics.observe_pools(list_pools(connection))
        except Unavailable:
            pass  # the next tick tries again; requests say so themselves
        except Exception:  # noqa: BLE001 - whatever it is, time goes on, and the next tick tries again
            _log.exception("tick")
        ticks += 1
        stopping.wait(SECONDS_A_TICK)


def _spare_the_collector() -> None:
    """What is loaded by now stays: looking through it for garbage would stop every answer for a tenth of a second."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(ALLOCATIONS_A_COLLECTION)


def _as_json(event: object, **_: object) -> bytes:
    return msgspec.json.encode(event)


class _Errors(io.RawIOBase):
    """Standard error, which may lie on a disk that is full: then a line is lost, and no answer with it."""

    def write(self, line: Any, /) -> int:
        with suppress(OSError):
            sys.stderr.buffer.write(line)
        return len(line)

    def flush(self) -> None:
        with suppress(OSError):
            sys.stderr.buffer.flush()


class _Relay(logging.Handler):
    """What libraries log, in our form. Their sentence's first line alone: a trace may hold what a member's card is."""

    def emit(self, record: logging.LogRecord) -> None:
        sentence = record.getMessage().partition("\n")[0]
        structlog.get_logger().log(record.levelno, sentence, logger=record.name)


def _configure_logs() -> None:
    """One JSON object a line, on standard error."""
    logging.basicConfig(handlers=[_Relay(level=logging.WARNING)], force=True)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(serializer=_as_json),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.BytesLoggerFactory(cast("BinaryIO", _Errors())),
        cache_logger_on_first_use=True,
    )

"""Serve the API on one port, with as many worker processes as the machine has use for."""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from tempfile import TemporaryDirectory
from threading import Event, Thread

import psycopg
import uvicorn

from tessera.api.metrics import METRICS_FOLDER
from tessera.bootstrap.secret import checked_seal
from tessera.bootstrap.settings import Settings
from tessera.bootstrap.worker import DSN
from tessera.kit.problems import Problem

GRACE_SECONDS = 10
SECONDS_A_LOOK = 0.1


class AddressUnusable(Problem):
    """Nothing can listen at this host and port: another server does, or there is no such host."""

    code = "address_unusable"
    title = "The address cannot be used"


def check_address(settings: Settings) -> None:
    """Raise AddressUnusable where `serve` could not listen; before long work it is better known than after."""
    host, port = settings.host, settings.port
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise AddressUnusable(
            f"Nothing can be served on {host}:{port}: {error.strerror}. Choose another place with --port or --host "
            "(TESSERA_PORT, TESSERA_HOST)."
        ) from error


def serve(settings: Settings, dsn: str, *, say: Callable[[str], None]) -> None:
    """Serve until told to stop (Ctrl-C, SIGTERM); requests under way are finished first.

    Raises AddressUnusable, and OtherSecret where codes could not be shown.
    A worker that dies is replaced; workers end with this process, however it ends.
    """
    check_address(settings)
    with psycopg.connect(dsn) as connection:
        checked_seal(settings, connection)
    with TemporaryDirectory(prefix="tessera-metrics-") as folder, _saying_when_open(settings, say):
        if settings.workers > 1:  # one alone serves in this process, and adds its figures up in memory
            os.environ[METRICS_FOLDER] = folder
        os.environ[DSN] = dsn
        uvicorn.run(
            "tessera.bootstrap.worker:application",
            factory=True,
            workers=settings.workers,
            host=settings.host,
            port=settings.port,
            log_config=None,
            access_log=False,
            proxy_headers=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
            server_header=False,
        )


@contextmanager
def _saying_when_open(settings: Settings, say: Callable[[str], None]) -> Iterator[None]:
    """Say where it is served as soon as somebody would be let in there, and not before."""
    closed = Event()

    def watch() -> None:
        while not closed.wait(SECONDS_A_LOOK):
            with suppress(OSError), socket.create_connection((settings.host, settings.port), timeout=1):
                address = f"http://{settings.host}:{settings.port}"
                say(f"Serving on {address}; the reference is at {address}/docs. Ctrl-C stops.")
                return

    watcher = Thread(target=watch, name="opening", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        closed.set()
        watcher.join()

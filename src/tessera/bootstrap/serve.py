"""Serve the API on one port, with as many worker processes as the machine has use for."""

import os
from collections.abc import Callable
from tempfile import TemporaryDirectory

import uvicorn

from tessera.api.metrics import METRICS_FOLDER
from tessera.bootstrap.settings import Settings
from tessera.bootstrap.worker import DSN

GRACE_SECONDS = 10


def serve(settings: Settings, dsn: str, *, say: Callable[[str], None]) -> None:
    """Serve until told to stop (Ctrl-C, SIGTERM); requests under way are finished first.

    A worker that dies is replaced; workers end with this process, however it ends.
    """
    with TemporaryDirectory(prefix="tessera-metrics-") as folder:
        os.environ[METRICS_FOLDER] = folder
        os.environ[DSN] = dsn
        address = f"http://{settings.host}:{settings.port}"
        say(f"Serving on {address}; the reference is at {address}/docs. Ctrl-C stops.")
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

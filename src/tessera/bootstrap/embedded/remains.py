"""What a killed owner or a killed server leaves behind: a server still shutting down, or a stale pid file."""

import contextlib
import os
import signal
import time
from pathlib import Path

import psutil

from tessera.bootstrap.embedded.place import SOCKET_NAME, EmbeddedUnavailable, Place

PAUSE_SECONDS = 0.02


def end_remains(place: Place, deadline: float) -> None:
    """See an orphaned server of this place to its end. Call it only while holding the owner's lock.

    `deadline` is on the monotonic clock. Raises EmbeddedUnavailable when it passes.
    """
    pid_file = place.data / "postmaster.pid"
    with contextlib.suppress(FileNotFoundError):
        first_line = pid_file.read_text().split("\n", 1)[0]
        if first_line.isdecimal():
            _end(int(first_line), place.data, deadline)
    # Left alone, these would keep the server from starting when their pid is a zombie's or another process's.
    pid_file.unlink(missing_ok=True)
    (place.socket / f"{SOCKET_NAME}.lock").unlink(missing_ok=True)


def _is_server(pid: int, data: Path) -> bool:
    try:
        process = psutil.Process(pid)
        return process.name().startswith("postgres") and Path(process.cwd()) == data.resolve()
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False


def _end(pid: int, data: Path, deadline: float) -> None:
    while _is_server(pid, data):
        if time.monotonic() > deadline:
            raise EmbeddedUnavailable(f"An earlier server (process {pid}) of {data} does not end.")
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT)
        time.sleep(PAUSE_SECONDS)

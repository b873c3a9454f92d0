"""What this process and those that it started use: memory and processor time, PostgreSQL's servers apart."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

import psutil

SECONDS_A_LOOK = 1.0  # a look at shared memory takes 20 ms: more of them would be felt
BYTES_A_MB = 1_000_000
POSTGRES = "postgres"


class Peak:
    """The most memory seen at once, in MB: proportional set size, so that shared pages count once."""

    def __init__(self) -> None:
        self.own_mb = 0.0
        self.postgres_mb = 0.0

    def look(self) -> None:
        """Look once."""
        own = postgres = 0
        for process in [psutil.Process(), *psutil.Process().children(recursive=True)]:
            with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
                memory = process.memory_full_info()
                size = getattr(memory, "pss", memory.uss)
                if process.name() == POSTGRES:
                    postgres += size
                else:
                    own += size
        self.own_mb = max(self.own_mb, own / BYTES_A_MB)
        self.postgres_mb = max(self.postgres_mb, postgres / BYTES_A_MB)


@contextmanager
def watched_memory() -> Iterator[Peak]:
    """Look at the memory of the whole tree once a second for as long as the context lasts."""
    peak, done = Peak(), Event()

    def watch() -> None:
        while not done.wait(SECONDS_A_LOOK):
            peak.look()

    watcher = Thread(target=watch, name="memory", daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()


def processor_seconds(pid: int) -> float:
    """What a living process and the processes that it started have used so far."""
    process = psutil.Process(pid)
    times = [one.cpu_times() for one in [process, *process.children(recursive=True)]]
    return float(sum(one.user + one.system for one in times))


def postgres_seconds() -> float:
    """The same of an embedded PostgreSQL under this process; 0 when the server runs elsewhere."""
    total = 0.0
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            if process.name() == POSTGRES:
                times = process.cpu_times()
                total += times.user + times.system
    return total

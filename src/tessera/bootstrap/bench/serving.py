"""A server under load: start it, send it orders from another process, and see what came of them."""

import multiprocessing
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from typing import TypeAlias
from urllib.error import URLError
from urllib.request import urlopen

from tessera.access.scopes import Scope
from tessera.bootstrap.bench.load import Order, Outcome, send_load
from tessera.bootstrap.bench.scratch import Scratch, scratch_database
from tessera.bootstrap.bench.tree import postgres_seconds, processor_seconds
from tessera.bootstrap.replay.driver import replay_year
from tessera.bootstrap.settings import Settings
from tessera.kit.clock import Clock
from tessera.kit.ids import new_id
from tessera.kit.problems import Problem
from tessera.ledger.queries import read_keys
from tessera.usecases.database import Database
from tessera.usecases.manage_keys import create_key
from tessera.usecases.programmes import Programmes
from tessera.usecases.verify_books import verify_books

SOURCE = "bench"
PATIENCE_SECONDS = 60
SERVER = "from tessera.bootstrap.cli import main; main(['up'])"

Say = Callable[[str], None]


class ServerDidNotStart(Problem):
    """The server under measurement did not answer in time."""

    code = "server_did_not_start"
    title = "The server did not start"


Orders: TypeAlias = "Connection[Order | None, Outcome | None]"
"""Where to send the load process its orders, and to hear what came of them."""

Measured = tuple[Outcome, dict[str, float]]
"""What came of an order, and the cores that each side kept busy."""


def measure(orders: Orders, order: Order, *, pids: dict[str, int]) -> Measured:
    """Have an order carried out."""
    before = {name: processor_seconds(pid) for name, pid in pids.items()} | {"database": postgres_seconds()}
    orders.send(order)
    outcome = orders.recv()
    assert outcome is not None  # noqa: S101 - only the first word is None
    after = {name: processor_seconds(pid) for name, pid in pids.items()} | {"database": postgres_seconds()}
    return outcome, {name: round((after[name] - before[name]) / outcome.seconds, 2) for name in before}


def figures(outcome: Outcome, cores: dict[str, float], *, step: int = 0) -> dict[str, object]:
    """What a report says of one step."""
    return {
        "requests": len(outcome.latencies[step]),
        "rate": round(rate(outcome), 1),
        **{f"p{percent}_ms": round(percentile(outcome, percent, step=step), 2) for percent in (50, 95, 99)},
        "max_ms": round(max(outcome.latencies[step]) * 1000, 2),
        "errors": {str(status): count for status, count in outcome.errors.items()},
        "cores": cores,
    }


def rate(outcome: Outcome) -> float:
    """Baskets a second whose last step was accepted."""
    return len(outcome.acknowledged) / outcome.seconds


def percentile(outcome: Outcome, percent: int, *, step: int = 0) -> float:
    """The latency in milliseconds that `percent` of a step's requests did not exceed."""
    ordered = sorted(outcome.latencies[step])
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] * 1000


def prove(dsn: str, purchases: Outcome) -> tuple[int, int]:
    """How many acknowledged purchases are missing, and how many differences the verification finds."""
    with Database(dsn, size=1) as database:
        with database.work() as connection:
            kept = read_keys(connection, SOURCE)
        lost = sum(f"bench-{number}" not in kept for number in purchases.acknowledged)
        with database.work() as connection:
            verified = verify_books(connection, Programmes(), progress=lambda *_: None)
    return lost, len(verified.differences)


@contextmanager
def primed(settings: Settings, *, history: int, clock: Clock, say: Say) -> Iterator[tuple[Scratch, str]]:
    """A scratch database with the households and the beginning of their year, and a key that may do everything.

    `history`: purchases of each replaying worker, so that members have points and standings.
    """
    with scratch_database(settings) as scratch:
        say("Enrolling the households, and replaying a part of their year.")
        replay_year(scratch.dsn, moved=True, clock=clock, new_id=new_id, say=say, limit=history)
        with Database(scratch.dsn, size=1) as database, database.work() as connection:
            _, token = create_key(connection, source=SOURCE, scopes=list(Scope), now=clock.now())
        yield scratch, token


@contextmanager
def serving(scratch: Scratch) -> Iterator[tuple[int, int]]:
    """A server process of the scratch database: its process id and port."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    environment = {**os.environ, "DATABASE_URL": scratch.dsn, "TESSERA_PORT": str(port)}
    environment["TESSERA_HOST"] = "127.0.0.1"
    with (scratch.folder / "server.log").open("wb") as log:
        server = subprocess.Popen([sys.executable, "-c", SERVER], env=environment, stdout=log, stderr=log)  # noqa: S603 - ourselves
        try:
            _wait_until_ready(server, port)
            yield server.pid, port
        finally:
            server.terminate()
            server.wait()


def _wait_until_ready(server: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        with (
            suppress(URLError, ConnectionError),
            urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer,
        ):
            answer.read()
            return
        time.sleep(0.05)
    raise ServerDidNotStart("The server to be measured did not start.")


@contextmanager
def loading() -> "Iterator[tuple[int, Orders]]":
    """The load process: its id and where to send it orders."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=send_load, args=(theirs,), daemon=True)
    process.start()
    theirs.close()  # so that its end is heard here
    try:
        assert process.pid is not None  # noqa: S101 - it was started
        ours.recv()  # it is ready
        yield process.pid, ours
        ours.send(None)
        process.join()
    finally:
        process.terminate()
        process.join()

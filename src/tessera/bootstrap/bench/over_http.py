"""How many single purchases and quotes a second a real server answers, each purchase after its commit."""

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
from tessera.bootstrap.bench.load import CONNECTIONS, Order, Outcome, send_load
from tessera.bootstrap.bench.report import Baseline, Check, Report, at_least, at_most, make_report
from tessera.bootstrap.bench.scratch import Scratch, scratch_database
from tessera.bootstrap.bench.tree import postgres_seconds, processor_seconds
from tessera.bootstrap.replay.driver import replay_year
from tessera.bootstrap.settings import Settings
from tessera.kit.clock import SystemClock
from tessera.kit.ids import new_id
from tessera.kit.problems import Problem
from tessera.ledger.queries import read_keys
from tessera.usecases.database import Database
from tessera.usecases.manage_keys import create_key
from tessera.usecases.programmes import Programmes
from tessera.usecases.verify_books import verify_books

SOURCE = "bench"
HISTORY = 5_000  # purchases of each replaying worker, so that members have points and standings
HEALTH_SECONDS = 10.0
PATIENCE_SECONDS = 60
RATE, PURCHASE_MS, QUOTE_MS = 1_500, 100, 50
SERVER = "from tessera.bootstrap.cli import main; main(['up'])"

Say = Callable[[str], None]


class ServerDidNotStart(Problem):
    """The server under measurement did not answer in time."""

    code = "server_did_not_start"
    title = "The server did not start"


def bench_http(settings: Settings, *, seconds: float, say: Say) -> Report:
    """Purchases, then quotes, then `/healthz` as the baseline: 64 connections, each always with one request under way."""
    with scratch_database(settings) as scratch:
        say("Enrolling the households, and replaying a part of their year.")
        clock = SystemClock()
        replay_year(scratch.dsn, moved=True, clock=clock, new_id=new_id, say=say, limit=HISTORY)
        with Database(scratch.dsn, size=1) as database, database.work() as connection:
            _, token = create_key(connection, source=SOURCE, scopes=list(Scope), now=clock.now())
        with _server(scratch) as (server, port), _load() as (load, orders):
            measured = {}
            for name, path, lasts in (
                ("purchases", "/v1/activities", seconds),
                ("quotes", "/v1/quotes", seconds),
                ("healthz", "/healthz", min(seconds, HEALTH_SECONDS)),
            ):
                say(f"{name.capitalize()}: {CONNECTIONS} connections for {lasts:g} s.")
                order = Order(port, path, token, lasts, baskets=name != "healthz")
                measured[name] = _measure(orders, order, pids={"load": load, "server": server})
        say("Verifying the books.")
        lost, differences = _prove(scratch.dsn, measured["purchases"][0])
    return _report(measured, lost=lost, differences=differences)


Orders: TypeAlias = "Connection[Order | None, Outcome | None]"
"""Where to send the load process its orders, and to hear what came of them."""

Measured = tuple[Outcome, dict[str, float]]
"""What came of an order, and the cores that each side kept busy."""


def _measure(orders: Orders, order: Order, *, pids: dict[str, int]) -> Measured:
    before = {name: processor_seconds(pid) for name, pid in pids.items()} | {"database": postgres_seconds()}
    orders.send(order)
    outcome = orders.recv()
    assert outcome is not None  # noqa: S101 - only the first word is None
    after = {name: processor_seconds(pid) for name, pid in pids.items()} | {"database": postgres_seconds()}
    return outcome, {name: round((after[name] - before[name]) / outcome.seconds, 2) for name in before}


def _report(measured: dict[str, Measured], *, lost: int, differences: int) -> Report:
    purchases, quotes, health = (measured[name][0] for name in ("purchases", "quotes", "healthz"))
    checks: list[Check] = [
        at_least("purchases a second", _rate(purchases), RATE),
        at_most("purchases, p99 in ms", _percentile(purchases, 99), PURCHASE_MS),
        at_least("quotes a second", _rate(quotes), RATE),
        at_most("quotes, p99 in ms", _percentile(quotes, 99), QUOTE_MS),
        at_most("errors", sum(sum(one.errors.values()) for one, _ in measured.values()), 0),
        at_most("acknowledged purchases that are not in the books", lost, 0),
        at_most("differences that verify finds", differences, 0),
    ]
    return make_report(
        "http",
        value=_rate(purchases),
        unit="purchases/s",
        baseline=Baseline("GET /healthz over the same connections, requests/s", _rate(health)),
        checks=checks,
        details={name: _figures(outcome, cores) for name, (outcome, cores) in measured.items()},
    )


def _figures(outcome: Outcome, cores: dict[str, float]) -> dict[str, object]:
    return {
        "requests": len(outcome.latencies),
        "rate": round(_rate(outcome), 1),
        **{f"p{percent}_ms": round(_percentile(outcome, percent), 2) for percent in (50, 95, 99)},
        "max_ms": round(max(outcome.latencies) * 1000, 2),
        "errors": {str(status): count for status, count in outcome.errors.items()},
        "cores": cores,
    }


def _rate(outcome: Outcome) -> float:
    return len(outcome.acknowledged) / outcome.seconds


def _percentile(outcome: Outcome, percent: int) -> float:
    """The latency in milliseconds that `percent` of the requests did not exceed."""
    ordered = sorted(outcome.latencies)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] * 1000


def _prove(dsn: str, purchases: Outcome) -> tuple[int, int]:
    """How many acknowledged purchases are missing, and how many differences the verification finds."""
    with Database(dsn, size=1) as database:
        with database.work() as connection:
            kept = read_keys(connection, SOURCE)
        lost = sum(f"bench-{number}" not in kept for number in purchases.acknowledged)
        with database.work() as connection:
            verified = verify_books(connection, Programmes(), progress=lambda *_: None)
    return lost, len(verified.differences)


@contextmanager
def _server(scratch: Scratch) -> Iterator[tuple[int, int]]:
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
def _load() -> "Iterator[tuple[int, Orders]]":
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

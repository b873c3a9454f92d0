"""A shop that runs for real: `tessera up` in a process of its own, and callers that do not give up."""

import os
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from uuid import uuid4

import httpx
import pytest
from tests.command import PATIENCE_SECONDS, TESSERA, end

from tessera.access.scopes import Scope
from tessera.bootstrap.embedded import Embedded
from tessera.bootstrap.migrate import migrate
from tessera.kit.clock import SystemClock
from tessera.kit.ids import new_id
from tessera.usecases.database import Database
from tessera.usecases.enrol_members import Enrolment, enrol_members
from tessera.usecases.manage_keys import create_key
from tessera.usecases.programmes import Programmes
from tessera.usecases.publish_programme import publish_programme
from tessera.usecases.verify_books import verify_books

FreshDatabase = Callable[[], AbstractContextManager[str]]

SOURCE = "till"
CARDS = [f"CARD{number}" for number in range(5)]  # fewer than callers: they meet at the same accounts
SMALL = {"shared_buffers": "32MB"}
PROGRAMME = """\
programme: {id: corner-club, name: Corner Club, money: USD, timezone: UTC}
currencies:
  points: {name: {en: [point, points]}, worth: 0.01, pending: {days: 14}, expire: {months: 12}}
earn:
  base: {on: purchase, give: {points: 2, per: 1.00}}
  welcome: {on: enrolment, give: {points: 500}, pending: none}
"""


def tessera(*words: str, dsn: str, **how: Any) -> subprocess.Popen[bytes]:
    """`tessera` as a process, on this database."""
    environment = {**os.environ, "DATABASE_URL": dsn, **how.pop("environment", {})}
    return subprocess.Popen([*TESSERA, *words], env=environment, **how)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def wait_until(true: Callable[[], bool]) -> None:
    """Wait for something to become true; a test that waits in vain fails."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not true():
        if time.monotonic() > deadline:
            pytest.fail("waited in vain")
        time.sleep(0.02)


@dataclass
class Shop:
    """A running shop: its database, its server's process and address, and the key of its till."""

    dsn: str
    token: str
    log: Path
    port: int
    embedded: Embedded | None = None
    server: subprocess.Popen[bytes] | None = None

    def open(self) -> None:
        """Start the server, on the same port as before, and wait until it is ready."""
        environment = {"TESSERA_HOST": "127.0.0.1", "TESSERA_PORT": str(self.port)}
        with self.log.open("ab") as log:
            self.server = tessera("up", dsn=self.dsn, environment=environment, stdout=log, stderr=log)
        wait_until(self._ready)

    def kill(self) -> None:
        """Kill the server's process, without a word."""
        assert self.server is not None
        self.server.kill()
        self.server.wait(PATIENCE_SECONDS)

    def kill_postgres(self) -> None:
        """Kill the embedded server's main process, without a word; its children follow."""
        pid_file = self.log.parent / "home/postgres/data/postmaster.pid"
        os.kill(int(pid_file.read_text().split()[0]), signal.SIGKILL)

    def close(self) -> None:
        """Stop the server as an operator does."""
        assert self.server is not None
        end(self.server)

    def call(self, client: httpx.Client, path: str, body: Mapping[str, Any]) -> httpx.Response:
        return client.post(
            f"http://127.0.0.1:{self.port}{path}",
            json=body,
            headers={"Authorization": f"Bearer {self.token}"},
        )

    def differences(self) -> list[Any]:
        """What `verify` finds."""
        with Database(self.dsn, size=1) as database, database.work() as connection:
            return verify_books(connection, Programmes(), progress=lambda *_: None).differences

    def kept(self, run: str) -> dict[str, int]:
        """Every key of a run's purchases in the books, with the number of its base rule's postings."""
        with Database(self.dsn, size=1) as database, database.work() as connection:
            return dict(
                connection.execute(
                    "select key, count(posting.version) from activity_key left join posting "
                    "on posting.account_id = activity_key.account_id "
                    "and posting.activity_id = activity_key.activity_id and posting.rule_id = 'base' "
                    "where source = %s and starts_with(key, %s) group by key",
                    (SOURCE, run),
                ).fetchall()
            )

    def _ready(self) -> bool:
        assert self.server is not None
        assert self.server.poll() is None, self.log.read_text()
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}/readyz", timeout=5).status_code == 200
        except httpx.HTTPError:
            return False


@dataclass
class Callers:
    """Threads that send purchases one after the other, each again with its own key until it is acknowledged."""

    shop: Shop
    count: int = 8
    run: str = field(default_factory=lambda: uuid4().hex)
    bodies: dict[str, dict[str, Any]] = field(default_factory=dict)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    unavailable: list[httpx.Response] = field(default_factory=list)
    faults: list[httpx.Response] = field(default_factory=list)
    retried: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._enough = threading.Event()
        self._patient = True
        self._threads = [threading.Thread(target=self._call, args=(n,)) for n in range(self.count)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.finish()

    def finish(self) -> None:
        """Let every caller have the answer that it waits for, and send no more."""
        self._enough.set()
        for thread in self._threads:
            thread.join()

    def give_up(self) -> None:
        """Stop insisting: what has no answer by now gets none from these callers."""
        self._patient = False
        self._enough.set()

    def wait_for(self, more: int) -> None:
        """Wait until so many more purchases have been acknowledged."""
        before = len(self.answers)
        wait_until(lambda: len(self.answers) >= before + more)

    def _call(self, caller: int) -> None:
        with httpx.Client(timeout=20) as client:
            number = 0
            while not self._enough.is_set():
                number += 1
                key = f"{self.run}-{caller}-{number}"
                self.bodies[key] = purchase(key, CARDS[(caller + number) % len(CARDS)])
                self._insist(client, self.bodies[key])

    def _insist(self, client: httpx.Client, body: dict[str, Any]) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self._patient and time.monotonic() < deadline:
            try:
                answer = self.shop.call(client, "/v1/activities", body)
            except httpx.TransportError:
                self.retried.add(body["key"])
                time.sleep(0.05)
                continue
            if answer.status_code in {200, 201}:
                self.answers[body["key"]] = answer.json()
                return
            (self.unavailable if answer.status_code == 503 else self.faults).append(answer)
            self.retried.add(body["key"])
            time.sleep(0.05)


def purchase(key: str, card: str) -> dict[str, Any]:
    """A purchase of 10.00, which gives 20 points."""
    return {"type": "purchase", "key": key, "member": {"card": card}, "amount": "10.00"}


@pytest.fixture(scope="module")
def shop(fresh_database: FreshDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A shop on a database of the tests' server; whatever tests have asked of it, its books prove themselves."""
    with fresh_database() as dsn, _running(dsn, tmp_path_factory.mktemp("shop")) as running:
        yield running
        assert running.differences() == []


@pytest.fixture(scope="module")
def own_shop() -> Iterator[Shop]:
    """A shop with a PostgreSQL server of its own, which a test may kill, and must have running again at its end."""
    with tempfile.TemporaryDirectory(prefix="tessera-journey-") as name, own_shop_in(Path(name)) as shop:
        yield shop


@contextmanager
def own_shop_in(folder: Path, settings: Mapping[str, str] = SMALL) -> Iterator[Shop]:
    """The same, with everything in this folder."""
    folder.chmod(0o755)  # the embedded server's own account has to walk in
    embedded = Embedded(folder / "home", settings=settings)
    dsn = embedded.start()
    try:
        migrate(dsn)
        with _running(dsn, folder) as running:
            running.embedded = embedded
            yield running
    finally:
        embedded.stop()


@contextmanager
def _running(dsn: str, folder: Path) -> Iterator[Shop]:
    clock = SystemClock()
    with Database(dsn, size=1) as database, database.work() as connection:
        publish_programme(connection, PROGRAMME, effective_at=None, clock=clock)
        _, token = create_key(connection, source=SOURCE, scopes=list(Scope), now=clock.now())
        newcomers = [Enrolment(SOURCE, card, card, "en", {}, (("card", card),)) for card in CARDS]
        enrol_members(connection, Programmes(), newcomers, clock=clock, new_id=new_id)
    running = Shop(dsn, token, folder / "server.log", free_port())
    running.open()
    try:
        yield running
    finally:
        if running.server is not None and running.server.poll() is None:
            running.close()

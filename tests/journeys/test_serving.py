"""A running server among others: racing callers, and versions published elsewhere."""

import os
import signal
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import httpx
import psutil
import psycopg
from tests.command import PATIENCE_SECONDS, end
from tests.journeys.conftest import CARDS, PROGRAMME, Shop, free_port, purchase, tessera, wait_until

from tessera.catalogue.seal import Seal
from tessera.usecases.import_codes import import_codes

CALLERS = 20


def test_one_key_from_twenty_callers_at_once_is_one_purchase(shop: Shop) -> None:
    """The same key from 20 parallel callers: one set of postings, the same answer to all, recorded once."""
    key = uuid4().hex

    def call(_: int) -> httpx.Response:
        with httpx.Client(timeout=20) as client:
            return shop.call(client, "/v1/activities", purchase(key, CARDS[0]))

    with ThreadPoolExecutor(CALLERS) as pool:
        answers = list(pool.map(call, range(CALLERS)))
    assert sorted(answer.status_code for answer in answers) == [200] * (CALLERS - 1) + [201]
    assert len({answer.text for answer in answers}) == 1
    assert shop.kept(key) == {key: 1}
    assert shop.differences() == []


def test_a_version_published_elsewhere_is_taken_up_without_a_restart(shop: Shop) -> None:
    """Once another process has published a version, the running server decides by it, and says so."""
    with httpx.Client(timeout=20) as client:
        before = shop.call(client, "/v1/activities", purchase(uuid4().hex, CARDS[1])).json()
        publish_with(shop.dsn, PROGRAMME.replace("points: 2,", "points: 3,"))
        after = shop.call(client, "/v1/activities", purchase(uuid4().hex, CARDS[1])).json()
    assert after["programme_version"] == before["programme_version"] + 1
    assert (before["granted"][0]["amount"], after["granted"][0]["amount"]) == (20, 30)


def test_a_server_outlives_the_postgresql_that_it_has_started(tmp_path: Path) -> None:
    """Its embedded PostgreSQL is killed under it: it starts it again, and is ready as before."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="tessera-up-") as name, (tmp_path / "log").open("wb") as log:
        home = Path(name)
        home.chmod(0o755)  # the embedded server's own account has to walk in
        environment = {"TESSERA_HOME": name, "TESSERA_PORT": str(port), "TESSERA_WORKERS": "1"}
        server = tessera("up", dsn="", environment=environment, stdout=log, stderr=log)
        try:
            wait_until(lambda: is_ready(port))
            pid_file = home / "postgres/data/postmaster.pid"
            first = int(pid_file.read_text().split()[0])
            os.kill(first, signal.SIGKILL)
            wait_until(lambda: not psutil.pid_exists(first) and is_ready(port))
        finally:
            end(server)
    assert "it runs again" in (tmp_path / "log").read_text()


def test_a_server_counts_what_is_left_in_pools(dsn: str, tmp_path: Path) -> None:
    """Its figures say so as soon as it has done what time brings, and from then on."""
    port = free_port()
    with psycopg.connect(dsn) as connection:
        import_codes(connection, "cinema", ["A-1", "A-2"], seal=Seal(b"a secret of the tests"))
    environment = {"TESSERA_HOME": str(tmp_path), "TESSERA_PORT": str(port), "TESSERA_WORKERS": "1"}
    with (tmp_path / "log").open("wb") as log:
        server = tessera("up", dsn=dsn, environment=environment, stdout=log, stderr=log)
        try:
            wait_until(lambda: 'tessera_pool_codes_left{pool="cinema"} 2.0' in figures(port))
        finally:
            end(server)


def publish_with(dsn: str, document: str) -> None:
    """Publish a version from a process of its own."""
    with tessera("programme", "publish", "-", dsn=dsn, stdin=subprocess.PIPE) as publish:
        try:
            publish.communicate(document.encode(), PATIENCE_SECONDS)
        finally:
            publish.kill()
    assert publish.returncode == 0


def figures(port: int) -> str:
    """What a server measures; nothing as long as there is none."""
    with suppress(httpx.TransportError):
        return httpx.get(f"http://127.0.0.1:{port}/metrics", timeout=20).text
    return ""


def is_ready(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=20).status_code == 200
    except httpx.HTTPError:
        return False

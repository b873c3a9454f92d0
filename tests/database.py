"""What every test and every page of the documentation may ask for: a fresh, migrated database (`dsn`), in some 50 ms.

One server serves the whole run: TEST_DATABASE_URL (a role that may create databases), or an embedded one that
dies with the run. With xdist the controlling process owns it; otherwise it starts when a test first needs it.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from os import environ
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from tessera.bootstrap.embedded import Embedded
from tessera.bootstrap.migrate import migrate

FreshDatabase = Callable[[], AbstractContextManager[str]]

# fsync guards against a crash of the machine, which no test stages; kills of the server are safe without it.
SERVER_SETTINGS = {"fsync": "off", "shared_buffers": "128MB", "max_connections": "200"}
MAKING_THE_TEMPLATE = 1


class Server:
    """The run's PostgreSQL server; `run` marks its databases."""

    def __init__(self) -> None:
        self.run = f"tessera_test_{uuid4().hex[:8]}"
        self._home = tempfile.TemporaryDirectory(prefix="tessera-test-")
        self._embedded: Embedded | None = None
        self._dsn = environ.get("TEST_DATABASE_URL")

    def start(self) -> str:
        """The conninfo of a database from which others can be created."""
        if self._dsn is None:
            Path(self._home.name).chmod(0o755)  # root's server runs as another account
            self._embedded = Embedded(Path(self._home.name), settings=SERVER_SETTINGS)
            self._dsn = self._embedded.start()
        return self._dsn

    def stop(self) -> None:
        """Leave nothing behind."""
        if self._embedded is not None:
            self._embedded.stop()
        elif self._dsn is not None:
            with psycopg.connect(self._dsn, autocommit=True) as connection:
                ours = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
                for (name,) in connection.execute(ours, (self.run,)).fetchall():
                    connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
        self._home.cleanup()


SERVER = pytest.StashKey[Server]()


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.stash[SERVER] = Server()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of xdist where the server is."""
    server = node.config.stash[SERVER]
    node.workerinput["server"] = (server.start(), server.run)


def pytest_unconfigure(config: pytest.Config) -> None:
    if SERVER in config.stash:
        config.stash[SERVER].stop()


@pytest.fixture(scope="session")
def fresh_database(request: pytest.FixtureRequest) -> FreshDatabase:
    """Makes databases for tests that need several, each migrated, empty, and dropped when left."""
    if hasattr(request.config, "workerinput"):
        server, run = request.config.workerinput["server"]
    else:
        server, run = request.config.stash[SERVER].start(), request.config.stash[SERVER].run
    template = f"{run}_template"
    _make_template(server, template)

    @contextmanager
    def make() -> Iterator[str]:
        name = f"{run}_{uuid4().hex}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        try:
            yield make_conninfo(server, dbname=name)
        finally:
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)")

    return make


@pytest.fixture
def dsn(fresh_database: FreshDatabase) -> Iterator[str]:
    """The conninfo of a migrated, empty database that is this test's alone."""
    with fresh_database() as conninfo:
        yield conninfo


def _make_template(server: str, template: str) -> None:
    """Migrate once a run; the others wait for it."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (MAKING_THE_TEMPLATE,))
        if not connection.execute("SELECT FROM pg_database WHERE datname = %s", (template,)).rowcount:
            unfinished = f"{template}_unfinished"
            connection.execute(f"CREATE DATABASE {unfinished}")
            migrate(make_conninfo(server, dbname=unfinished))
            connection.execute(f"ALTER DATABASE {unfinished} RENAME TO {template}")

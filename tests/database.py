"""What every test and every page of the documentation may ask for: a migrated, empty database (`dsn`).

One server serves the whole run (`tests/servers.py`) and dies with it. With xdist the controlling process owns it; otherwise
it starts when a test first needs it. A test marked `every_postgresql` runs twice: on the newest PostgreSQL that Tessera
knows, and on the oldest that it promises to run on.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from tests.pool import Pool
from tests.servers import NEWEST, OLDEST, Servers, skip_without

from tessera.bootstrap.migrate import migrate

FreshDatabase = Callable[[], AbstractContextManager[str]]

MAKING_THE_TEMPLATE = 1
SERVERS = pytest.StashKey[Servers]()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "every_postgresql: run on PostgreSQL 18 and on PostgreSQL 15")
    if not hasattr(config, "workerinput"):
        config.stash[SERVERS] = Servers()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    asked = metafunc.definition.get_closest_marker("every_postgresql") is not None
    if asked and "postgresql" in metafunc.fixturenames:
        metafunc.parametrize("postgresql", [NEWEST, OLDEST], indirect=True, scope="session")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of xdist where the servers are."""
    servers = node.config.stash[SERVERS]
    node.workerinput["servers"] = {name: servers.start(name) for name in (NEWEST, OLDEST)}
    node.workerinput["run"] = servers.run


def pytest_unconfigure(config: pytest.Config) -> None:
    if SERVERS in config.stash:
        config.stash[SERVERS].stop()


@pytest.fixture(scope="session")
def postgresql(request: pytest.FixtureRequest) -> str:
    """The conninfo of the server that the test runs on."""
    name = getattr(request, "param", NEWEST)
    told = getattr(request.config, "workerinput", None)
    return skip_without(told["servers"][name] if told else request.config.stash[SERVERS].start(name))


@pytest.fixture(scope="session")
def fresh_database(request: pytest.FixtureRequest, postgresql: str) -> FreshDatabase:
    """Lends databases to tests that need several, each migrated and empty."""
    told = getattr(request.config, "workerinput", None)
    run = told["run"] if told else request.config.stash[SERVERS].run
    template = f"{run}_template"
    _make_template(postgresql, template)

    return Pool(postgresql, template=template, run=run).lend


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

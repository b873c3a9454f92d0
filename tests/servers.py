"""The PostgreSQL servers that the tests run on: the newest, and the oldest that Tessera promises to run on.

`NEWEST` is the embedded one, or TEST_DATABASE_URL. `OLDEST` is Debian's package, or TEST_DATABASE_URL_15; where there is
neither, the tests that ask for it are skipped and say so. Both URLs need a role that may create databases.
"""

import os
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from os import environ
from pathlib import Path
from typing import Final
from uuid import uuid4

import psycopg
import pytest
from tests.command import end

from tessera.bootstrap.embedded import Embedded
from tessera.bootstrap.embedded.place import find_place
from tessera.bootstrap.owner import dies_with_owner

NEWEST: Final = "postgresql-18"
OLDEST: Final = "postgresql-15"
DEBIANS_BINARIES = Path("/usr/lib/postgresql/15/bin")
NO_OLDEST = (
    f"There is no PostgreSQL 15: {DEBIANS_BINARIES} is missing (apt-get install postgresql-15) "
    "and TEST_DATABASE_URL_15 is not set."
)

# fsync guards against a crash of the machine, which no test stages; kills of the server are safe without it.
SETTINGS = {"fsync": "off", "shared_buffers": "128MB", "max_connections": "200"}
PATIENCE_SECONDS = 60


class Newest:
    """The embedded server, unless TEST_DATABASE_URL names another."""

    def __init__(self) -> None:
        self._home = tempfile.TemporaryDirectory(prefix="tessera-test-")
        self._embedded: Embedded | None = None
        self._dsn = environ.get("TEST_DATABASE_URL")

    def start(self) -> str:
        """The conninfo of a database from which others can be created."""
        if self._dsn is None:
            Path(self._home.name).chmod(0o755)  # root's server runs as another account
            self._embedded = Embedded(Path(self._home.name), settings=SETTINGS)
            self._dsn = self._embedded.start()
        return self._dsn

    def stop(self, run: str) -> None:
        """Leave nothing behind: no server of ours, and on another's none of the run's databases."""
        if self._embedded is not None:
            self._embedded.stop()
        elif self._dsn is not None:
            _drop_all(self._dsn, run)
        self._home.cleanup()


class Oldest:
    """Debian's PostgreSQL 15 on a folder of its own, unless TEST_DATABASE_URL_15 names another."""

    def __init__(self) -> None:
        self._home = tempfile.TemporaryDirectory(prefix="tessera-test-15-")
        self._server: subprocess.Popen[bytes] | None = None
        self._dsn = environ.get("TEST_DATABASE_URL_15")

    def start(self) -> str | None:
        """The conninfo of a database from which others can be created; None where there is no such server."""
        if self._dsn is None and DEBIANS_BINARIES.exists():
            self._dsn = self._launch(Path(self._home.name))
        return self._dsn

    def stop(self, run: str) -> None:
        """Leave nothing behind: no server of ours, and on another's none of the run's databases."""
        if self._server is not None:
            end(self._server)
        elif self._dsn is not None:
            _drop_all(self._dsn, run)
        self._home.cleanup()

    def _launch(self, home: Path) -> str:
        home.chmod(0o755)
        place = find_place(home)
        how = {"cwd": place.root, "env": {"LC_ALL": "C", "PATH": os.defpath}, **place.account.spawn()}
        words = ["-U", "postgres", "--encoding=UTF8", "--locale=C", "--auth=trust", "--no-sync"]
        subprocess.run(
            [DEBIANS_BINARIES / "initdb", *words, "-D", place.data], check=True, capture_output=True, **how
        )
        own = SETTINGS | {"listen_addresses": "", "jit": "off", "timezone": "UTC"}
        options = [word for name, value in own.items() for word in ("-c", f"{name}={value}")]
        with place.log.open("wb") as log:
            self._server = subprocess.Popen(
                [DEBIANS_BINARIES / "postgres", "-D", place.data, "-k", place.socket, *options],
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=dies_with_owner(signal.SIGINT),  # noqa: PLW1509 - one looked-up C call, no locks
                **how,
            )
        dsn = f"host={place.socket} user=postgres dbname=postgres"
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            with suppress(psycopg.OperationalError), psycopg.connect(dsn):
                return dsn
            time.sleep(0.02)
        raise AssertionError(place.log.read_text(errors="replace"))


class Servers:
    """The run's servers; `run` marks its databases. Each starts when it is first asked for."""

    def __init__(self) -> None:
        self.run = f"tessera_test_{uuid4().hex[:8]}"
        self._newest, self._oldest = Newest(), Oldest()

    def start(self, name: str) -> str | None:
        """The conninfo of a server; None where there is no such one."""
        return self._newest.start() if name == NEWEST else self._oldest.start()

    def stop(self) -> None:
        """Stop what was started."""
        self._newest.stop(self.run)
        self._oldest.stop(self.run)


def skip_without(server: str | None) -> str:
    """The server's conninfo, or the test is skipped, saying why."""
    if server is None:
        pytest.skip(NO_OLDEST)
    return server


def _drop_all(dsn: str, run: str) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        ours = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
        for (name,) in connection.execute(ours, (run,)).fetchall():
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")

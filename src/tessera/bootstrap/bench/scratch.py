"""A database for one benchmark: fresh, migrated, and gone afterwards."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg.conninfo import make_conninfo

from tessera.bootstrap.database import prepared_database
from tessera.bootstrap.settings import Settings
from tessera.kit.record import Record


class Scratch(Record, frozen=True):
    """A scratch database, and a folder for files beside it; both go when the benchmark ends."""

    dsn: str
    folder: Path


@contextmanager
def scratch_database(settings: Settings) -> Iterator[Scratch]:
    """A new database on the server that `settings` name, or an embedded server of its own in a temporary home.

    Raises DatabaseUnreachable, EmbeddedUnavailable.
    """
    with tempfile.TemporaryDirectory(prefix="tessera-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # root's server runs as another account, and has to walk in
        if settings.database_url is None:
            own = Settings(home=folder / "home")
            with prepared_database(own, say=_nothing) as dsn:
                yield Scratch(dsn, folder)
            return
        database = f"tessera_bench_{os.getpid()}_{uuid4().hex[:8]}"
        with psycopg.connect(settings.database_url, autocommit=True) as owner:
            owner.execute(f"create database {database}")
            try:
                fresh = make_conninfo(settings.database_url, dbname=database)
                with prepared_database(Settings(database_url=fresh), say=_nothing) as dsn:
                    yield Scratch(dsn, folder)
            finally:
                owner.execute(f"drop database {database} with (force)")


def _nothing(sentence: str) -> None:
    """Where a temporary home keeps its files concerns nobody."""

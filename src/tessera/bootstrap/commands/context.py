"""What most commands need: the settings of this process, its database, and a way to print JSON."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import click
import msgspec
import psycopg

from tessera.bootstrap.database import prepared_database
from tessera.bootstrap.settings import Settings, read_settings
from tessera.usecases.database import Database, unavailable

Result = TypeVar("Result")

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for a machine.")


def settings() -> Settings:
    """The settings of this process. Raises InvalidValue."""
    return read_settings(os.environ)


def own_name() -> str:
    """How to call `tessera` again: by its name where the path finds it, else as this process was called."""
    return "tessera" if shutil.which("tessera") else sys.argv[0]


def tell(sentence: str) -> None:
    """Tell the operator something beside the answer."""
    click.echo(sentence, err=True)


@contextmanager
def connected() -> Iterator[psycopg.Connection]:
    """One connection to this installation's database, committed at the end. Raises Unavailable when it goes away."""
    with prepared_database(settings(), say=tell) as dsn:
        try:
            with psycopg.connect(dsn) as connection:
                yield connection
        except psycopg.OperationalError as error:
            raise unavailable(error) from error


def in_one_go(work: Callable[[psycopg.Connection], Result]) -> Result:
    """Do something in one transaction, and again when another came in its way. Raises Problem, Unavailable."""
    with prepared_database(settings(), say=tell) as dsn, Database(dsn, size=1) as database:
        return database.insist(work)


def print_json(value: Any) -> None:
    """Print a record, or what JSON knows, as indented JSON."""
    click.echo(msgspec.json.format(msgspec.json.encode(value)).decode())

"""Append rows to a table: many by COPY, few by arrays.

A row costs least by COPY, but each COPY is two round trips to the server. Arrays go into a pipeline with whatever else
a small batch writes, and all of it is one.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeAlias

from psycopg import Connection


class Table(NamedTuple):
    """A table that only grows: how rows are appended to it, values in the order of `types`."""

    copy: str
    insert: str
    types: Sequence[str]


def table(name: str, **columns: str) -> Table:
    """A table by its columns and their types."""
    names = ", ".join(columns)
    arrays = ", ".join(f"%b::{of}[]" for of in columns.values())
    return Table(
        copy=f"copy {name} ({names}) from stdin (format binary)",
        insert=f"insert into {name} ({names}) select * from unnest({arrays})",
        types=tuple(columns.values()),
    )


Append: TypeAlias = Callable[[Connection, Table, Sequence[Sequence[Any]]], None]
"""Append rows to a table; nothing is done for none."""


def append_many(connection: Connection, table: Table, rows: Sequence[Sequence[Any]]) -> None:
    """By COPY, which a pipeline does not take."""
    if not rows:
        return
    with connection.cursor() as cursor, cursor.copy(table.copy) as copy:
        copy.set_types(table.types)
        for row in rows:
            copy.write_row(row)


def append_few(connection: Connection, table: Table, rows: Sequence[Sequence[Any]]) -> None:
    """By arrays, in one statement."""
    if rows:
        connection.execute(table.insert, tuple(map(list, zip(*rows, strict=True))))

"""Lists as arrays, on a real server."""

import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg import Connection

from tessera.usecases.arrays import ArrayDumper

MAX = 2**63 - 1
LISTS: dict[str, list[Any]] = {
    "bigint": [0, 1, -1, 300, -70_000, MAX, -MAX - 1],
    "integer": [0, -70_000, 2**31 - 1],
    "text": ["", "point", "балл", "{a,\"b\\'}", "null"],
    "uuid": [UUID(int=0), UUID(int=2**128 - 1)],
    "bytea": [b"", b"\x00\xff"],
    "timestamptz": [
        datetime(2000, 1, 1, tzinfo=UTC),
        datetime(1970, 1, 1, 0, 0, 0, 1, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
        datetime(2026, 7, 1, 12, tzinfo=timezone(timedelta(hours=3))),
    ],
    "boolean": [True, False],
}


@pytest.fixture
def connection(dsn: str) -> Iterator[Connection]:
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.adapters.register_dumper(list, ArrayDumper)
        connection.execute("set timezone = 'UTC'")
        yield connection


@pytest.mark.parametrize("of", LISTS)
@pytest.mark.parametrize("gaps", [[], [None]])
def test_a_list_arrives_as_it_was_sent(connection: Connection, of: str, gaps: list[None]) -> None:
    """Every value of every type, with and without gaps; also of a type that psycopg packs itself."""
    sent = [*gaps, *LISTS[of], *gaps]
    assert connection.execute(f"select %b::{of}[]", (sent,)).fetchone() == (sent,)


@pytest.mark.parametrize("of", LISTS)
@pytest.mark.parametrize("sent", [[], [None, None]])
def test_a_list_without_values_has_the_type_that_is_asked_for(
    connection: Connection, of: str, sent: list[None]
) -> None:
    """Nothing in it says what it is a list of."""
    assert connection.execute(f"select %b::{of}[]", (sent,)).fetchone() == (sent,)


def test_a_statement_is_prepared_once_whatever_its_numbers(connection: Connection) -> None:
    """Small or large, they are of one type."""
    connection.prepare_threshold = 1
    for number in (1, 1_000, 100_000, 10**10):
        for _ in range(3):
            connection.execute("select %b::bigint[]", ([number],))
    prepared = "select parameter_types::text from pg_prepared_statements where statement like '%bigint%'"
    assert connection.execute(prepared).fetchall() == [("{bigint[]}",)]


def test_a_number_beyond_bigint_is_refused(connection: Connection) -> None:
    """Nothing is cut off silently."""
    with pytest.raises(struct.error):
        connection.execute("select %b::bigint[]", ([MAX + 1],))

"""What the replay is measured against: a bare copy of the rows that it wrote, and a plain SQL ledger."""

import random
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

import psycopg
from psycopg.types.json import Jsonb

from tessera.bootstrap.bench import _sql

COPIES = 3
TRANSFERS = 40_000
TRANSFERS_A_BATCH = 1_000
ACCOUNTS = 2_469
SEED = 0x7E55E7A
READ_BYTES = 1 << 18


def copy_bare(dsn: str, folder: Path) -> float:
    """Seconds for a binary COPY of the very rows of every table into empty tables with the same indexes: the middle one of
    three times, as one of them alone may be half as long as the next.

    One connection, a transaction for each table, in the physical order of the rows; they are read out beforehand.
    """
    with psycopg.connect(dsn, autocommit=True) as connection:
        for table in _sql.TABLES:
            with (
                (folder / table).open("wb") as file,
                connection.cursor() as cursor,
                cursor.copy(_sql.COPY_OUT.format(table=table)) as copy,
            ):
                file.writelines(copy)
        return median([_copy_in(connection, folder) for _ in range(COPIES)])


def _copy_in(connection: psycopg.Connection, folder: Path) -> float:
    connection.execute(_sql.BARE_SCHEMA)
    for table in _sql.TABLES:
        connection.execute(_sql.BARE_TABLE.format(table=table))
    connection.execute("checkpoint")  # it starts with a clean slate, as the replay did
    started = time.perf_counter()
    for table in _sql.TABLES:
        with (
            (folder / table).open("rb") as file,
            connection.cursor() as cursor,
            cursor.copy(_sql.COPY_IN.format(table=table)) as copy,
        ):
            while data := file.read(READ_BYTES):
                copy.write(data)
    seconds = time.perf_counter() - started
    connection.execute(_sql.NO_BARE_SCHEMA)
    return seconds


class PlainLedger(NamedTuple):
    """Bare transfers a second: from the programme's account to a member's, as points are given; between any two members."""

    giving: float
    between: float


def book_plainly(dsn: str) -> PlainLedger:
    """What a plain SQL ledger books: a PL/pgSQL function takes a batch row by row, then it is committed.

    There are as many accounts as households; synchronous_commit is the server's, on.
    """
    chance = random.Random(SEED)  # noqa: S311 - which account pays is no secret
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(_sql.PLAIN_LEDGER)
        programme, *members = [
            str(row[0]) for row in connection.execute(_sql.OPEN_PLAIN_ACCOUNTS, (1 + ACCOUNTS,))
        ]
        giving = [(programme, chance.choice(members)) for _ in range(TRANSFERS)]
        between = [tuple(chance.sample(members, 2)) for _ in range(TRANSFERS)]
        return PlainLedger(_book(connection, "giving", giving), _book(connection, "between", between))


def _book(connection: psycopg.Connection, name: str, pairs: Sequence[tuple[str, ...]]) -> float:
    """Transfers a second, each from the first account of a pair to the second."""
    amounts = random.Random(SEED)  # noqa: S311 - nor is how much
    rows = [
        {
            "reference": f"{name}-{place}",
            "from_account": payer,
            "to_account": payee,
            "amount": amounts.randint(1, 500),
        }
        for place, (payer, payee) in enumerate(pairs)
    ]
    batches = [
        Jsonb(rows[first : first + TRANSFERS_A_BATCH]) for first in range(0, len(rows), TRANSFERS_A_BATCH)
    ]
    connection.execute("checkpoint")
    started = time.perf_counter()
    for batch in batches:
        connection.execute(_sql.BOOK_PLAIN, (batch,))
    return len(rows) / (time.perf_counter() - started)

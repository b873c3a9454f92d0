"""What the replay is measured against: a bare copy of the rows that it wrote, and a plain SQL ledger."""

import random
import time
from pathlib import Path

import psycopg
from psycopg.types.json import Jsonb

from tessera.bootstrap.bench import _sql

TRANSFERS = 40_000
TRANSFERS_A_BATCH = 1_000
ACCOUNTS = 2_469
SEED = 0x7E55E7A
READ_BYTES = 1 << 18


def copy_bare(dsn: str, folder: Path) -> float:
    """Seconds for a binary COPY of the very rows of every table into empty tables with the same indexes.

    One connection, a transaction for each table, in the physical order of the rows; they are read out beforehand.
    """
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(_sql.BARE_SCHEMA)
        for table in _sql.TABLES:
            connection.execute(_sql.BARE_TABLE.format(table=table))
            with (
                (folder / table).open("wb") as file,
                connection.cursor() as cursor,
                cursor.copy(_sql.COPY_OUT.format(table=table)) as copy,
            ):
                file.writelines(copy)
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
        return time.perf_counter() - started


def book_plainly(dsn: str) -> float:
    """Bare transfers a second of a plain SQL ledger: a PL/pgSQL function books a batch row by row, then commits.

    Between random accounts, as many as there are households; synchronous_commit is the server's, on.
    """
    chance = random.Random(SEED)  # noqa: S311 - which account pays is no secret
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(_sql.PLAIN_LEDGER)
        accounts = [str(row[0]) for row in connection.execute(_sql.OPEN_PLAIN_ACCOUNTS, (ACCOUNTS,))]
        batches = [
            [_transfer(chance, accounts, f"transfer-{batch}-{place}") for place in range(TRANSFERS_A_BATCH)]
            for batch in range(TRANSFERS // TRANSFERS_A_BATCH)
        ]
        connection.execute("checkpoint")
        started = time.perf_counter()
        for batch in batches:
            connection.execute(_sql.BOOK_PLAIN, (Jsonb(batch),))
        return TRANSFERS / (time.perf_counter() - started)


def _transfer(chance: random.Random, accounts: list[str], reference: str) -> dict[str, object]:
    payer, payee = chance.sample(accounts, 2)
    amount = chance.randint(1, 500)
    return {"reference": reference, "from_account": payer, "to_account": payee, "amount": amount}

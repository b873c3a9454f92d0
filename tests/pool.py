"""Databases that tests get one after another: to empty one takes a third of the work of making one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, LiteralString
from uuid import uuid4

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.sql import SQL, Identifier

DISMISS: Final = """
select pg_terminate_backend(pid, 10000) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
"""

# What a test may have changed beside rows: then nobody else gets its database.
SHAPE: Final = """
select (select row (count(*), sum(oid::bigint), sum(reltablespace::bigint))::text from pg_class),
       (select count(*) from pg_attribute), (select count(*) from pg_constraint), (select count(*) from pg_proc),
       (select count(*) from pg_trigger), (select count(*) from pg_namespace), (select count(*) from django_migrations),
       (select count(*) from pg_db_role_setting join pg_database on pg_database.oid = setdatabase
        where datname = current_database())
"""

# Rows that are deleted leave room, and those of the next test would stand in another order than they came in.
WRITTEN: Final = """
select relname from pg_class
where relnamespace = 'public'::regnamespace and relkind = 'r' and pg_relation_size(oid) > 0
  and relname <> 'django_migrations'
"""

SEQUENCES: Final = (
    "select sequencename from pg_sequences where schemaname = 'public' and sequencename not like 'django%'"
)


class Pool:
    """Databases like `template` on a server; their names begin with `run`. One process has it for itself."""

    def __init__(self, server: str, *, template: str, run: str) -> None:
        self._server, self._template, self._run = server, template, run
        self._free = [self._make()]
        with self._connect(self._free[0]) as connection:
            self._shape = connection.execute(SHAPE).fetchone()
            self._first_rows = [
                (table, _copy_out(connection, table)) for table in _named(connection, WRITTEN)
            ]
            restart = SQL("alter sequence {} restart")
            self._restart = SQL(";").join([restart.format(name) for name in _named(connection, SEQUENCES)])

    @contextmanager
    def lend(self) -> Iterator[str]:
        """The conninfo of a database as its template is; it is taken back when left, whatever became of it."""
        name = self._free.pop() if self._free else self._make()
        try:
            yield make_conninfo(self._server, dbname=name)
        finally:
            if self._is_as_new(name):
                self._free.append(name)
            else:
                self._administer(SQL("drop database {} with (force)").format(Identifier(name)))

    def _make(self) -> str:
        name = f"{self._run}_{uuid4().hex}"
        words = SQL("create database {} template {} strategy file_copy")
        self._administer(words.format(Identifier(name), Identifier(self._template)))
        return name

    def _is_as_new(self, name: str) -> bool:
        """Empty it; False where it cannot be made as it was."""
        try:
            with self._connect(name) as connection:
                connection.execute(DISMISS)
                if connection.execute(SHAPE).fetchone() != self._shape:
                    return False
                if written := _named(connection, WRITTEN):
                    connection.execute(SQL("truncate {}").format(SQL(", ").join(written)))
                connection.execute(self._restart)
                for table, rows in self._first_rows:
                    with connection.cursor().copy(SQL("copy {} from stdin").format(table)) as copy:
                        copy.write(rows)
        except psycopg.Error:
            return False
        return True

    def _connect(self, name: str) -> psycopg.Connection[Any]:
        return psycopg.connect(make_conninfo(self._server, dbname=name), autocommit=True)

    def _administer(self, words: SQL | Any) -> None:
        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(words)


def _named(connection: psycopg.Connection[Any], query: LiteralString) -> list[Identifier]:
    return [Identifier(name) for (name,) in connection.execute(query)]


def _copy_out(connection: psycopg.Connection[Any], table: Identifier) -> bytes:
    with connection.cursor().copy(SQL("copy {} to stdout").format(table)) as copy:
        return b"".join(bytes(rows) for rows in copy)

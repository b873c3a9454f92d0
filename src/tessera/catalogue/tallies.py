"""What all members share: how many pieces are taken, how much of a budget is used.

A *subject* names what is counted: `pieces coffee`, `money coffee`. How much there is in all stands in the programme;
here is only what is gone. Rows are locked after the accounts, in the order of their subjects, until the transaction ends.
"""

from collections.abc import Callable, Collection, Mapping

from psycopg import Connection

from tessera.catalogue import _sql

Taken = dict[str, int]
"""How much is gone, by subject; 0 where nothing was ever taken."""


Fetch = Callable[[], Taken]
"""Gets what was asked for, once it is there: in a pipeline, at its end."""


def lock_tallies(
    connection: Connection, subjects: Collection[str], *, known: Collection[str] = (), mark: str = ""
) -> Fetch:
    """How much is gone of each, held until the transaction ends. What nobody took before gets its row now.

    `known`: others that are held too, if anything of them was ever counted. `mark`: what stands before the subjects of the
    side of the sandbox's fence on which they are counted (`kit.sandbox`).
    """
    # Opened before any is locked: who holds a later row and then waits for an earlier one can wait in a ring.
    if subjects:
        connection.execute(_sql.OPEN_TALLIES, ([mark + subject for subject in sorted(subjects)],))
    wanted = [mark + subject for subject in sorted({*subjects, *known})]
    cursor = connection.execute(_sql.LOCK_TALLIES, (wanted,))
    return lambda: {subject.removeprefix(mark): n for subject, n in cursor.fetchall()}


def read_tallies(connection: Connection, subjects: Collection[str], *, mark: str = "") -> Taken:
    """How much is gone of each, without a lock: to quote and to show."""
    if not subjects:
        return {}
    marked = [mark + subject for subject in subjects]
    found: Taken = dict(connection.execute(_sql.READ_TALLIES, (marked,)).fetchall())
    return {subject: found.get(mark + subject, 0) for subject in subjects}


def read_all_tallies(connection: Connection) -> Taken:
    """Everything that is counted."""
    return dict(connection.execute(_sql.READ_ALL_TALLIES).fetchall())


def add_to_tallies(connection: Connection, more: Mapping[str, int], *, mark: str = "") -> None:
    """So much more of each is gone or, below zero, is there again; they are locked."""
    changed = {subject: amount for subject, amount in sorted(more.items()) if amount}
    if changed:
        subjects = [mark + subject for subject in changed]
        connection.execute(_sql.ADD_TO_TALLIES, (subjects, list(changed.values())))

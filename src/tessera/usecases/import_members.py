"""Enrol members from elsewhere, many at once: one who cannot be enrolled does not hold up the others."""

from collections.abc import Sequence

from psycopg import Connection

from tessera.kit.clock import Clock
from tessera.kit.ids import Ids
from tessera.kit.problems import Problem, Unavailable
from tessera.usecases.database import Database
from tessera.usecases.enrol_members import Enrolment, enrol_members
from tessera.usecases.programmes import Programmes
from tessera.usecases.record_activities import Result


def import_members(
    database: Database, programmes: Programmes, enrolments: Sequence[Enrolment], *, clock: Clock, new_id: Ids
) -> list[Result]:
    """One result for each: an answer, or the problem for which nothing of that member was kept.

    The batch is one transaction; a problem of one rolls it back, and it is halved until that one stands alone. No two
    may have the same key. Raises Unavailable.
    """

    def enrol(connection: Connection) -> list[Result]:
        return [*enrol_members(connection, programmes, enrolments, clock=clock, new_id=new_id)]

    try:
        return database.insist(enrol)
    except Unavailable:
        raise
    except Problem as problem:
        if len(enrolments) == 1:
            return [problem]
        half = len(enrolments) // 2
        first, second = enrolments[:half], enrolments[half:]
        return [
            *import_members(database, programmes, first, clock=clock, new_id=new_id),
            *import_members(database, programmes, second, clock=clock, new_id=new_id),
        ]

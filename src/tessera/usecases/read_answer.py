"""Read the stored answer of an activity."""

from typing import ClassVar

from psycopg import Connection

from tessera.kit.problems import Problem
from tessera.ledger.answers import find_answers
from tessera.usecases.answers import Answer
from tessera.usecases.recording import codec


class UnknownActivity(Problem):
    """No activity of this source has this key."""

    code: ClassVar[str] = "unknown_activity"
    title: ClassVar[str] = "Unknown activity"


def read_answer(connection: Connection, *, source: str, key: str) -> Answer:
    """The answer stored under a source's key. Raises UnknownActivity."""
    with connection.transaction():
        stored = find_answers(connection, [(source, key)]).get((source, key))
    if stored is None:
        raise UnknownActivity("No activity of this source has this key.")
    return codec.read_answer(stored.outcome)

"""Read the stored answer of an activity."""

from typing import ClassVar

import msgspec
from psycopg import Connection

from tessera.engine.why import why_not
from tessera.kit.problems import Problem
from tessera.ledger.answers import find_answers
from tessera.usecases.answers import Answer
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording import codec


class UnknownActivity(Problem):
    """No activity of this source has this key."""

    code: ClassVar[str] = "unknown_activity"
    title: ClassVar[str] = "Unknown activity"


def read_answer(connection: Connection, programmes: Programmes, *, source: str, key: str) -> Answer:
    """The answer stored under a source's key, with the reasons of all rules for such an activity.

    Raises UnknownActivity.
    """
    programmes.refresh(connection)
    stored = find_answers(connection, [(source, key)]).get((source, key))
    if stored is None:
        raise UnknownActivity("No activity of this source has this key.")
    answer = codec.read_answer(stored.outcome)
    if answer.refusal is not None:
        return answer
    compiled = programmes.numbered(stored.programme_version)
    others = why_not(compiled, codec.read_activity(stored.payload), answer.traits)
    return msgspec.structs.replace(answer, reasons=answer.reasons + others)

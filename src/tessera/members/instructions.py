"""What members have asked for once and for all: points to a cause, each month."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from psycopg import Connection

from tessera.members import _sql_instruct as _sql

LAST_DAY: Final = 31


class Instruction(NamedTuple):
    """So many `points`, or all `above` so many, go to a cause on a day of each month; in a shorter month on its last day.

    One of the two is there, in smallest units. It holds from `made_at` until `stopped_at` (None: it goes on).
    """

    instruction_id: UUID
    source: str
    key: str
    member_id: UUID
    cause: str
    points: int | None
    above: int | None
    on_day: int
    made_at: datetime
    stopped_at: datetime | None = None


def add_instruction(connection: Connection, instruction: Instruction) -> None:
    """Keep it. A second one under its source and key breaks the constraint: the caller tries again and finds it."""
    connection.execute(_sql.ADD_INSTRUCTION, instruction)


def find_instruction(connection: Connection, *, source: str, key: str) -> Instruction | None:
    """What a source asked for under a key."""
    row = connection.execute(_sql.FIND_INSTRUCTION, (source, key)).fetchone()
    return None if row is None else Instruction._make(row)


def hold_instruction(connection: Connection, instruction_id: UUID) -> Instruction | None:
    """One, kept from others until this transaction ends."""
    row = connection.execute(_sql.HOLD_INSTRUCTION, (instruction_id,)).fetchone()
    return None if row is None else Instruction._make(row)


def end_instruction(connection: Connection, instruction_id: UUID, *, at: datetime) -> None:
    """From now on it asks for nothing any more. It must be held."""
    connection.execute(_sql.STOP_INSTRUCTION, (at, instruction_id))


def list_instructions(connection: Connection, member_ids: Collection[UUID]) -> list[Instruction]:
    """All that these members ever asked for, the newest first."""
    rows = connection.execute(_sql.LIST_INSTRUCTIONS, (list(member_ids),))
    return [Instruction._make(row) for row in rows]


def find_due(
    connection: Connection, day: date, *, at: datetime, after: UUID, limit: int
) -> list[Instruction]:
    """What a day asks for, where it begins `at`; by id, from the first one after `after` on."""
    is_last = (day + timedelta(days=1)).day == 1
    asked = day.day, LAST_DAY if is_last else day.day, at, at, after, limit
    return [Instruction._make(row) for row in connection.execute(_sql.FIND_DUE, asked)]

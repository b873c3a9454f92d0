"""Let a member give points to a cause each month, until that is stopped."""

from typing import Final

from psycopg import Connection

from tessera.kit.clock import Clock
from tessera.kit.ids import Ids
from tessera.kit.problems import InvalidValue, UnknownMember
from tessera.kit.record import Record
from tessera.kit.sandbox import crosses
from tessera.members.instructions import (
    LAST_DAY,
    Instruction,
    add_instruction,
    find_instruction,
    list_instructions,
)
from tessera.members.resolve import Ref, resolve_members
from tessera.programme.document import Programme
from tessera.usecases.adjust_points import LIMIT_POINTS
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.compare import other_value

MOST: Final = 20
"""So many instructions of one member may stand at a time."""


class Instructing(Record, frozen=True):
    """That a member gives so many points, or all `above` so many, to a cause on a day of each month; in smallest units."""

    source: str
    key: str
    member: Ref
    cause: str
    points: int | None
    on_day: int
    above: int | None = None


class Instructed(Record, frozen=True):
    """An instruction as it stands; `repeated` when it was given before under its key."""

    instruction: Instruction
    repeated: bool = False


def instruct_donation(
    connection: Connection, programmes: Programmes, asked: Instructing, *, clock: Clock, new_id: Ids
) -> Instructed:
    """Keep the instruction; of a key asked before, as it stands by now. The caller commits.

    Raises UnknownMember, InvalidValue, NoProgramme, KeyConflict.
    """
    member = resolve_members(connection, [asked.member]).get(asked.member)
    if member is None or crosses(asked.source, member.member_id):
        raise UnknownMember("No member has this identity.", field="member")
    before = find_instruction(connection, source=asked.source, key=asked.key)
    if before is not None:
        _refuse_other_body(asked, before)
        return Instructed(before, repeated=True)
    programmes.refresh(connection)
    now = clock.now()
    _refuse_unfit(asked, programmes.at(now).programme)
    standing = [one for one in list_instructions(connection, [member.member_id]) if one.stopped_at is None]
    if len(standing) >= MOST:
        raise InvalidValue(f"A member has at most {MOST} instructions at a time: stop one.", field="member")
    instruction = Instruction(
        instruction_id=new_id(),
        source=asked.source,
        key=asked.key,
        member_id=member.member_id,
        cause=asked.cause,
        points=asked.points,
        above=asked.above,
        on_day=asked.on_day,
        made_at=now,
    )
    add_instruction(connection, instruction)
    return Instructed(instruction)


def _refuse_unfit(asked: Instructing, programme: Programme) -> None:
    """Raise InvalidValue for what could never be carried out."""
    cause = programme.causes.get(asked.cause)
    if cause is None:
        there = ", ".join(programme.causes) or "none"
        raise InvalidValue(f"The programme has no cause {asked.cause!r}; it has: {there}.", field="cause")
    if (asked.points is None) == (asked.above is None):
        raise InvalidValue("Say how many points, or above how many all: one of the two.", field="points")
    if asked.points is not None and not cause.least <= asked.points <= LIMIT_POINTS:
        raise InvalidValue(f"points must be from {cause.least:,} to {LIMIT_POINTS:,}.", field="points")
    if asked.above is not None and not 0 <= asked.above <= LIMIT_POINTS:
        raise InvalidValue(f"above must be from 0 to {LIMIT_POINTS:,}.", field="above")
    if not 1 <= asked.on_day <= LAST_DAY:
        raise InvalidValue(f"on_day must be from 1 to {LAST_DAY}.", field="on_day")


def _refuse_other_body(asked: Instructing, before: Instruction) -> None:
    mine = {"cause": asked.cause, "points": asked.points, "above": asked.above, "on_day": asked.on_day}
    for field, value in mine.items():
        if getattr(before, field) != value:
            raise other_value(asked.key, field)

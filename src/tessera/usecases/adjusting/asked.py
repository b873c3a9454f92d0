"""What staff ask for, read against the programme and what they asked before."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from psycopg import Connection

from tessera.approvals.requests import Kind, Request
from tessera.approvals.staff import Staff
from tessera.engine.compile import Compiled
from tessera.kit.ids import Ids
from tessera.kit.problems import InvalidValue, UnknownMember
from tessera.kit.record import Record
from tessera.kit.sandbox import crosses
from tessera.members.resolve import resolve_members
from tessera.usecases.deciding.again import refuse_other_request


class Asked(Record, frozen=True):
    """That `staff` give points (below zero, take them). `reason` is for the member to read, `note` for colleagues.

    `of`: the key of the adjustment that this undoes.
    """

    staff: Staff
    key: str
    member_id: UUID
    currency: str
    points: int
    reason: str
    note: str | None = None
    of: str | None = None


class Sum(Record, frozen=True):
    """What a request for an adjustment asks for; see `Asked`."""

    currency: str
    points: int
    of: str | None = None

    @property
    def gives(self) -> dict[str, int]:
        """What counts for the day's sum: what undoes a taking is not a gift."""
        return {self.currency: self.points} if self.points > 0 and self.of is None else {}


def sum_of(request: Request) -> Sum:
    """What a request for an adjustment asks for."""
    return msgspec.convert(request.asks, Sum)


def request_of(asked: Asked, compiled: Compiled, *, now: datetime, new_id: Ids) -> Request:
    """A new request, that waits as long as the programme says."""
    wanted = Sum(asked.currency, asked.points, asked.of)
    return Request(
        request_id=new_id(),
        kind=Kind.ADJUSTMENT,
        source=asked.staff.source,
        key=asked.key,
        hand=asked.staff.hand,
        person=asked.staff.person,
        member_id=asked.member_id,
        asks=msgspec.structs.asdict(wanted),
        gives=wanted.gives,
        reason=asked.reason.strip(),
        note=asked.note,
        asked_at=now,
        ends_at=now + timedelta(days=compiled.programme.adjustments.wait_days),
    )


def refuse_other_body(asked: Asked, before: Request) -> None:
    """Raise KeyConflict, naming the field, unless the same was asked under the key before."""
    wanted = Sum(asked.currency, asked.points, asked.of)
    refuse_other_request(
        before,
        kind=Kind.ADJUSTMENT,
        member_id=asked.member_id,
        member_field="member_id",
        asks=msgspec.structs.asdict(wanted),
        reason=asked.reason,
    )


def refuse_unknown(connection: Connection, asked: Asked, compiled: Compiled) -> None:
    """Raise UnknownMember, or InvalidValue for a reason that is none of the programme's."""
    name = "id", str(asked.member_id)
    if name not in resolve_members(connection, [name]) or crosses(asked.staff.source, asked.member_id):
        raise UnknownMember("No member has this id.", field="member_id")
    reasons = compiled.programme.adjustments.reasons
    if reasons and asked.reason.strip() not in reasons:
        raise InvalidValue(f"Write one of the programme's reasons: {', '.join(reasons)}.", field="reason")

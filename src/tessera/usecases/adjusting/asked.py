"""What staff ask for, read against the programme and what they asked before."""

from datetime import datetime, time, timedelta
from uuid import UUID

from psycopg import Connection

from tessera.approvals.requests import Request, sum_given
from tessera.approvals.staff import Staff
from tessera.engine.compile import Compiled
from tessera.kit.ids import Ids
from tessera.kit.problems import InvalidValue, KeyConflict, UnknownMember
from tessera.kit.record import Record
from tessera.kit.sandbox import crosses
from tessera.members.resolve import resolve_members


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


def request_of(asked: Asked, compiled: Compiled, *, now: datetime, new_id: Ids) -> Request:
    """A new request, that waits as long as the programme says."""
    return Request(
        request_id=new_id(),
        source=asked.staff.source,
        key=asked.key,
        hand=asked.staff.hand,
        person=asked.staff.person,
        member_id=asked.member_id,
        currency=asked.currency,
        points=asked.points,
        of=asked.of,
        reason=asked.reason.strip(),
        note=asked.note,
        asked_at=now,
        ends_at=now + timedelta(days=compiled.programme.adjustments.wait_days),
    )


def needs_another(connection: Connection, asked: Asked, compiled: Compiled, now: datetime) -> bool:
    """Is it more than one may do alone: at once, or with what this hand has given since the local midnight?"""
    limits = compiled.programme.adjustments
    at_once, a_day = (
        limit.get(asked.currency) for limit in (limits.approve_above, limits.approve_above_a_day)
    )
    if at_once is not None and abs(asked.points) > at_once:
        return True
    if a_day is None or asked.points < 0:
        return False
    day = now.astimezone(compiled.zone).date()
    midnight = datetime.combine(day, time.min, tzinfo=compiled.zone)
    given = sum_given(connection, asked.staff, currency=asked.currency, since=midnight)
    return given + asked.points > a_day


def refuse_other_body(asked: Asked, before: Request) -> None:
    """Raise KeyConflict, naming the field, unless the same was asked under the key before."""
    mine = asked.member_id, asked.currency, asked.points, asked.reason.strip(), asked.of
    theirs = before.member_id, before.currency, before.points, before.reason, before.of
    names = ("member", "currency", "points", "reason", "of")
    for field, one, other in zip(names, mine, theirs, strict=True):
        if one != other:
            raise KeyConflict(
                f"The key {asked.key!r} was used before, with another value of {field!r}. "
                "Send the same body to get the same answer, or choose a new key.",
                field=field,
            )


def refuse_unknown(connection: Connection, asked: Asked, compiled: Compiled) -> None:
    """Raise UnknownMember, or InvalidValue for a reason that is none of the programme's."""
    name = "id", str(asked.member_id)
    if name not in resolve_members(connection, [name]) or crosses(asked.staff.source, asked.member_id):
        raise UnknownMember("No member has this id.", field="member_id")
    reasons = compiled.programme.adjustments.reasons
    if reasons and asked.reason.strip() not in reasons:
        raise InvalidValue(f"Write one of the programme's reasons: {', '.join(reasons)}.", field="reason")

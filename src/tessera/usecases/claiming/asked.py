"""What a member asks for with a receipt of a purchase that no shop reported, and why it may not be asked for."""

from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

import msgspec
from psycopg import Connection

from tessera.approvals.requests import Kind, Request, State, find_claims
from tessera.approvals.staff import Staff
from tessera.engine.activity import Activity
from tessera.engine.compile import Compiled
from tessera.kit.ids import Ids
from tessera.kit.problems import InvalidValue, Problem, UnknownMember
from tessera.kit.record import Record
from tessera.kit.sandbox import crosses, in_sandbox
from tessera.ledger.answers import SourceKey, find_answers
from tessera.members.resolve import Ref, resolve_members
from tessera.usecases.deciding.again import refuse_other_request
from tessera.usecases.recording.compare import differing_field, other_value


class NoClaims(Problem):
    """The programme takes no claims."""

    code: ClassVar[str] = "no_claims"
    title: ClassVar[str] = "The programme takes no claims"


class ClaimTooLate(Problem):
    """The purchase was longer ago than the programme lets one claim it."""

    code: ClassVar[str] = "claim_too_late"
    title: ClassVar[str] = "The receipt is too old"


class AlreadyReported(Problem):
    """The receipt has been reported: its points were given."""

    code: ClassVar[str] = "already_reported"
    title: ClassVar[str] = "The receipt was reported"


class AlreadyClaimed(Problem):
    """Somebody has claimed the receipt, and it waits or was approved."""

    code: ClassVar[str] = "already_claimed"
    title: ClassVar[str] = "The receipt was claimed before"


class Missing(Record, frozen=True):
    """What a claim asks for: the purchase as it is on the receipt, by the till's source; its key is the receipt's number."""

    source: str
    receipt: str
    purchase: Activity

    @property
    def key(self) -> SourceKey:
        return self.source, self.receipt


class Claiming(Record, frozen=True):
    """That the member made a purchase which was never reported. `staff`: the app or the desk that says it for them."""

    staff: Staff
    key: str
    member: Ref
    missing: Missing
    note: str | None = None


def missing_of(request: Request) -> Missing:
    """What a claim asks for."""
    return msgspec.convert(request.asks, Missing)


def request_of(
    asked: Claiming, compiled: Compiled, *, member_id: UUID, now: datetime, new_id: Ids
) -> Request:
    """A new request, that waits as long as the programme says."""
    return Request(
        request_id=new_id(),
        kind=Kind.CLAIM,
        source=asked.staff.source,
        key=asked.key,
        hand=asked.staff.hand,
        person=asked.staff.person,
        member_id=member_id,
        asks=asks_of(asked),
        gives={},
        reason="",
        note=asked.note,
        asked_at=now,
        ends_at=now + timedelta(days=compiled.programme.adjustments.wait_days),
    )


def asks_of(asked: Claiming) -> dict[str, object]:
    """What is kept of a claim, as it is compared with what comes again."""
    asks: dict[str, object] = msgspec.json.decode(msgspec.json.encode(asked.missing))
    return asks


def refuse_other_claim(before: Request, asked: Claiming, *, member_id: UUID) -> None:
    """Raise KeyConflict, naming the field, unless the same was claimed under the key before."""
    if before.kind == Kind.CLAIM and (was := missing_of(before)).key == asked.missing.key:
        field = differing_field(asked.missing.purchase, was.purchase)
        if field is not None:
            raise other_value(before.key, field)
    refuse_other_request(
        before,
        kind=Kind.CLAIM,
        member_id=member_id,
        member_field="member",
        asks=asks_of(asked),
        reason="",
    )


def find_member(connection: Connection, asked: Claiming) -> UUID:
    """Who claims. Raises UnknownMember, and InvalidValue for a source over the sandbox's fence."""
    member = resolve_members(connection, [asked.member]).get(asked.member)
    if member is None or crosses(asked.staff.source, member.member_id):
        raise UnknownMember("No member has this identity.", field="member")
    if in_sandbox(asked.missing.source) != in_sandbox(asked.staff.source):
        raise InvalidValue("The sandbox and real shops have no receipt in common.", field="source")
    return member.member_id


def refuse_claim(connection: Connection, asked: Claiming, compiled: Compiled, now: datetime) -> None:
    """Raise why it cannot be claimed: NoClaims, ClaimTooLate, AlreadyReported, AlreadyClaimed. Under the receipt's lock."""
    claims, missing = compiled.programme.claims, asked.missing
    if claims is None:
        raise NoClaims("The programme takes no claims.")
    bought_on, today = (at.astimezone(compiled.zone).date() for at in (missing.purchase.occurred_at, now))
    if (today - bought_on).days > claims.within_days:
        raise ClaimTooLate(f"Purchases can be claimed within {claims.within_days} days.", field="occurred_at")
    if find_answers(connection, [missing.key]):
        raise AlreadyReported(
            "This receipt was reported. If the points are on another card, ask for a correction.",
            field="receipt",
        )
    for other in find_claims(connection, [missing.key]):
        if other.state(now) in {State.PENDING, State.DONE, State.APPROVED}:
            raise AlreadyClaimed("This receipt was claimed before.", field="receipt")

"""What staff ask for when a receipt has the wrong member on it."""

from collections import Counter
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from psycopg import Connection

from tessera.approvals.requests import Kind, Request
from tessera.approvals.staff import Staff
from tessera.engine.compile import Compiled
from tessera.kit.ids import Ids
from tessera.kit.problems import InvalidValue, UnknownMember, UnknownPurchase
from tessera.kit.record import Record
from tessera.kit.sandbox import crosses, in_sandbox
from tessera.ledger.answers import SourceKey, Stored, find_answers
from tessera.ledger.corrections import find_corrections
from tessera.members.resolve import Ref, resolve_members
from tessera.usecases.recording.codec import read_answer


class Receipt(Record, frozen=True):
    """What a request for a correction asks for: the purchase of a source's key."""

    source: str
    of: str


class Correcting(Record, frozen=True):
    """That `staff` say whose (`to`) the purchase is that a source recorded under the key `of` for somebody else."""

    staff: Staff
    key: str
    source: str
    of: str
    to: Ref
    reason: str
    note: str | None = None

    @property
    def receipt(self) -> Receipt:
        return Receipt(self.source, self.of)


class Standing(Record, frozen=True):
    """A purchase as it stands now: under which key, after how many corrections, and what is stored of it."""

    key: SourceKey
    corrections: int
    stored: Stored


def receipt_of(request: Request) -> Receipt:
    """What a request for a correction asks for."""
    return msgspec.convert(request.asks, Receipt)


def request_of(  # noqa: PLR0913 - what a request is made of, each by name
    asked: Correcting,
    compiled: Compiled,
    *,
    member_id: UUID,
    gives: dict[str, int],
    now: datetime,
    new_id: Ids,
) -> Request:
    """A new request, that waits as long as the programme says. Raises InvalidValue without a reason."""
    if not asked.reason.strip():
        raise InvalidValue("Say why: both members may read it.", field="reason")
    return Request(
        request_id=new_id(),
        kind=Kind.CORRECTION,
        source=asked.staff.source,
        key=asked.key,
        hand=asked.staff.hand,
        person=asked.staff.person,
        member_id=member_id,
        asks=msgspec.structs.asdict(asked.receipt),
        gives=gives,
        reason=asked.reason.strip(),
        note=asked.note,
        asked_at=now,
        ends_at=now + timedelta(days=compiled.programme.adjustments.wait_days),
    )


def find_owner(connection: Connection, asked: Correcting) -> UUID:
    """The member whose it is said to be. Raises UnknownMember, and UnknownPurchase over the sandbox's fence."""
    member = resolve_members(connection, [asked.to]).get(asked.to)
    if member is None or crosses(asked.staff.source, member.member_id):
        raise UnknownMember("No member has this identity.", field="to")
    if in_sandbox(asked.source) != in_sandbox(asked.staff.source):
        raise UnknownPurchase("No purchase with this key has been recorded from that source.", field="of")
    return member.member_id


def find_standing(connection: Connection, receipt: Receipt) -> Standing:
    """The purchase as it stands now. Raises UnknownPurchase."""
    key = receipt.source, receipt.of
    corrections = find_corrections(connection, [key]).get(key, ())
    if corrections:
        key = receipt.source, corrections[-1].purchase_key
    stored = find_answers(connection, [key]).get(key)
    if stored is None:
        raise UnknownPurchase(
            f"No purchase with the key {receipt.of!r} has been recorded from {receipt.source!r}.", field="of"
        )
    return Standing(key, len(corrections), stored)


def points_of(stored: Stored) -> dict[str, int]:
    """What a purchase was given, by currency: so many points go from one member, and about so many to the other."""
    given: Counter[str] = Counter()
    for granted in read_answer(stored.outcome).granted:
        given[granted.currency] += granted.amount
    return dict(given)

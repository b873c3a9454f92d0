"""Merge one member into another: two records of one person become one, and no point is made or lost."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from psycopg import Connection

from tessera.engine.activity import Activity
from tessera.engine.standing import Standing
from tessera.kit.activities import MERGE
from tessera.kit.clock import Clock
from tessera.kit.ids import Ids
from tessera.kit.problems import InvalidValue, Problem, UnknownMember
from tessera.kit.record import Record
from tessera.kit.sandbox import crosses
from tessera.ledger.wallet import Wallet
from tessera.members.households import find_membership
from tessera.members.merge import lock_members, merge_member
from tessera.members.resolve import Found, resolve_members
from tessera.members.standings import MemberMoved
from tessera.usecases.answer_parts import Transfer
from tessera.usecases.answers import Recorded
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.codec import encode
from tessera.usecases.recording.joining.joint import find_answered, open_both, write_both
from tessera.usecases.recording.joining.merge import Step, post_merge


class SameMember(Problem):
    """Both ids are one member's already."""

    code: ClassVar[str] = "same_member"
    title: ClassVar[str] = "They are one member already"


class AlreadyMerged(Problem):
    """The member was merged into another; `facts["into"]` is whom they stand for now."""

    code: ClassVar[str] = "already_merged"
    title: ClassVar[str] = "The member was merged before"


class PointsHeld(Problem):
    """Points that would go to another account are set aside for a basket; until `facts["until"]` at most."""

    code: ClassVar[str] = "points_held"
    title: ClassVar[str] = "A checkout is under way"


class InHousehold(Problem):
    """The member belongs to a household, whose points are others' too."""

    code: ClassVar[str] = "in_household"
    title: ClassVar[str] = "The member belongs to a household"


class Merging(Record, frozen=True):
    """That `member_id` and `into_id` are one person, `into_id` from now on; `reason` is for whoever reads it later."""

    source: str
    key: str
    member_id: UUID
    into_id: UUID
    reason: str


def merge_members(
    connection: Connection, programmes: Programmes, merging: Merging, *, clock: Clock, new_id: Ids
) -> Recorded:
    """Merge a member; a key that was answered before gets its answer again. The caller commits.

    Points, debts, identities and what is remembered of the member go over; the id and the history stay. Raises
    UnknownMember, SameMember, AlreadyMerged, InHousehold, PointsHeld, KeyConflict, InvalidValue without a reason; and
    MemberMoved when another merge came in between: try again.
    """
    programmes.refresh(connection)
    compiled = programmes.at(clock.now())
    activity = Activity(
        type=MERGE,
        key=merging.key,
        occurred_at=clock.now(),
        facts={
            "member": str(merging.member_id),
            "into": str(merging.into_id),
            "reason": checked_reason(merging.reason),
        },
    )
    answered = find_answered(connection, activity, source=merging.source)
    if answered is not None:
        return answered
    member, into = _find_both(connection, merging)
    pair = Transfer(member.member_id, member.account_id, into.member_id, into.account_id)
    books = open_both(connection, pair, currencies=compiled.programme.currencies)
    answered = find_answered(connection, activity, source=merging.source)  # a retry that waited for the lock
    if answered is not None:
        return answered
    accounts = {pair.member_id: pair.account_id, pair.into_id: pair.into_account_id}
    if any(lock_members(connection, accounts).values()):
        raise MemberMoved("One of the members was merged meanwhile.")
    if find_membership(connection, pair.member_id) is not None:
        raise InHousehold(
            "This member shares a household's points: let them leave it before.", field="member"
        )
    step = Step(activity, new_id(), compiled, clock.now())
    refuse_held(books.wallets[pair.account_id].values(), now=step.now)
    standing, into_standing = (books.standings.get(one, Standing()) for one in (pair.member_id, pair.into_id))
    decided = post_merge(books, step, pair=pair, enrolled_at=into.enrolled_at)
    write_both(connection, books, step, decided, source=merging.source)
    merge_member(
        connection,
        pair.member_id,
        into_id=pair.into_id,
        merge_id=step.activity_id,
        standing=encode(standing),
        into_standing=encode(into_standing),
        now=step.now,
    )
    return Recorded(decided.answer)


def refuse_held(wallets: Iterable[Wallet], *, now: datetime) -> None:
    """Raise PointsHeld: a purchase that is on its way will name what it holds by the account that it was taken from."""
    ends = [hold.expires_at for wallet in wallets for hold in wallet.open_holds() if hold.expires_at > now]
    if ends:
        until = max(ends).isoformat()
        raise PointsHeld(
            f"Points are set aside for a basket until {until}: try again when it is paid.", until=until
        )


def checked_reason(reason: str) -> str:
    """The reason for a merge or its undoing. Raises InvalidValue when there is none."""
    if not reason.strip():
        raise InvalidValue("Say why: the reason is kept, and explains the history later.", field="reason")
    return reason.strip()


def _find_both(connection: Connection, merging: Merging) -> tuple[Found, Found]:
    """(Who is merged, whom into). The latter may be named by an alias, the former not: there is nothing left to merge."""
    refs = {"member": ("id", str(merging.member_id)), "into": ("id", str(merging.into_id))}
    found = resolve_members(connection, list(refs.values()))
    for field, (kind, value) in refs.items():
        if (kind, value) not in found or crosses(merging.source, UUID(value)):
            raise UnknownMember("No member has this id.", field=field)
    member, into = found[refs["member"]], found[refs["into"]]
    if member.member_id == into.member_id:
        raise SameMember(
            f"Both ids are of member {into.member_id}: there is nothing to merge.", field="member"
        )
    if member.member_id != merging.member_id:
        raise AlreadyMerged(
            f"This member was merged into {member.member_id} before; merge that one, or undo it first.",
            field="member",
            into=member.member_id,
        )
    return member, into

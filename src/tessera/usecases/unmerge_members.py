"""Undo a merge: who was merged is a member again, and has what is still there of what was brought."""

from typing import ClassVar
from uuid import UUID

from psycopg import Connection

from tessera.engine.activity import Activity
from tessera.kit.activities import UNMERGE
from tessera.kit.clock import Clock
from tessera.kit.ids import Ids
from tessera.kit.problems import Problem, UnknownMember
from tessera.kit.record import Record
from tessera.kit.sandbox import crosses
from tessera.ledger.answers import read_decided
from tessera.ledger.lock import read_lots_by_key
from tessera.members.merge import lock_members, unmerge_member
from tessera.members.merges import Merge, read_merge
from tessera.members.resolve import resolve_members
from tessera.members.standings import MemberMoved
from tessera.usecases.answer_parts import Transfer
from tessera.usecases.answers import Recorded
from tessera.usecases.merge_members import AlreadyMerged, checked_reason
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.codec import read_activity, read_answer, read_standing
from tessera.usecases.recording.joining.joint import find_answered, open_both, write_both
from tessera.usecases.recording.joining.merge import Step, joint_of, post_unmerge
from tessera.usecases.recording.joining.way import Joint, way_of


class NotMerged(Problem):
    """The member is not merged into the other one."""

    code: ClassVar[str] = "not_merged"
    title: ClassVar[str] = "There is no such merge"


class HouseholdSince(Problem):
    """Whoever the member was merged into has another account than then: what came along can no longer be told apart."""

    code: ClassVar[str] = "household_since"
    title: ClassVar[str] = "They joined or left a household since"


class Unmerging(Record, frozen=True):
    """That `member_id`, who was merged into `into_id`, is somebody else after all; `reason` says how that was found out."""

    source: str
    key: str
    member_id: UUID
    into_id: UUID
    reason: str


def unmerge_members(
    connection: Connection, programmes: Programmes, unmerging: Unmerging, *, clock: Clock, new_id: Ids
) -> Recorded:
    """Undo the merge that stands; a key that was answered before gets its answer again. The caller commits.

    Points that came with the member go back into the lots where they had lain, as far as they were neither spent nor have
    expired; identities go back. Raises UnknownMember, NotMerged, HouseholdSince, AlreadyMerged when the other was merged
    further since, KeyConflict, InvalidValue without a reason; and MemberMoved when another merge came in between: try again.
    """
    programmes.refresh(connection)
    compiled = programmes.at(clock.now())
    activity = Activity(
        type=UNMERGE,
        key=unmerging.key,
        occurred_at=clock.now(),
        facts={
            "member": str(unmerging.member_id),
            "into": str(unmerging.into_id),
            "reason": checked_reason(unmerging.reason),
        },
    )
    answered = find_answered(connection, activity, source=unmerging.source)
    if answered is not None:
        return answered
    merge = _find_merge(connection, unmerging)
    pair = Transfer(merge.member_id, merge.account_id, merge.into_id, merge.into_account_id)
    books = open_both(connection, pair, currencies=())
    answered = find_answered(connection, activity, source=unmerging.source)
    if answered is not None:
        return answered
    held = lock_members(connection, {pair.member_id: pair.account_id, pair.into_id: pair.into_account_id})
    if held[pair.into_id] is not None or read_merge(connection, pair.member_id) != merge:
        # Whoever stands for whom may be the same as before, by another merge: undone and made again meanwhile.
        raise MemberMoved("One of the members was merged, or a merge undone, meanwhile.")
    joint = _read_joint(connection, programmes, merge)
    books.joints[merge.merge_id] = joint
    books.ways[merge.account_id] = way_of(joint.answer)
    made = joint.answer.transfer or pair
    keys = [(made.account_id, one.currency, one.lot) for one in made.moved]
    books.lots = read_lots_by_key(connection, keys)
    step = Step(activity, new_id(), compiled, clock.now())
    decided = post_unmerge(books, step, merge_id=merge.merge_id)
    write_both(connection, books, step, decided, source=unmerging.source)
    unmerge_member(connection, merge, now=step.now)
    return Recorded(decided.answer)


def _find_merge(connection: Connection, unmerging: Unmerging) -> Merge:
    ids = {"member": unmerging.member_id, "into": unmerging.into_id}
    found = resolve_members(connection, [("id", str(member_id)) for member_id in ids.values()])
    for field, member_id in ids.items():
        if ("id", str(member_id)) not in found or crosses(unmerging.source, member_id):
            raise UnknownMember("No member has this id.", field=field)
    merge = read_merge(connection, unmerging.member_id)
    if merge is None or merge.into_id != unmerging.into_id:
        raise NotMerged("This member is not merged into the other one.", field="member")
    now = found["id", str(unmerging.into_id)]
    if now.member_id != unmerging.into_id:
        raise AlreadyMerged(
            f"The other one was merged into {now.member_id} since; undo that merge first.",
            field="into",
            into=now.member_id,
        )
    if now.account_id != merge.into_account_id:
        raise HouseholdSince(
            "The other one has joined or left a household since, and what was brought along lies among others' points.",
            field="into",
        )
    return merge


def _read_joint(connection: Connection, programmes: Programmes, merge: Merge) -> Joint:
    """The merge as it was decided."""
    ((payload, outcome),) = read_decided(connection, [(merge.into_account_id, merge.merge_id)]).values()
    answer = read_answer(outcome)
    return joint_of(
        answer,
        activity=read_activity(payload),
        compiled=programmes.numbered(answer.programme_version),
        own=read_standing(merge.into_standing),
        other=read_standing(merge.standing),
    )

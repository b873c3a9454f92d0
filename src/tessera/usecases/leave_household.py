"""Leave a household, or be removed from it: with an account of one's own again, and without the points, unless the last."""

from uuid import UUID

from psycopg import Connection

from tessera.engine.activity import Activity
from tessera.engine.compile import Compiled
from tessera.kit.activities import HOUSEHOLD_LEAVE
from tessera.kit.clock import Clock
from tessera.kit.ids import Ids
from tessera.kit.record import Record
from tessera.kit.sandbox import id_for
from tessera.ledger.lock import lock_accounts
from tessera.members.household import end_membership
from tessera.members.households import Household, lock_household
from tessera.members.resolve import Found, Ref
from tessera.usecases.answers import Recorded
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.joining.joint import find_answered
from tessera.usecases.recording.joining.merge import Step
from tessera.usecases.sharing.manage import (
    find_person,
    households_of,
    member_of,
    refuse_others,
    refuse_unmanaged,
)
from tessera.usecases.sharing.move import Move
from tessera.usecases.sharing.problems import NotInHousehold
from tessera.usecases.sharing.release import release_holds


class Leaving(Record, frozen=True):
    """That a member leaves a household, or (`by`) is removed from it by another one."""

    source: str
    key: str
    household_id: UUID
    member: Ref
    by: Ref | None = None


def leave_household(
    connection: Connection, programmes: Programmes, leaving: Leaving, *, clock: Clock, new_id: Ids
) -> Recorded:
    """Let a member leave; a key that was answered before gets its answer again. The caller commits.

    Points stay with those who stay, and what the member had set aside is released to them before; the last one takes all
    along, and the household ends. Raises NoHouseholds, UnknownMember, UnknownHousehold, NotInHousehold, RoleMayNot,
    LastManager, KeyConflict, NoProgramme; and MemberMoved when something came in between: try again.
    """
    programmes.refresh(connection)
    compiled = programmes.at(clock.now())
    member = find_person(connection, leaving.member, source=leaving.source, field="member")
    remover = _remover(connection, leaving, member)
    facts = {"household": str(leaving.household_id)}
    if remover is not None:
        facts["by"] = str(remover.member_id)
    activity = Activity(type=HOUSEHOLD_LEAVE, key=leaving.key, occurred_at=clock.now(), facts=facts)
    answered = find_answered(connection, activity, source=leaving.source, member_id=member.member_id)
    if answered is not None:
        return answered
    if member.account_id != leaving.household_id:
        raise NotInHousehold("This member does not belong to the household.", field="member")
    lock_accounts(connection, [leaving.household_id], ())
    # The same call may have come first: what it did is seen, and so is its answer.
    answered = find_answered(connection, activity, source=leaving.source, member_id=member.member_id)
    if answered is not None:
        return answered
    household = lock_household(connection, leaving.household_id)
    _refuse_leaving(compiled, household, member, remover)
    released = release_holds(connection, programmes, member, clock=clock, new_id=new_id)
    account_id = id_for(leaving.source, new_id())
    move = Move(connection, activity, member, account_id, source=leaving.source, released=released)
    move.open(compiled)
    now = clock.now()
    move.books.sharing[leaving.household_id] = {one.member_id for one in household.members}
    step = Step(activity, new_id(), compiled, now)
    recorded = move.make(step)
    end_membership(
        connection,
        member.member_id,
        household_id=leaving.household_id,
        leave_id=step.activity_id,
        to_account_id=account_id,
        is_last=len(household.members) == 1,
        now=now,
    )
    return recorded


def _remover(connection: Connection, leaving: Leaving, member: Found) -> Found | None:
    """Who removes the member; None for one who leaves. Raises UnknownMember."""
    if leaving.by is None:
        return None
    by = find_person(connection, leaving.by, source=leaving.source, field="by")
    return None if by.member_id == member.member_id else by


def _refuse_leaving(compiled: Compiled, household: Household, member: Found, remover: Found | None) -> None:
    """Raise NotInHousehold, NoHouseholds or RoleMayNot for who may not do this, LastManager where nobody would manage it."""
    member_of(household, member.member_id, field="member")
    if remover is not None:
        refuse_others(households_of(compiled), household, remover.member_id)
    if compiled.programme.households is not None:
        refuse_unmanaged(compiled.programme.households, household, without=member.member_id)

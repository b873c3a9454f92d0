"""Start a household, or join one by an invitation: what the member has goes into the balance that its members share."""

from collections.abc import Mapping
from datetime import datetime

from psycopg import Connection

from tessera.catalogue.codes import hash_of
from tessera.engine.activity import Activity
from tessera.kit.activities import HOUSEHOLD_JOIN
from tessera.kit.clock import Clock
from tessera.kit.ids import Ids
from tessera.kit.record import Record
from tessera.kit.sandbox import crosses, id_for
from tessera.ledger.wallet import Wallet
from tessera.members.household import add_member, found_household, use_invitation
from tessera.members.households import Invitation, find_invitation, find_membership, lock_household
from tessera.members.resolve import Ref
from tessera.programme.household import Households, Role
from tessera.usecases.answers import Recorded
from tessera.usecases.issue_rewards import issue_to
from tessera.usecases.merge_members import InHousehold, refuse_held
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.joining.joint import find_answered
from tessera.usecases.recording.joining.merge import Step
from tessera.usecases.sharing.manage import find_person, households_of, role_of
from tessera.usecases.sharing.move import Move
from tessera.usecases.sharing.problems import HouseholdFull, InvitationOver, OwesPoints, UnknownInvitation


class Joining(Record, frozen=True):
    """That a member wants to share points: with whoever sent the invitation, or (None) in a household of their own."""

    source: str
    key: str
    member: Ref
    code: str | None = None


def join_household(
    connection: Connection, programmes: Programmes, joining: Joining, *, clock: Clock, new_id: Ids
) -> Recorded:
    """Let a member join; a key that was answered before gets its answer again. The caller commits.

    The answer's transfer names the household: its id is that of the account. Raises NoHouseholds, UnknownMember,
    UnknownInvitation, InvitationOver, UnknownHousehold, HouseholdFull, UnknownRole, InHousehold, PointsHeld, OwesPoints,
    KeyConflict, NoProgramme; and MemberMoved when something came in between: try again.
    """
    programmes.refresh(connection)
    compiled = programmes.at(clock.now())
    member = find_person(connection, joining.member, source=joining.source, field="member")
    invitation = _find(connection, joining)
    activity = Activity(
        type=HOUSEHOLD_JOIN,
        key=joining.key,
        occurred_at=clock.now(),
        facts={} if invitation is None else {"invitation": str(invitation.invitation_id)},
    )
    answered = find_answered(connection, activity, source=joining.source, member_id=member.member_id)
    if answered is not None:
        return answered
    households = households_of(compiled)
    household_id = id_for(joining.source, new_id()) if invitation is None else invitation.household_id
    move = Move(connection, activity, member, household_id, source=joining.source)
    if find_membership(connection, member.member_id) is not None:
        # The same call may have come first: what it did is seen, and so is its answer.
        answered = find_answered(connection, activity, source=joining.source, member_id=member.member_id)
        if answered is not None:
            return answered
        raise InHousehold(
            "This member belongs to a household already: let them leave it before.", field="member"
        )
    answered = move.open(compiled)
    if answered is not None:
        return answered
    now = clock.now()
    if invitation is None:
        role = households.founder
        found_household(connection, household_id, now=now)
    else:
        role = _accept(connection, joining, households, move, now=now)
    own = move.books.wallets[member.account_id]
    refuse_held(own.values(), now=now)
    _refuse_debts(own, now=now)
    step = Step(activity, new_id(), compiled, now)
    recorded = move.make(step)
    add_member(
        connection,
        member.member_id,
        household_id=household_id,
        role=role.id,
        join_id=step.activity_id,
        from_account_id=member.account_id,
        now=now,
    )
    issue_to(
        connection, programmes, member.member_id, reached_by=step.activity_id, clock=clock, new_id=new_id
    )
    return recorded


def _find(connection: Connection, joining: Joining) -> Invitation | None:
    """The invitation by its code, though it may be over: whose answer got lost asks again. Raises UnknownInvitation."""
    if joining.code is None:
        return None
    invitation = find_invitation(connection, hash_of(joining.code))
    if invitation is None or crosses(joining.source, invitation.household_id):
        raise UnknownInvitation("No invitation has this code.", field="code")
    return invitation


def _accept(
    connection: Connection, joining: Joining, households: Households, move: Move, *, now: datetime
) -> Role:
    """Use the invitation up, with the household held: what the member will be there. Raises UnknownHousehold,
    InvitationOver, HouseholdFull, UnknownRole.
    """
    code_hash = hash_of(joining.code or "")
    members = {one.member_id for one in lock_household(connection, move.into).members}
    invitation = find_invitation(connection, code_hash, lock=True)
    if invitation is None or not invitation.is_open(now):
        raise InvitationOver("The invitation was used, was withdrawn, or has ended.", field="code")
    if len(members) >= households.members:
        raise HouseholdFull(f"At most {households.members} share one balance.", field="code")
    use_invitation(connection, code_hash, now=now)
    move.books.sharing[move.into] = members
    return role_of(households, invitation.role)


def _refuse_debts(wallets: Mapping[str, Wallet], *, now: datetime) -> None:
    """Others' points would repay it. What has matured by now repays it before."""
    for currency, wallet in sorted(wallets.items()):
        if wallet.debt and not wallet.available_at(now):
            raise OwesPoints(
                f"The member owes {wallet.debt} of {currency}.", field="member", owes=wallet.debt
            )

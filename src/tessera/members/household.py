"""What becomes of households: founded, joined, left; invitations made, used, withdrawn. Points are the ledger's."""

from datetime import datetime
from uuid import UUID

from psycopg import Connection

from tessera.members import _sql_household as _sql
from tessera.members.households import Invitation


def found_household(connection: Connection, household_id: UUID, *, now: datetime) -> None:
    """A household that nobody belongs to yet."""
    connection.execute(_sql.FOUND_HOUSEHOLD, (household_id, now))


def add_member(  # noqa: PLR0913 - who joins what, as what, by what
    connection: Connection,
    member_id: UUID,
    *,
    household_id: UUID,
    role: str,
    join_id: UUID,
    from_account_id: UUID,
    now: datetime,
) -> None:
    """Let a member, who is held, belong to a household, which is held too: the household's account is the member's."""
    row = (member_id, join_id, household_id, role, now, from_account_id)
    connection.execute(_sql.ADD_MEMBERSHIP, row)
    _move(connection, member_id, from_account_id, household_id)


def end_membership(  # noqa: PLR0913 - who leaves what, by what, for which account
    connection: Connection,
    member_id: UUID,
    *,
    household_id: UUID,
    leave_id: UUID,
    to_account_id: UUID,
    is_last: bool,
    now: datetime,
) -> None:
    """Let a member leave with an account of their own; both are held. With the last one the household ends."""
    connection.execute(_sql.END_MEMBERSHIP, (now, leave_id, to_account_id, member_id))
    if is_last:
        connection.execute(_sql.END_HOUSEHOLD, (leave_id, household_id))
    _move(connection, member_id, household_id, to_account_id)


def _move(connection: Connection, member_id: UUID, from_account_id: UUID, to_account_id: UUID) -> None:
    connection.execute(_sql.MOVE_MEMBER, (to_account_id, member_id))
    connection.execute(_sql.MOVE_IDENTITIES, (to_account_id, member_id))
    connection.execute(_sql.CALL_NO_REVIEW, (from_account_id, member_id))


def give_role(connection: Connection, member_id: UUID, *, role: str) -> None:
    """Let a member, whose household is held, be something else in it from now on."""
    connection.execute(_sql.GIVE_ROLE, (role, member_id))


def add_invitation(connection: Connection, invitation: Invitation, *, code_hash: bytes) -> None:
    """Keep an invitation, and of its code only the hash."""
    connection.execute(
        _sql.ADD_INVITATION,
        (
            code_hash,
            invitation.invitation_id,
            invitation.household_id,
            invitation.role,
            invitation.invited_by,
            invitation.invited_at,
            invitation.ends_at,
        ),
    )


def use_invitation(connection: Connection, code_hash: bytes, *, now: datetime) -> None:
    """An invitation, which is held, is good for nothing any more."""
    connection.execute(_sql.USE_INVITATION, (now, code_hash))


def withdraw_invitation(
    connection: Connection, household_id: UUID, invitation_id: UUID, *, now: datetime
) -> bool:
    """Let an invitation be good for nothing from now on; was there one that nobody had used?"""
    statement = (now, household_id, invitation_id)
    return bool(connection.execute(_sql.WITHDRAW_INVITATION, statement).rowcount)

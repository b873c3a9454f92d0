"""Households as they stand: who belongs to them in which role, and who is invited."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import ClassVar, NamedTuple
from uuid import UUID

from psycopg import Connection

from tessera.kit.problems import Problem
from tessera.kit.record import Record
from tessera.members import _sql_household as _sql


class UnknownHousehold(Problem):
    """There is no such household, or its last member has left."""

    code: ClassVar[str] = "unknown_household"
    title: ClassVar[str] = "Unknown household"


class Membership(Record, frozen=True):
    """Who belongs to a household, by which activity, as what, since when."""

    member_id: UUID
    join_id: UUID
    household_id: UUID
    role: str
    joined_at: datetime


class Invitation(Record, frozen=True):
    """That somebody may join a household once, until `ends_at`. Its code is known to whoever was told it."""

    invitation_id: UUID
    household_id: UUID
    role: str
    invited_by: UUID
    invited_at: datetime
    ends_at: datetime
    used_at: datetime | None = None
    withdrawn_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        """Can it be used now?"""
        return self.used_at is None and self.withdrawn_at is None and now < self.ends_at


class Household(Record, frozen=True):
    """Members who share the account that has the household's id, in the order in which they came."""

    household_id: UUID
    founded_at: datetime
    members: tuple[Membership, ...]


class Way(NamedTuple):
    """Where a merge that stands, or a household, took an account's points."""

    account_id: UUID
    into_account_id: UUID
    activity_id: UUID


class Stay(NamedTuple):
    """A member's time in a household, by the activities that began and (None: not yet) ended it."""

    household_id: UUID
    member_id: UUID
    join_id: UUID
    leave_id: UUID | None


def read_household(connection: Connection, household_id: UUID) -> Household:
    """A household that still has members. Raises UnknownHousehold."""
    return _household(connection, household_id, statement=_sql.READ_HOUSEHOLD)


def lock_household(connection: Connection, household_id: UUID) -> Household:
    """The same, held until the transaction ends. Lock its account before, where that is to move."""
    return _household(connection, household_id, statement=_sql.LOCK_HOUSEHOLD)


def _household(connection: Connection, household_id: UUID, *, statement: str) -> Household:
    row = connection.execute(statement, (household_id,)).fetchone()
    if row is None or row[1] is not None:
        raise UnknownHousehold(
            "No household has this id, or nobody belongs to it any more.", field="household_id"
        )
    members = connection.execute(_sql.LIST_MEMBERSHIPS, (household_id,))
    return Household(household_id, row[0], tuple(Membership(*one) for one in members))


def find_membership(connection: Connection, member_id: UUID) -> Membership | None:
    """The household that a member belongs to now, if there is one."""
    row = connection.execute(_sql.FIND_MEMBERSHIP, (member_id,)).fetchone()
    return None if row is None else Membership(*row)


def find_households(connection: Connection, account_ids: Collection[UUID]) -> set[UUID]:
    """Which of these accounts are households'."""
    rows = connection.execute(_sql.FIND_HOUSEHOLDS, (list(account_ids),))
    return {household_id for (household_id,) in rows}


def read_roles(connection: Connection, member_ids: Collection[UUID]) -> dict[UUID, str]:
    """The roles of those members who belong to a household now."""
    with connection.cursor(binary=True) as cursor:
        return dict(cursor.execute(_sql.READ_ROLES, (list(member_ids),)).fetchall())


def count_roles(connection: Connection) -> dict[str, int]:
    """How many members have each role now."""
    return dict(connection.execute(_sql.COUNT_ROLES).fetchall())


def find_invitation(connection: Connection, code_hash: bytes, *, lock: bool = False) -> Invitation | None:
    """The invitation with the code of this hash, perhaps used or ended; held, with `lock`, until the transaction ends."""
    statement = _sql.LOCK_INVITATION if lock else _sql.FIND_INVITATION
    row = connection.execute(statement, (code_hash,)).fetchone()
    return None if row is None else Invitation(*row)


def list_invitations(connection: Connection, household_id: UUID, *, now: datetime) -> list[Invitation]:
    """The invitations that somebody may still use."""
    return [Invitation(*row) for row in connection.execute(_sql.LIST_INVITATIONS, (household_id, now))]


def follow_ways(connection: Connection, account_ids: Collection[UUID]) -> list[Way]:
    """Every step from these accounts to those that have their points now; nothing for one that has its own."""
    with connection.cursor(binary=True) as cursor:
        return [Way(*row) for row in cursor.execute(_sql.FOLLOW_WAYS, (list(account_ids),))]


def find_sources(connection: Connection, account_id: UUID) -> list[UUID]:
    """The account, and those whose points have gone into it."""
    return [source for (source,) in connection.execute(_sql.FIND_SOURCES, (account_id,))]


def read_all_moves(connection: Connection) -> Iterator[tuple[UUID, UUID]]:
    """Every two accounts that joining or leaving a household has ever linked."""
    yield from connection.execute(_sql.READ_ALL_MOVES)


def read_stays(connection: Connection) -> Iterator[Stay]:
    """Every membership that there has been."""
    return (Stay(*row) for row in connection.execute(_sql.READ_STAYS))


def find_strays(connection: Connection) -> Iterator[tuple[UUID, str]]:
    """(household, what is wrong): who belongs to one and has another account, or the other way round."""
    yield from connection.execute(_sql.FIND_STRAYS)


def list_accounts(connection: Connection, member_id: UUID) -> list[UUID]:
    """The member's account, all that were ever the member's alone, and those of whoever was merged into the member."""
    return [account_id for (account_id,) in connection.execute(_sql.LIST_ACCOUNTS, (member_id,))]


def list_left(connection: Connection, member_id: UUID) -> list[UUID]:
    """The households that the member, or whoever was merged into the member, has ever left; they may be back in one."""
    return [household_id for (household_id,) in connection.execute(_sql.LIST_LEFT, (member_id,))]

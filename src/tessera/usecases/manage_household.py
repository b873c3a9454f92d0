"""What those who manage a household do: invite others, take an invitation back, give out roles."""

from datetime import timedelta
from uuid import UUID

from psycopg import Connection

from tessera.catalogue.codes import hash_of, make_code
from tessera.kit.clock import Clock
from tessera.kit.ids import Ids
from tessera.kit.record import Record
from tessera.kit.sandbox import crosses
from tessera.members.household import add_invitation, give_role, withdraw_invitation
from tessera.members.households import (
    Household,
    Invitation,
    UnknownHousehold,
    list_invitations,
    lock_household,
)
from tessera.members.resolve import Ref
from tessera.usecases.programmes import Programmes
from tessera.usecases.sharing.manage import (
    find_person,
    households_of,
    manages,
    member_of,
    refuse_others,
    refuse_unmanaged,
    role_of,
)
from tessera.usecases.sharing.problems import HouseholdFull, UnknownInvitation


class Managing(Record, frozen=True):
    """Who (`by`) manages which household, as which source knows them."""

    source: str
    household_id: UUID
    by: Ref


class Invited(Record, frozen=True):
    """An invitation, and its code: told once, to whoever invites, and kept nowhere."""

    invitation: Invitation
    code: str


def invite_to_household(  # noqa: PLR0913 - who invites whom, as what
    connection: Connection,
    programmes: Programmes,
    managing: Managing,
    *,
    role: str,
    random: bytes,
    clock: Clock,
    new_id: Ids,
) -> Invited:
    """Make an invitation with a code of `random` bytes (`codes.RANDOM_BYTES`). The caller commits.

    No more can be open than there are places left. Raises NoHouseholds, UnknownMember, UnknownHousehold, NotInHousehold,
    RoleMayNot, UnknownRole, HouseholdFull, NoProgramme.
    """
    programmes.refresh(connection)
    now = clock.now()
    households = households_of(programmes.at(now))
    by = find_person(connection, managing.by, source=managing.source, field="by")
    household = _hold(connection, managing)
    refuse_others(households, household, by.member_id)
    open_now = list_invitations(connection, managing.household_id, now=now)
    if len(household.members) + len(open_now) >= households.members:
        detail = f"At most {households.members} share one balance, and {len(open_now)} invitations are open."
        raise HouseholdFull(detail, field="household_id")
    invitation = Invitation(
        invitation_id=new_id(),
        household_id=managing.household_id,
        role=role_of(households, role).id,
        invited_by=by.member_id,
        invited_at=now,
        ends_at=now + timedelta(days=households.invitation_days),
    )
    code = make_code(random)
    add_invitation(connection, invitation, code_hash=hash_of(code))
    return Invited(invitation, code)


def withdraw_from_household(
    connection: Connection,
    programmes: Programmes,
    managing: Managing,
    *,
    invitation_id: UUID,
    clock: Clock,
) -> None:
    """Take back an invitation that nobody has used. The caller commits.

    Raises NoHouseholds, UnknownMember, UnknownHousehold, NotInHousehold, RoleMayNot, UnknownInvitation, NoProgramme.
    """
    programmes.refresh(connection)
    now = clock.now()
    households = households_of(programmes.at(now))
    by = find_person(connection, managing.by, source=managing.source, field="by")
    refuse_others(households, _hold(connection, managing), by.member_id)
    if not withdraw_invitation(connection, managing.household_id, invitation_id, now=now):
        raise UnknownInvitation(
            "The household has no such invitation, or it was used or withdrawn.", field="id"
        )


def give_role_in_household(  # noqa: PLR0913 - who gives whom what
    connection: Connection,
    programmes: Programmes,
    managing: Managing,
    *,
    member: Ref,
    role: str,
    clock: Clock,
) -> Household:
    """Let a member be something else in the household from now on. The caller commits.

    Raises NoHouseholds, UnknownMember, UnknownHousehold, NotInHousehold, RoleMayNot, UnknownRole, NoProgramme; LastManager
    where nobody would manage it any more.
    """
    programmes.refresh(connection)
    households = households_of(programmes.at(clock.now()))
    by = find_person(connection, managing.by, source=managing.source, field="by")
    other = find_person(connection, member, source=managing.source, field="member")
    household = _hold(connection, managing)
    refuse_others(households, household, by.member_id)
    member_of(household, other.member_id, field="member")
    if not manages(households, role_of(households, role).id):
        refuse_unmanaged(households, household, without=other.member_id, stays=True)
    give_role(connection, other.member_id, role=role)
    return lock_household(connection, managing.household_id)


def _hold(connection: Connection, managing: Managing) -> Household:
    """The household, held. Raises UnknownHousehold, also on the other side of the sandbox's fence."""
    if crosses(managing.source, managing.household_id):
        raise UnknownHousehold("No household has this id.", field="household_id")
    return lock_household(connection, managing.household_id)

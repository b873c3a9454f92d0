"""Who belongs to a household, and may manage it."""

from uuid import UUID

from psycopg import Connection

from tessera.engine.compile import Compiled
from tessera.kit.problems import UnknownMember
from tessera.kit.sandbox import crosses
from tessera.members.households import Household, Membership
from tessera.members.resolve import Found, Ref, resolve_members
from tessera.programme.household import Households, Role
from tessera.usecases.sharing.problems import (
    LastManager,
    NoHouseholds,
    NotInHousehold,
    RoleMayNot,
    UnknownRole,
)


def households_of(compiled: Compiled) -> Households:
    """The programme's terms of sharing. Raises NoHouseholds."""
    households = compiled.programme.households
    if households is None:
        raise NoHouseholds("The programme in force has no `households`: nobody shares points.")
    return households


def role_of(households: Households, role: str) -> Role:
    """A role of the programme in force. Raises UnknownRole."""
    if role not in households.roles:
        there = ", ".join(households.roles)
        raise UnknownRole(
            f"The programme has no role {role!r}; it has: {there}.",
            field="role",
            roles=list(households.roles),
        )
    return households.roles[role]


def find_person(connection: Connection, ref: Ref, *, source: str, field: str) -> Found:
    """Whoever is named, as the source may know them. Raises UnknownMember."""
    found = resolve_members(connection, [ref]).get(ref)
    if found is None or crosses(source, found.member_id):
        raise UnknownMember("No member has this identity.", field=field)
    return found


def member_of(household: Household, member_id: UUID, *, field: str) -> Membership:
    """A member's place in a household. Raises NotInHousehold."""
    for one in household.members:
        if one.member_id == member_id:
            return one
    raise NotInHousehold("This member does not belong to the household.", field=field)


def refuse_others(households: Households, household: Household, member_id: UUID) -> None:
    """Raise RoleMayNot, or NotInHousehold, for who does not manage the household."""
    own = member_of(household, member_id, field="by")
    if not manages(households, own.role):
        raise RoleMayNot(f"Who has the role {own.role!r} manages nothing in a household.", field="by")


def refuse_unmanaged(
    households: Households, household: Household, *, without: UUID, stays: bool = False
) -> None:
    """Raise LastManager where nobody but this member manages a household that goes on. `stays`: so does this member."""
    others = [one for one in household.members if one.member_id != without]
    if (others or stays) and not any(manages(households, one.role) for one in others):
        raise LastManager(
            "Nobody else manages this household: give somebody else such a role, or remove the others, before.",
            field="member",
        )


def manages(households: Households, role: str) -> bool:
    """Does a role manage a household? One that the programme no longer has does not."""
    return role in households.roles and households.roles[role].manages

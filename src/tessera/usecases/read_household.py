"""A household as it stands: who belongs to it, and who is invited."""

from uuid import UUID

from psycopg import Connection

from tessera.kit.clock import Clock
from tessera.kit.record import Record
from tessera.kit.sandbox import crosses
from tessera.members.households import (
    Household,
    Invitation,
    UnknownHousehold,
    list_invitations,
    read_household,
)


class Open(Record, frozen=True):
    """A household with the invitations that somebody may still use."""

    household: Household
    invitations: tuple[Invitation, ...]


def read_open_household(connection: Connection, household_id: UUID, *, source: str, clock: Clock) -> Open:
    """One household. Raises UnknownHousehold, also on the other side of the sandbox's fence."""
    if crosses(source, household_id):
        raise UnknownHousehold("No household has this id.", field="household_id")
    household = read_household(connection, household_id)
    return Open(household, tuple(list_invitations(connection, household_id, now=clock.now())))

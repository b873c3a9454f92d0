"""Who belongs to which household, against the ledger: who joined and left is what memberships say, and no other."""

from collections.abc import Iterator
from uuid import UUID

from psycopg import Connection

from tessera.ledger.answers import read_members_of
from tessera.ledger.verify import Difference
from tessera.members.households import Stay, find_strays, read_stays

_A_PAGE = 1_000


def compare_households(connection: Connection) -> Iterator[Difference]:
    """Every membership by the activities that began and ended it; and every member by the account that they have."""
    for household_id, detail in find_strays(connection):
        yield Difference("household", household_id, "", detail)
    stays = list(read_stays(connection))
    for first in range(0, len(stays), _A_PAGE):
        yield from _compare(connection, stays[first : first + _A_PAGE])


def _compare(connection: Connection, stays: list[Stay]) -> Iterator[Difference]:
    moves = {(one.household_id, one.join_id) for one in stays}
    moves |= {(one.household_id, one.leave_id) for one in stays if one.leave_id is not None}
    members = read_members_of(connection, sorted(moves))
    for one in stays:
        steps: list[tuple[str, UUID | None]] = [("joined", one.join_id), ("left", one.leave_id)]
        for did, activity_id in steps:
            if activity_id is not None and members.get(activity_id) != one.member_id:
                detail = f"member {one.member_id} is said to have {did} it by activity {activity_id}"
                yield Difference(
                    "household", one.household_id, "", f"{detail}, which the ledger does not say"
                )

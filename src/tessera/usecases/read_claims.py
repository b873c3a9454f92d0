"""Claims beside each other: all that a member has brought, and all that were brought with one receipt."""

from collections.abc import Sequence
from uuid import UUID

from psycopg import Connection

from tessera.approvals.requests import Request, find_claims, list_claims
from tessera.members.merges import list_ids
from tessera.usecases.claiming.asked import missing_of
from tessera.usecases.read_requests import NEWEST, refuse_page


def read_claims(
    connection: Connection, member_id: UUID, *, before: UUID | None, limit: int
) -> Sequence[Request]:
    """What a member, or whoever was merged into them, has claimed: newest first, older than `before`.

    Raises UnknownMember, InvalidValue.
    """
    refuse_page(limit)
    return list_claims(connection, list_ids(connection, member_id), before=before or NEWEST, limit=limit)


def read_rivals(connection: Connection, claims: Sequence[Request]) -> list[list[Request]]:
    """For each claim the others of the same receipt, whatever became of them, in the order of asking."""
    same = find_claims(connection, {missing_of(claim).key for claim in claims})
    return [
        [
            other
            for other in same
            if other.request_id != claim.request_id and missing_of(other).key == missing_of(claim).key
        ]
        for claim in claims
    ]

"""What the traits of a member were, change by change."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from psycopg import Connection

from tessera.kit.record import Record
from tessera.members import _sql


class TraitChange(Record, frozen=True):
    """A trait that was `before` until that instant, and `after` from it on; None is no such trait."""

    changed_at: datetime
    trait: str
    before: str | None
    after: str | None


def read_trait_changes(
    connection: Connection,
    member_id: UUID,
    *,
    traits: Mapping[str, str],
    before: datetime | None,
    limit: int,
) -> list[TraitChange]:
    """The newest `limit` changes, or the newest before an instant; newest first, and all of one instant together.

    `traits` are those of now. A member who was merged keeps the changes of before under the old id.
    """
    rows = connection.execute(_sql.LIST_TRAIT_CHANGES, (member_id, before, before, limit)).fetchall()
    return [
        TraitChange(changed_at, trait, was, traits.get(trait) if newest else later)
        for changed_at, trait, was, later, newest in rows
    ]

"""New members, many at once."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from psycopg import Connection

from tessera.kit.problems import IdentityTaken
from tessera.kit.record import Record
from tessera.kit.sandbox import plain
from tessera.members import _sql
from tessera.members.almanac import birthday_number


class Newcomer(Record, frozen=True):
    """A member to be. `identities` are (kind, value), normalised; `language` is a BCP 47 tag."""

    member_id: UUID
    account_id: UUID
    name: str
    language: str
    enrolled_at: datetime
    traits: dict[str, str]
    identities: tuple[tuple[str, str], ...]


def add_members(connection: Connection, newcomers: Sequence[Newcomer]) -> None:
    """Write the newcomers and their identities.

    Raises IdentityTaken with the `kind`, and the `place` in `newcomers` of the first whose identity another
    member has; the caller rolls its transaction back.
    """
    if not newcomers:
        return
    connection.execute(
        _sql.ADD_MEMBERS,
        (
            [one.member_id for one in newcomers],
            [one.account_id for one in newcomers],
            [one.name for one in newcomers],
            [one.language for one in newcomers],
            [msgspec.msgpack.encode(one.traits) for one in newcomers],
            [one.enrolled_at for one in newcomers],
            [birthday_number(one.traits) for one in newcomers],
        ),
    )
    claims = [(kind, value, one) for one in newcomers for kind, value in one.identities]
    added = connection.execute(
        _sql.ADD_IDENTITIES,
        (
            [kind for kind, _, _ in claims],
            [value for _, value, _ in claims],
            [one.member_id for _, _, one in claims],
            [one.account_id for _, _, one in claims],
            [one.enrolled_at for _, _, one in claims],
        ),
    ).fetchall()
    if len(added) < len(claims):
        _refuse_taken(newcomers, owners={(kind, value): member_id for kind, value, member_id in added})


def _refuse_taken(newcomers: Sequence[Newcomer], *, owners: dict[tuple[str, str], UUID]) -> None:
    for place, one in enumerate(newcomers):
        seen = set()
        for claim in one.identities:
            if owners.get(claim) != one.member_id or claim in seen:
                kind = plain(claim[0])
                raise IdentityTaken(
                    f"This {kind.partition(':')[0]} belongs to another member.", kind=kind, place=place
                )
            seen.add(claim)

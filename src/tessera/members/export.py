"""The members one by one, for other people's tools. Those of the sandbox are left out."""

from collections.abc import Iterator

import msgspec
from psycopg import Connection

from tessera.members import _sql
from tessera.members.read import Member

ROWS_A_FETCH = 2_000


def stream_members(connection: Connection) -> Iterator[Member]:
    """Every member with identities and traits, by id. One snapshot, in bounded memory."""
    with connection.cursor(name="members") as cursor:
        cursor.itersize = ROWS_A_FETCH
        for member_id, account_id, name, language, traits, enrolled_at, kinds, values in cursor.execute(
            _sql.STREAM_MEMBERS
        ):
            yield Member(
                member_id=member_id,
                account_id=account_id,
                name=name,
                language=language,
                traits=msgspec.msgpack.decode(traits, type=dict[str, str]),
                enrolled_at=enrolled_at,
                identities=tuple(zip(kinds, values, strict=True)),
            )

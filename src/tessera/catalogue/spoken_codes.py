"""The rows of codes that people say aloud: each stands for a voucher or a gift card in one shop, for a while."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from psycopg import Connection

from tessera.catalogue import _sql_spoken as _sql


class Meant(NamedTuple):
    """What a spoken code stands for: one of the two."""

    voucher_id: UUID | None = None
    card_id: UUID | None = None


def add_spoken(  # noqa: PLR0913 - what it stands for, where and until when
    connection: Connection,
    code_hash: bytes,
    meant: Meant,
    *,
    source: str,
    now: datetime,
    expires_at: datetime,
) -> bool:
    """A code for this, instead of the one that it had in the shop of `source`; False where the code is taken."""
    terms = {"source": source, "now": now, "voucher_id": meant.voucher_id, "card_id": meant.card_id}
    connection.execute(_sql.DROP, terms)
    return bool(connection.execute(_sql.ADD, (code_hash, source, *meant, expires_at)).rowcount)


def find_spoken(
    connection: Connection, code_hash: bytes, *, now: datetime, said_hash: bytes | None = None
) -> Meant | None:
    """What a code stands for now; remembered by `said_hash`, if there is one, for as long as there are keys."""
    if said_hash is None:
        row = connection.execute(_sql.FIND, (code_hash, now)).fetchone()
    else:
        terms = {"code_hash": code_hash, "now": now, "said_hash": said_hash}
        row = connection.execute(_sql.FIND_AND_REMEMBER, terms).fetchone()
    return None if row is None else Meant._make(row)


def find_said(connection: Connection, said_hash: bytes) -> Meant | None:
    """What a code stood for when it was said in a request; whether that got an answer is not known here."""
    row = connection.execute(_sql.FIND_SAID, (said_hash,)).fetchone()
    return None if row is None else Meant._make(row)

"""The one saved draft."""

from datetime import datetime

from psycopg import Connection

from tessera.kit.record import Record
from tessera.versions import _sql


class Draft(Record, frozen=True):
    """A document on its way; it may still have errors."""

    document: str
    note: str
    saved_at: datetime


def save_draft(connection: Connection, *, document: str, note: str, now: datetime) -> Draft:
    """Keep the document as the draft, in place of the one before."""
    connection.execute(_sql.SAVE_DRAFT, (document, note, now))
    return Draft(document, note, now)


def read_draft(connection: Connection) -> Draft | None:
    """The draft, if there is one."""
    row = connection.execute(_sql.READ_DRAFT).fetchone()
    return Draft(*row) if row else None


def drop_draft(connection: Connection, *, document: str) -> None:
    """Forget the draft if it is this document: it was published. Another one is still being written."""
    connection.execute(_sql.DROP_DRAFT, (document,))

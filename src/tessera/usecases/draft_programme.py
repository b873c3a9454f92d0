"""Keep a programme that is still being written; it may have errors."""

from datetime import datetime

from psycopg import Connection

from tessera.kit.problems import InvalidValue
from tessera.versions import draft
from tessera.versions.draft import Draft


def save_draft(connection: Connection, text: str, *, now: datetime, note: str = "") -> Draft:
    """Keep `text` as the draft, in place of the one before."""
    with connection.transaction():
        return draft.save_draft(connection, document=text, note=note, now=now)


def read_draft(connection: Connection) -> Draft:
    """The saved draft. Raises InvalidValue if there is none."""
    with connection.transaction():
        saved = draft.read_draft(connection)
    if saved is None:
        raise InvalidValue("No draft is saved.", field="draft")
    return saved

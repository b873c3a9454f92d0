"""The demo's API key, the same at each start: what was copied into a terminal or a script yesterday works today."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from psycopg import Connection

from tessera.access.check import InvalidKey
from tessera.access.scopes import Scope
from tessera.usecases.manage_keys import check_key, create_key

FILE = "demo.key"
SOURCE = "demo"


def keep_demo_key(connection: Connection, home: Path, *, now: datetime) -> str:
    """The token that lies in `home` from an earlier start, as long as it may do everything; else a new one, laid there.

    The database knows a token's hash alone. Nobody but its owner can read the file, who could make keys anyway.
    """
    file = home / FILE
    with suppress(FileNotFoundError, UnicodeDecodeError, InvalidKey):
        token = file.read_text().strip()
        if check_key(connection, token).scopes.issuperset(Scope):
            return token
    _, token = create_key(connection, source=SOURCE, scopes=list(Scope), now=now)
    home.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.write_text(f"{token}\n")
    return token

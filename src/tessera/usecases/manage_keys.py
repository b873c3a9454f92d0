"""Make, list, revoke and check the API keys of sources."""

from collections.abc import Collection
from datetime import datetime

from psycopg import Connection

from tessera.access import check, keys
from tessera.access.check import Caller
from tessera.access.keys import Key
from tessera.access.scopes import Scope
from tessera.kit.problems import InvalidValue
from tessera.kit.sandbox import in_sandbox, plain


def create_key(
    connection: Connection, *, source: str, scopes: Collection[Scope], now: datetime, sandbox: bool = False
) -> tuple[Key, str]:
    """Make a key; the token beside it is shown this once. Raises InvalidValue."""
    with connection.transaction():
        return keys.create_key(connection, source=source, scopes=scopes, now=now, sandbox=sandbox)


def list_keys(connection: Connection) -> list[Key]:
    """Every key, oldest first."""
    with connection.transaction():
        return keys.list_keys(connection)


def list_sources(connection: Connection) -> set[str]:
    """Every source that ever had a key."""
    return {key.source for key in list_keys(connection)}


def refuse_unknown_source(connection: Connection, source: str) -> None:
    """Raise InvalidValue for a source that no key is of, and name those of its side of the sandbox's fence."""
    sources = list_sources(connection)
    if source not in sources:
        told = ", ".join(sorted(plain(one) for one in sources if in_sandbox(one) == in_sandbox(source)))
        raise InvalidValue(f"No key has this source; there are: {told or 'none'}.", field="source")


def revoke_key(connection: Connection, key_id: str, *, now: datetime) -> None:
    """End a key within two seconds. Raises InvalidValue for an unknown one."""
    with connection.transaction():
        keys.revoke_key(connection, key_id, now=now)


def check_key(connection: Connection, token: str) -> Caller:
    """Who holds this token. Raises InvalidKey."""
    with connection.transaction():
        return check.check_key(connection, token)

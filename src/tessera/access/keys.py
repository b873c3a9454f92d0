"""API keys: make, list, revoke. The secret is shown once and never stored."""

import hashlib
import re
import secrets
from collections.abc import Collection
from datetime import datetime

from psycopg import Connection

from tessera.access import _sql
from tessera.access.scopes import Scope
from tessera.kit.problems import InvalidValue
from tessera.kit.record import Record
from tessera.kit.sandbox import MARK
from tessera.kit.sources import OWN_SOURCE

PREFIX, TEST_PREFIX = "tsr_", "tsr_test_"
_SOURCE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class Key(Record, frozen=True):
    """A key as it may be shown."""

    key_id: str
    source: str
    scopes: tuple[str, ...]
    created_at: datetime
    revoked_at: datetime | None


def create_key(
    connection: Connection, *, source: str, scopes: Collection[Scope], now: datetime, sandbox: bool = False
) -> tuple[Key, str]:
    """Make a key for a source; beside it its token, `tsr_<id>_<secret>`, seen this once.

    A sandbox's key begins with `tsr_test_`; what it records never meets a real account (`kit.sandbox`).
    Raises InvalidValue for a source that is not 1 to 40 of a-z, 0-9 and dash, or is Tessera's own.
    """
    if not _SOURCE.fullmatch(source):
        raise InvalidValue("A source is 1 to 40 of a-z, 0-9 and dash, like till-3.", field="source")
    if source == OWN_SOURCE:
        raise InvalidValue(
            f"What happens by itself comes from {source!r}; name another source.", field="source"
        )
    if not scopes:
        raise InvalidValue("A key needs at least one scope.", field="scopes")
    key_id, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    source = f"{MARK}{source}" if sandbox else source
    key = Key(key_id, source, tuple(sorted(scopes)), now, None)
    connection.execute(_sql.ADD_KEY, (key_id, source, digest(secret), list(key.scopes), now))
    return key, f"{TEST_PREFIX if sandbox else PREFIX}{key_id}_{secret}"


def list_keys(connection: Connection) -> list[Key]:
    """Every key, revoked ones too, oldest first."""
    return [
        Key(key_id, source, tuple(scopes), created_at, revoked_at)
        for key_id, source, scopes, created_at, revoked_at in connection.execute(_sql.LIST_KEYS)
    ]


def revoke_key(connection: Connection, key_id: str, *, now: datetime) -> None:
    """End a key; servers stop taking it within two seconds. Raises InvalidValue for an unknown id."""
    if not connection.execute(_sql.REVOKE_KEY, (now, key_id)).rowcount:
        raise InvalidValue(f"There is no key {key_id!r}.", field="key_id")


def digest(secret: str) -> bytes:
    """What is stored of a secret. With 256 random bits there is nothing to guess: one SHA-256 is enough."""
    return hashlib.sha256(secret.encode()).digest()

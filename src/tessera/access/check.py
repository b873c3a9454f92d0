"""Who holds this key?"""

import hmac
from typing import ClassVar

from psycopg import Connection

from tessera.access import _sql
from tessera.access.keys import PREFIX, TEST_PREFIX, digest
from tessera.access.scopes import Scope
from tessera.kit.problems import Problem
from tessera.kit.record import Record
from tessera.kit.sandbox import in_sandbox


class InvalidKey(Problem):
    """There is no key, or it is unknown or revoked; which of these is not told."""

    code: ClassVar[str] = "invalid_key"
    title: ClassVar[str] = "No valid API key"


class MissingScope(Problem):
    """The key is good, but not for this; `facts["scope"]` names what is missing."""

    code: ClassVar[str] = "missing_scope"
    title: ClassVar[str] = "The key does not allow this"


class Caller(Record, frozen=True):
    """A source that has shown its key."""

    source: str
    scopes: frozenset[str]
    key_id: str

    def need(self, scope: Scope) -> None:
        """Raise MissingScope unless the key has `scope`."""
        if scope not in self.scopes:
            raise MissingScope(f"This call needs a key with the scope {scope}.", scope=str(scope))


def check_key(connection: Connection, token: str) -> Caller:
    """The caller behind a token. Raises InvalidKey."""
    testing = token.startswith(TEST_PREFIX)
    key_id, _, secret = token.removeprefix(TEST_PREFIX if testing else PREFIX).partition("_")
    if token.startswith(PREFIX) and key_id.isascii() and key_id.isalnum():
        row = connection.execute(_sql.FIND_KEY, (key_id,)).fetchone()
        if row and hmac.compare_digest(row[1], digest(secret)) and in_sandbox(row[0]) is testing:
            return Caller(row[0], frozenset(row[2]), key_id)
    raise InvalidKey("Send a valid key as: Authorization: Bearer tsr_...")

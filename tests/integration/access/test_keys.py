"""API keys in PostgreSQL: shown once, stored as a digest, revoked for good."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from psycopg import Connection

from tessera.access.check import InvalidKey, MissingScope, check_key
from tessera.access.keys import create_key, list_keys, revoke_key
from tessera.access.scopes import Scope
from tessera.kit.problems import InvalidValue

NOON = datetime(2026, 6, 5, 12, tzinfo=UTC)


@pytest.fixture
def connection(dsn: str) -> Iterator[Connection]:
    with psycopg.connect(dsn) as connection:
        yield connection


def test_a_key_opens_what_its_scopes_name_and_no_more(connection: Connection) -> None:
    """The caller is the key's source; another scope is missing by name."""
    _, token = create_key(connection, source="till", scopes=[Scope.QUOTES_READ], now=NOON)
    caller = check_key(connection, token)
    assert caller.source == "till"
    caller.need(Scope.QUOTES_READ)
    with pytest.raises(MissingScope) as refusal:
        caller.need(Scope.POINTS_ADJUST)
    assert refusal.value.facts == {"scope": "points:adjust"}


def test_the_secret_is_nowhere_in_the_database(connection: Connection) -> None:
    """What is stored cannot be used as a key."""
    key, token = create_key(connection, source="till", scopes=list(Scope), now=NOON)
    row = connection.execute("select api_key::text from api_key").fetchone()
    assert row is not None
    assert token.split("_", 2)[2] not in row[0]
    assert list_keys(connection) == [key]


def test_a_wrong_token_is_refused_whatever_is_wrong_with_it(connection: Connection) -> None:
    """Unknown, cut, of another key, or no token at all: one and the same answer."""
    _, token = create_key(connection, source="till", scopes=list(Scope), now=NOON)
    other, _ = create_key(connection, source="shop", scopes=list(Scope), now=NOON)
    secret = token.split("_", 2)[2]
    for wrong in ("", "tsr", "tsr__", token[:-1], f"tsr_{other.key_id}_{secret}", f"tsr_\x00_{secret}"):
        with pytest.raises(InvalidKey):
            check_key(connection, wrong)


def test_a_revoked_key_is_refused_and_keeps_its_first_instant(connection: Connection) -> None:
    """Revoking again changes nothing; revoking nothing is a problem."""
    key, token = create_key(connection, source="till", scopes=list(Scope), now=NOON)
    for hours in (0, 1):
        revoke_key(connection, key.key_id, now=NOON + timedelta(hours=hours))
    with pytest.raises(InvalidKey):
        check_key(connection, token)
    assert [known.revoked_at for known in list_keys(connection)] == [NOON]
    with pytest.raises(InvalidValue):
        revoke_key(connection, "nothing", now=NOON)


@pytest.mark.parametrize(("source", "scopes"), [("Till 3", list(Scope)), ("", list(Scope)), ("till", [])])
def test_a_key_needs_a_source_and_a_scope(connection: Connection, source: str, scopes: list[Scope]) -> None:
    """A key that could do nothing, or whose source cannot be named, is not made."""
    with pytest.raises(InvalidValue):
        create_key(connection, source=source, scopes=scopes, now=NOON)

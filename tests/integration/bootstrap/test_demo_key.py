"""The key that the demo prints."""

import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from tessera.access.scopes import Scope
from tessera.bootstrap.demo_key import FILE, keep_demo_key
from tessera.kit.clock import SystemClock
from tessera.usecases.manage_keys import check_key, create_key, list_keys, revoke_key

Keep = Callable[[], str]


@pytest.fixture
def connection(dsn: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(dsn) as connection:
        yield connection


@pytest.fixture
def keep(connection: psycopg.Connection, tmp_path: Path) -> Keep:
    """The key of a start, in a home that is not there before the first one."""
    return lambda: keep_demo_key(connection, tmp_path / "home", now=SystemClock().now())


def test_it_is_the_same_at_each_start(keep: Keep, connection: psycopg.Connection, tmp_path: Path) -> None:
    """One key that may do everything, however often the demo starts, in a file that only its owner can read."""
    token = keep()
    assert keep() == token
    assert len(list_keys(connection)) == 1
    assert check_key(connection, token).scopes == set(Scope)
    assert stat.S_IMODE((tmp_path / "home" / FILE).stat().st_mode) == 0o600


def test_one_that_is_no_longer_good_is_replaced(
    keep: Keep, connection: psycopg.Connection, tmp_path: Path
) -> None:
    """Revoked, of another database, not a key at all, or of fewer scopes: the demo prints one that works."""
    now = SystemClock().now()
    first = keep()
    revoke_key(connection, check_key(connection, first).key_id, now=now)
    second = keep()
    _, narrow = create_key(connection, source="till", scopes=[Scope.QUOTES_READ], now=now)
    kept = [first, second]
    for scrap in (b"tsr_0123456789ab_elsewhere\n", b"\xff\x00", b"", narrow.encode()):
        (tmp_path / "home" / FILE).write_bytes(scrap)
        kept.append(keep())
        assert check_key(connection, kept[-1]).scopes == set(Scope)
    assert len(set(kept)) == 6

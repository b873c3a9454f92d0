"""A shop with a member, Ann."""

from collections.abc import Iterator

import psycopg
import pytest
from tests.integration.usecases.shop import Shop


@pytest.fixture
def shop(dsn: str) -> Iterator[Shop]:
    """A shop whose programme has run for a year; whatever a test did to its books, they must still prove themselves."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        shop = Shop(connection)
        yield shop
        assert shop.verify().differences == []

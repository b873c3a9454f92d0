"""Identifiers: UUIDv7, so that rows written together stand together in an index."""

from collections.abc import Callable
from uuid import UUID

from uuid_utils.compat import uuid7

Ids = Callable[[], UUID]
"""Where new identifiers come from; tests pass their own."""


def new_id() -> UUID:
    """A fresh UUIDv7 (RFC 9562): time-ordered, its last 62 bits random, safe to show."""
    return uuid7()

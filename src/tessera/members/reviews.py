"""Whose levels must be looked at again, and how far a new version has been told of."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from psycopg import Connection

from tessera.members import _sql_review as _sql
from tessera.members.almanac import NOBODY


class Due(NamedTuple):
    """A member whose levels must be looked at by `review_at`."""

    member_id: UUID
    account_id: UUID
    review_at: datetime


class Looked(NamedTuple):
    """When to look at a member's levels next (None: never), and what stood there when they were looked at."""

    account_id: UUID
    member_id: UUID
    was: datetime | None
    review_at: datetime | None


class VersionReview(NamedTuple):
    """Up to which version members have been told, and up to which member of the next one."""

    version: int
    after: UUID = NOBODY


def find_due_reviews(
    connection: Connection, now: datetime, *, after: tuple[datetime, UUID], limit: int
) -> list[Due]:
    """Who is due by `now`, longest due first, from the place `after` on."""
    with connection.cursor(binary=True) as cursor:
        cursor.execute(_sql.FIND_DUE_REVIEWS, (now, *after, limit))
        return [Due(*row) for row in cursor.fetchall()]


def write_reviews(connection: Connection, looked: Sequence[Looked]) -> None:
    """Say when to look next. The accounts are locked; who called for a review meanwhile still gets it."""
    if looked:
        connection.execute(_sql.WRITE_REVIEWS, tuple(map(list, zip(*looked, strict=True))))


def call_review(connection: Connection, member_id: UUID, *, account_id: UUID, at: datetime) -> None:
    """Have a member's levels looked at as of an instant: something else than an activity may have changed them."""
    connection.execute(_sql.CALL_REVIEW, (at, account_id, member_id))


def hold_version_review(connection: Connection) -> VersionReview | None:
    """Take in hand how far versions have been told of; None when another process has it."""
    row = connection.execute(_sql.HOLD_VERSION_REVIEW).fetchone()
    return None if row is None else VersionReview(row[0], row[1] or NOBODY)


def turn_version_review(connection: Connection, review: VersionReview) -> None:
    """Leave it, held, at a version and a member."""
    connection.execute(_sql.TURN_VERSION_REVIEW, (review.version, review.after))


def find_members(connection: Connection, *, after: UUID, limit: int) -> list[tuple[UUID, UUID]]:
    """(member, account) of everybody, by id, from the first one after `after` on."""
    with connection.cursor(binary=True) as cursor:
        cursor.execute(_sql.FIND_MEMBERS, (after, limit))
        return cursor.fetchall()

"""Read what happened to a person's accounts, event by event, newest first."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from psycopg import Connection

from tessera.kit.record import Record
from tessera.ledger import _sql_history as _sql

NOBODY = UUID(int=0)
"""Stands for the activity of what time brought, and for the account of an activity, which may have touched several."""

Key = UUID | tuple[UUID, datetime, datetime | None]
"""What tells events apart: the activity, or else the account and the instants of what time brought."""


class Event(NamedTuple):
    """An activity, or what time brought to an account as of an instant; and its place in a history, to go on from.

    An activity has no `effective_at` here, and NOBODY's account; what time brought has NOBODY's activity.
    """

    recorded_at: datetime
    activity_id: UUID
    effective_at: datetime | None
    account_id: UUID

    @property
    def key(self) -> Key:
        if self.activity_id != NOBODY:
            return self.activity_id
        return self.account_id, self.recorded_at, self.effective_at


class Whose(NamedTuple):
    """Whose history: all that happened to `accounts`, and what `members` did in those that they have `left`."""

    accounts: list[UUID]
    left: list[UUID]
    members: list[UUID]


class PostingRow(Record, frozen=True):
    """A posting, as it stands in the books."""

    account_id: UUID
    currency: str
    version: int
    kind: str
    amount: int
    available_after: int
    pending_after: int
    held_after: int
    debt_after: int
    activity_id: UUID | None
    rule_id: str | None
    programme_version: int | None
    effective_at: datetime
    recorded_at: datetime

    @property
    def key(self) -> Key:
        """That of the event of which it is a part."""
        return self.activity_id or (self.account_id, self.recorded_at, self.effective_at)


class ActivityRow(NamedTuple):
    """An activity as it was decided, under one of the accounts."""

    activity_id: UUID
    programme_version: int
    payload: bytes
    outcome: bytes


def read_events(connection: Connection, whose: Whose, *, before: Event, limit: int) -> list[Event]:
    """What happened to a person's accounts before a place, newest first."""
    accounts, left, members = whose
    with connection.cursor(binary=True) as cursor:
        cursor.execute(_sql.READ_EVENTS, (accounts, accounts, accounts, left, members, *before, limit))
        return [Event(*row) for row in cursor]


def read_postings(connection: Connection, whose: Whose, events: Sequence[Event]) -> list[PostingRow]:
    """What events posted to a person's accounts, in the order of the books."""
    activities = [event.activity_id for event in events if event.activity_id != NOBODY]
    brought = [event for event in events if event.activity_id == NOBODY]
    arguments = (
        whose.accounts,
        activities,
        [event.account_id for event in brought],
        [event.recorded_at for event in brought],
        [event.effective_at for event in brought],
        whose.left,
        activities,
        whose.members,
        whose.accounts,
    )
    with connection.cursor(binary=True) as cursor:
        cursor.execute(_sql.READ_EVENT_POSTINGS, arguments)
        return [PostingRow(*row) for row in cursor]


def read_activities(connection: Connection, whose: Whose, events: Sequence[Event]) -> list[ActivityRow]:
    """The activities among events. One comes several times where it stands under several of the accounts."""
    activities = [event.activity_id for event in events if event.activity_id != NOBODY]
    with connection.cursor(binary=True) as cursor:
        cursor.execute(_sql.READ_EVENT_ACTIVITIES, (activities, *whose))
        return [ActivityRow(*row) for row in cursor]

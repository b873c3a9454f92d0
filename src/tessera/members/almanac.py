"""Whom a day of the year concerns, and how far the days have been told."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import IntEnum
from typing import NamedTuple
from uuid import UUID

from psycopg import Connection

from tessera.kit.yearly import BIRTHDAY, MonthDay, birthday_of, number_of
from tessera.members import _sql

NOBODY = UUID(int=0)
"""Before every member, in the order of their ids."""


class Told(IntEnum):
    """What the days are told of: there is an almanac for each."""

    CELEBRATIONS = 1
    CONVERSIONS = 2
    INSTRUCTIONS = 3


class Page(NamedTuple):
    """Where the almanac lies open: at the first member after `after`, in a step of a local day. All before is told."""

    day: date
    step: int = 0
    after: UUID = NOBODY


class Held(NamedTuple):
    """The almanac in hand until the transaction ends; `page` is None when it was never opened."""

    page: Page | None


def hold_almanac(connection: Connection, told: Told) -> Held | None:
    """Take an almanac, which opens itself the first time; None when another process has it in hand."""
    connection.execute(_sql.OPEN_ALMANAC, (told,))
    row = connection.execute(_sql.HOLD_ALMANAC, (told,)).fetchone()
    if row is None:
        return None
    day, step, after = row
    return Held(None if day is None else Page(day, step, after or NOBODY))


def turn_almanac(connection: Connection, told: Told, page: Page) -> None:
    """Leave an almanac, which is held, open at a page."""
    connection.execute(_sql.TURN_ALMANAC, (page.day, page.step, page.after, told))


def find_born(
    connection: Connection, day: MonthDay, *, after: UUID, limit: int
) -> list[tuple[UUID, datetime]]:
    """(member, joined at) of those with this birthday, by id, from the first one after `after` on."""
    return connection.execute(_sql.FIND_BORN, (number_of(day), after, limit)).fetchall()


def find_joined(
    connection: Connection, day: MonthDay, *, after: UUID, limit: int
) -> list[tuple[UUID, datetime]]:
    """(member, joined at) of those who joined on this day of any year, in UTC; otherwise as `find_born`."""
    return connection.execute(_sql.FIND_JOINED, (number_of(day), after, limit)).fetchall()


def find_holders(connection: Connection, account_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """The member of each account, the first of several; an account whose member was merged into another has none."""
    return dict(connection.execute(_sql.FIND_HOLDERS, (list(account_ids),)).fetchall())


def birthday_number(traits: Mapping[str, str]) -> int | None:
    """The day by which a member is found: that of the trait `birthday`; None where none was told."""
    born = birthday_of(traits.get(BIRTHDAY))
    return None if born is None else number_of(born)

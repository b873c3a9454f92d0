"""Record the days that come round: birthdays, and anniversaries of joining.

They are activities like any other, at the local midnight that begins the day, under keys that name member and year: what is
told twice is answered from the books. Only days for which a rule asks are looked up, and only their members read.
"""

from datetime import date, datetime, timedelta
from functools import partial
from typing import Final, NamedTuple
from uuid import UUID

from psycopg import Connection

from tessera.engine.activity import Activity
from tessera.kit.clock import Clock
from tessera.kit.ids import Ids
from tessera.kit.sandbox import source_for
from tessera.kit.sources import OWN_SOURCE
from tessera.kit.yearly import MonthDay, beside, return_in, returning_on
from tessera.members.almanac import Page, Told, find_born, find_joined
from tessera.usecases.answers import Submission
from tessera.usecases.programmes import Programmes
from tessera.usecases.walk_days import MEMBERS_A_BATCH, Walked, walk_days, zone_at

ANNIVERSARY: Final = "anniversary"
BIRTHDAY: Final = "birthday"
CELEBRATIONS: Final = (ANNIVERSARY, BIRTHDAY)
"""The activities that the calendar brings."""


class _Step(NamedTuple):
    """Members to look up at once: those of a day of the year, for one type of activity."""

    type: str
    of: MonthDay


def celebrate_days(
    connection: Connection,
    programmes: Programmes,
    *,
    clock: Clock,
    new_id: Ids,
    limit: int = MEMBERS_A_BATCH,
) -> Walked:
    """Record one batch of what the days up to today have brought. Call while there is more. The caller commits."""
    read_page = partial(_read_page, connection, programmes, limit=limit)
    return walk_days(connection, programmes, read_page, told=Told.CELEBRATIONS, clock=clock, new_id=new_id)


def _read_page(
    connection: Connection, programmes: Programmes, page: Page, at: datetime, *, limit: int
) -> tuple[Page, list[Submission]]:
    """What a page brings, and the page after it."""
    steps = _steps(programmes, page.day, at)
    zone = zone_at(programmes, at)
    if zone is None or page.step >= len(steps):
        return Page(page.day + timedelta(days=1)), []
    step = steps[page.step]
    find = find_born if step.type == BIRTHDAY else find_joined
    found = find(connection, step.of, after=page.after, limit=limit)
    told = [
        _submission(member_id, step.type, page.day, at, joined.astimezone(zone).date())
        for member_id, joined in found
        if joined <= at and _comes_round(step, page.day, joined.astimezone(zone).date())
    ]
    if len(found) < limit:
        return Page(page.day, page.step + 1), told
    return Page(page.day, page.step, found[-1][0]), told


def _steps(programmes: Programmes, day: date, at: datetime) -> list[_Step]:
    """Whom to look up on a day: nobody for whom no rule of that day's programme asks."""
    if zone_at(programmes, at) is None:
        return []
    asked = {rule.on for rule in programmes.at(at).programme.rules}
    days = returning_on(day)
    steps = []
    if ANNIVERSARY in asked:
        steps += [_Step(ANNIVERSARY, near) for near in sorted({near for of in days for near in beside(of)})]
    if BIRTHDAY in asked:
        steps += [_Step(BIRTHDAY, of) for of in days]
    return steps


def _comes_round(step: _Step, day: date, joined: date) -> bool:
    """Is it the day, where the look-up was by days in UTC? Nobody has an anniversary in the year of joining."""
    if step.type == BIRTHDAY:
        return True
    return joined.year < day.year and return_in(day.year, (joined.month, joined.day)) == day


def _submission(member_id: UUID, type_: str, day: date, at: datetime, joined: date) -> Submission:
    """The key has the year and not the day, so that who moves a birthday is celebrated once a year all the same."""
    activity = Activity(
        type=type_,
        key=f"{type_}:{member_id}:{day.year}",
        occurred_at=at,
        facts={"years": str(day.year - joined.year)} if type_ == ANNIVERSARY else None,
    )
    return Submission(source_for(member_id, OWN_SOURCE), "id", str(member_id), activity, dated=False)

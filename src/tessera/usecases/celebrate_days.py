"""Record the days that come round: birthdays, and anniversaries of joining.

They are activities like any other, at the local midnight that begins the day, under keys that name member and year: what is
told twice is answered from the books. The almanac remembers how far the days have been told, so that whatever time was
lost is made up in order; only days for which a rule asks are looked up, and only their members read.
"""

from datetime import date, datetime, timedelta
from functools import partial
from typing import Final, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from psycopg import Connection

from tessera.engine.activity import Activity
from tessera.engine.windows import midnight
from tessera.kit.clock import Clock
from tessera.kit.ids import Ids
from tessera.kit.problems import NoProgramme
from tessera.kit.sandbox import source_for
from tessera.kit.sources import OWN_SOURCE
from tessera.kit.yearly import MonthDay, beside, return_in, returning_on
from tessera.members.almanac import Page, find_born, find_joined, hold_almanac, turn_almanac
from tessera.usecases.answers import Recorded, Submission
from tessera.usecases.programmes import Programmes
from tessera.usecases.record_activities import record_activities
from tessera.usecases.recording.halves import record_in_halves

ANNIVERSARY: Final = "anniversary"
BIRTHDAY: Final = "birthday"
CELEBRATIONS: Final = (ANNIVERSARY, BIRTHDAY)
"""The activities that the calendar brings."""

MEMBERS_A_BATCH: Final = 500
_DAYS_A_BATCH: Final = 366


class Celebrated(NamedTuple):
    """One batch: activities recorded, what kept others from it (member and cause), and whether there is more to do."""

    recorded: int = 0
    failed: tuple[str, ...] = ()
    more: bool = False


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
) -> Celebrated:
    """Record one batch of what the days up to today have brought. Call while there is more. The caller commits.

    The first call of all begins with today. Several processes may call at once: one has the almanac in hand, the
    others find nothing to do.
    """
    programmes.refresh(connection)
    held, now = hold_almanac(connection), clock.now()
    zone = _zone(programmes, now)
    if held is None or zone is None:
        return Celebrated()
    today = now.astimezone(zone).date()
    page = start = held.page or Page(today)
    last = min(today, page.day + timedelta(days=_DAYS_A_BATCH))
    while page.day <= last:
        page, submissions = _read_page(connection, programmes, page, zone, limit=limit)
        if submissions:
            turn_almanac(connection, page)
            record = partial(record_activities, connection, programmes, clock=clock, new_id=new_id)
            results = record_in_halves(connection, record, submissions)
            pairs = list(zip(submissions, results, strict=True))
            return Celebrated(
                recorded=sum(isinstance(result, Recorded) and not result.replayed for result in results),
                failed=tuple(_told(one, result) for one, result in pairs if isinstance(result, Exception)),
                more=True,
            )
    if held.page is None or page != start:
        turn_almanac(connection, page)
    return Celebrated(more=page.day <= today)


def _told(submission: Submission, error: Exception) -> str:
    return f"{submission.activity.type} of member {submission.value}: {type(error).__name__}: {error}"


def _zone(programmes: Programmes, at: datetime) -> ZoneInfo | None:
    """The time zone of the programme in force; None when there is none."""
    try:
        return programmes.at(at).zone
    except NoProgramme:
        return None


def _read_page(
    connection: Connection, programmes: Programmes, page: Page, zone: ZoneInfo, *, limit: int
) -> tuple[Page, list[Submission]]:
    """What a page brings, and the page after it."""
    zone = _zone(programmes, midnight(page.day, zone)) or zone  # a version of that day may have had another
    at = midnight(page.day, zone)
    steps = _steps(programmes, page.day, at)
    if page.step >= len(steps):
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
    if _zone(programmes, at) is None:
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

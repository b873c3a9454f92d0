"""Go through the days that have come, page by page, and record what each brings: birthdays, conversions.

An almanac remembers how far the days have been told, so that whatever time was lost is made up in order, and what is told
twice is answered from the books. Several processes may walk at once: one has the almanac in hand, the others find nothing
to do.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple
from zoneinfo import ZoneInfo

from psycopg import Connection

from tessera.engine.windows import midnight
from tessera.kit.clock import Clock
from tessera.kit.ids import Ids
from tessera.kit.problems import NoProgramme
from tessera.members.almanac import NOBODY, Page, Told, hold_almanac, turn_almanac
from tessera.usecases.answers import Recorded, Submission
from tessera.usecases.programmes import Programmes
from tessera.usecases.record_activities import record_activities
from tessera.usecases.recording.joining.halves import record_in_halves

MEMBERS_A_BATCH = 500
_DAYS_A_BATCH = 366

ReadPage = Callable[[Page, datetime], tuple[Page, list[Submission]]]
"""From a page, and the midnight that begins its day: the page after it, and what this one brings."""


class Walked(NamedTuple):
    """One batch: activities recorded, what kept others from it (member and cause), and whether there is more to do."""

    recorded: int = 0
    failed: tuple[str, ...] = ()
    more: bool = False


def walk_days(  # noqa: PLR0913 - what a walk needs, each by name
    connection: Connection,
    programmes: Programmes,
    read_page: ReadPage,
    *,
    told: Told,
    clock: Clock,
    new_id: Ids,
) -> Walked:
    """Record one batch of what the days up to today have brought. Call while there is more. The caller commits.

    The first call of all begins with today.
    """
    programmes.refresh(connection)
    held, now = hold_almanac(connection, told), clock.now()
    zone = zone_at(programmes, now)
    if held is None or zone is None:
        return Walked()
    today = now.astimezone(zone).date()
    page = start = held.page or Page(today)
    last = min(today, page.day + timedelta(days=_DAYS_A_BATCH))
    while page.day <= last:
        at = midnight(page.day, zone_at(programmes, midnight(page.day, zone)) or zone)
        page, submissions = read_page(page, at)
        if submissions:
            turn_almanac(connection, told, page)
            return _record(connection, programmes, submissions, clock=clock, new_id=new_id)
        if page.after != NOBODY:
            break
    if held.page is None or page != start:
        turn_almanac(connection, told, page)
    return Walked(more=page.day <= today)


def zone_at(programmes: Programmes, at: datetime) -> ZoneInfo | None:
    """The time zone of the programme in force; None when there is none."""
    try:
        return programmes.at(at).zone
    except NoProgramme:
        return None


def _record(
    connection: Connection,
    programmes: Programmes,
    submissions: list[Submission],
    *,
    clock: Clock,
    new_id: Ids,
) -> Walked:
    record = partial(record_activities, connection, programmes, clock=clock, new_id=new_id)
    results = record_in_halves(connection, record, submissions)
    pairs = list(zip(submissions, results, strict=True))
    return Walked(
        recorded=sum(isinstance(result, Recorded) and not result.replayed for result in results),
        failed=tuple(_told(one, result) for one, result in pairs if isinstance(result, Exception)),
        more=True,
    )


def _told(submission: Submission, error: Exception) -> str:
    return f"{submission.activity.type} of member {submission.value}: {type(error).__name__}: {error}"

"""Carry out what members have asked for once and for all, on the days that have come.

Each is a donation like any other, at the local midnight that begins the day, under a key that names instruction and
month: what is told twice is answered from the books. Where there are too few points it is refused, as if the member asked.
"""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from psycopg import Connection

from tessera.kit.clock import Clock
from tessera.kit.ids import Ids
from tessera.kit.sandbox import source_for
from tessera.kit.sources import OWN_SOURCE
from tessera.members.almanac import Page, Told
from tessera.members.instructions import Instruction, find_due
from tessera.usecases.answers import Submission
from tessera.usecases.donate_points import donation, donation_above
from tessera.usecases.programmes import Programmes
from tessera.usecases.walk_days import MEMBERS_A_BATCH, Walked, walk_days, zone_at


def follow_instructions(
    connection: Connection,
    programmes: Programmes,
    *,
    clock: Clock,
    new_id: Ids,
    limit: int = MEMBERS_A_BATCH,
) -> Walked:
    """Carry out one batch of what the days up to today ask for. Call while there is more. The caller commits."""
    read_page = partial(_read_page, connection, programmes, limit=limit)
    return walk_days(connection, programmes, read_page, told=Told.INSTRUCTIONS, clock=clock, new_id=new_id)


def _read_page(
    connection: Connection, programmes: Programmes, page: Page, at: datetime, *, limit: int
) -> tuple[Page, list[Submission]]:
    """The next instructions of a day, and the page after them; without a programme nothing is given."""
    tomorrow = Page(page.day + timedelta(days=1))
    if zone_at(programmes, at) is None:
        return tomorrow, []
    due = find_due(connection, page.day, at=at, after=page.after, limit=limit)
    asked = [_submission(one, at, month=f"{page.day:%Y-%m}") for one in due]
    return tomorrow if len(due) < limit else Page(page.day, page.step, due[-1].instruction_id), asked


def _submission(one: Instruction, at: datetime, *, month: str) -> Submission:
    of_any_kind: dict[str, Any] = {
        "source": source_for(one.member_id, OWN_SOURCE),
        "key": f"instruction:{one.instruction_id}:{month}",
        "member": ("id", str(one.member_id)),
        "cause": one.cause,
        "occurred_at": at,
    }
    if one.points is None:
        return donation_above(**of_any_kind, above=one.above or 0)
    return donation(**of_any_kind, points=one.points)

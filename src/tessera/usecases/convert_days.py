"""Carry out the conversions of the days that have come.

They are activities like any other, at the midnight of their date, under keys that name conversion, account and day: what is
told twice is answered from the books. Each is decided as of its date, so that a standstill changes nothing but the history.
"""

from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from psycopg import Connection

from tessera.engine.activity import Activity
from tessera.engine.convert import due_on
from tessera.kit.activities import CONVERSION
from tessera.kit.clock import Clock
from tessera.kit.ids import Ids
from tessera.kit.problems import NoProgramme
from tessera.kit.sandbox import source_for
from tessera.kit.sources import OWN_SOURCE
from tessera.ledger.conversions import find_convertible
from tessera.members.almanac import Page, Told, find_holders
from tessera.programme.conversion import Conversion
from tessera.usecases.answers import Submission
from tessera.usecases.programmes import Programmes
from tessera.usecases.walk_days import MEMBERS_A_BATCH, Walked, walk_days


def convert_days(
    connection: Connection,
    programmes: Programmes,
    *,
    clock: Clock,
    new_id: Ids,
    limit: int = MEMBERS_A_BATCH,
) -> Walked:
    """Carry out one batch of what the days up to today have brought. Call while there is more. The caller commits."""
    read_page = partial(_read_page, connection, programmes, limit=limit)
    return walk_days(connection, programmes, read_page, told=Told.CONVERSIONS, clock=clock, new_id=new_id)


def _read_page(
    connection: Connection, programmes: Programmes, page: Page, at: datetime, *, limit: int
) -> tuple[Page, list[Submission]]:
    """The next accounts that a conversion of the day concerns, and the page after them."""
    try:
        due = due_on(programmes.at(at).programme, page.day, at)
    except NoProgramme:
        due = ()
    if page.step >= len(due):
        return Page(page.day + timedelta(days=1)), []
    conversion = due[page.step]
    found, last = find_convertible(
        connection, conversion.takes, at=at, least=conversion.least, after=page.after, limit=limit
    )
    holders = find_holders(connection, found)
    told = [
        _submission(conversion, account_id, holders[account_id], page.day, at)
        for account_id in found
        if account_id in holders
    ]
    return Page(page.day, page.step + 1) if last is None else Page(page.day, page.step, last), told


def _submission(
    conversion: Conversion, account_id: UUID, member_id: UUID, day: date, at: datetime
) -> Submission:
    activity = Activity(
        type=CONVERSION,
        key=f"{CONVERSION}:{conversion.id}:{account_id}:{day}",
        occurred_at=at,
        facts={"conversion": conversion.id, "account": str(account_id)},
    )
    return Submission(source_for(member_id, OWN_SOURCE), "id", str(member_id), activity, dated=False)

"""Which claims earn at once, without anybody's word."""

from datetime import UTC, date, datetime
from uuid import UUID

from psycopg import Connection

from tessera.approvals.requests import count_at_once, lock_claimant
from tessera.engine.compile import Compiled
from tessera.engine.windows import FOREVER, midnight, window_start
from tessera.members.merges import list_ids
from tessera.programme.document import Span
from tessera.usecases.claiming.asked import Missing

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def goes_at_once(
    connection: Connection, compiled: Compiled, missing: Missing, *, member_id: UUID, now: datetime
) -> bool:
    """Is the receipt small enough, and has the member not had too many of them? Under the receipt's lock.

    Those of whoever was merged into the member count too. Others who claim for the member wait until the caller commits.
    """
    at_once = None if compiled.programme.claims is None else compiled.programme.claims.at_once
    bought = missing.purchase
    if at_once is None or bought.amount_minor > at_once.up_to_minor:
        return False
    if bought.money not in {None, compiled.programme.money}:
        return False
    lock_claimant(connection, member_id)
    since = _since(at_once.cap.per, now, compiled)
    return count_at_once(connection, list_ids(connection, member_id), since=since) < (at_once.cap.times or 0)


def _since(span: Span, now: datetime, compiled: Compiled) -> datetime:
    """When the window that holds `now` began."""
    first = window_start(span, now.astimezone(compiled.zone).date())
    return _LONG_AGO if first == FOREVER else midnight(date.fromordinal(first), compiled.zone)

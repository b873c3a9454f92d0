"""How much one may do alone, and from when on a second person is needed."""

from collections.abc import Mapping
from datetime import datetime, time

from psycopg import Connection

from tessera.approvals.requests import sum_given
from tessera.approvals.staff import Staff
from tessera.engine.compile import Compiled


def needs_another(  # noqa: PLR0913 - what is asked and by whom, each by name
    connection: Connection,
    staff: Staff,
    compiled: Compiled,
    *,
    moves: Mapping[str, int],
    gives: Mapping[str, int],
    now: datetime,
) -> bool:
    """Is it more than one may do alone: at once, or with what this hand has given since the local midnight?

    `moves`: how many points of each currency it is about, given or taken; `gives`: what counts for the day's sum.
    """
    limits = compiled.programme.adjustments
    if any(_is_over(limits.approve_above.get(currency), abs(points)) for currency, points in moves.items()):
        return True
    midnight = datetime.combine(now.astimezone(compiled.zone).date(), time.min, tzinfo=compiled.zone)
    for currency, points in gives.items():
        a_day = limits.approve_above_a_day.get(currency)
        if (
            a_day is not None
            and points + sum_given(connection, staff, currency=currency, since=midnight) > a_day
        ):
            return True
    return False


def _is_over(limit: int | None, points: int) -> bool:
    return limit is not None and points > limit

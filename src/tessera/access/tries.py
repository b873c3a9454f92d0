"""How often somebody may guess at what could be guessed in the end: counted in the database.

So it holds for all processes of an installation together, and a restart forgets nothing.
"""

import math
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import ClassVar, Final

from psycopg import Connection

from tessera.access import _sql
from tessera.kit.problems import Problem

WINDOW: Final = timedelta(minutes=15)
BY_KEY: Final = 10
BY_SOURCE: Final = 30
"""So many wrong guesses within the window, by one key and by all keys of a source; they come back evenly."""


class TooManyTries(Problem):
    """Too many codes that nobody has were tried; nothing was looked for. Wait `retry_after_seconds`."""

    code: ClassVar[str] = "too_many_tries"
    title: ClassVar[str] = "Too many wrong codes"


def take_try(connection: Connection, *, key_id: str, source: str, now: datetime) -> None:
    """Count a guess before anything is looked for, so that many at once are no more than one after another.

    The caller commits, and gives it back (`give_back_try`) when the guess was right. Raises TooManyTries.
    """
    for subject, quota in sorted(_quotas(key_id, source).items()):
        each = WINDOW / quota
        row = connection.execute(
            _sql.TAKE_TRY, {"subject": subject, "now": now, "each": each, "most": now + WINDOW}
        ).fetchone()
        if row is None:
            left = connection.execute(_sql.READ_TRIES, (subject,)).fetchone()
            full_at = now if left is None else left[0]
            seconds = max(1, math.ceil((full_at + each - now - WINDOW).total_seconds()))
            raise TooManyTries(
                "Too many codes that nobody has were tried. Scan the code, or type the long one.",
                retry_after_seconds=seconds,
            )


def give_back_try(connection: Connection, *, key_id: str, source: str) -> None:
    """The guess was right: it does not count."""
    for subject, quota in sorted(_quotas(key_id, source).items()):
        connection.execute(_sql.GIVE_BACK_TRY, (WINDOW / quota, subject))


def _quotas(key_id: str, source: str) -> Mapping[str, int]:
    return {f"key {key_id}": BY_KEY, f"source {source}": BY_SOURCE}

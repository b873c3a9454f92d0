"""Announce the example's prize draw, so that it is open when the year ends."""

import secrets
from collections.abc import Callable
from typing import Final

from tessera.kit.clock import Clock
from tessera.usecases.commit_draw import commit_draw
from tessera.usecases.database import Database
from tessera.usecases.drawing.states import DrawTooLate
from tessera.usecases.programmes import Programmes

DRAW: Final = "new-year"
_SECRET_BYTES: Final = 32


def announce_draw(dsn: str, *, clock: Clock, say: Callable[[str], None]) -> None:
    """Announce it, once. In its own year it has closed long ago: a seed that is chosen by now would prove nothing."""
    seed, salt = (secrets.token_bytes(_SECRET_BYTES) for _ in range(2))
    try:
        with Database(dsn, size=1) as database, database.work() as connection:
            draw = commit_draw(connection, Programmes(), DRAW, seed=seed, salt=salt, clock=clock)
    except DrawTooLate:
        return
    say(
        f"The draw {DRAW} is announced; it closes on {draw.terms.closes_at:%Y-%m-%d}, and then: tessera draw run {DRAW}."
    )

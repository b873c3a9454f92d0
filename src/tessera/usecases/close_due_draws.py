"""Close the prize draws whose closing has come, though nobody asked for it."""

from psycopg import Connection

from tessera.catalogue.draws import hold_draw, list_draws
from tessera.kit.clock import Clock
from tessera.usecases.close_draw import PATIENCE, close_draw
from tessera.usecases.drawing.states import DrawNotReady
from tessera.usecases.programmes import Programmes


def list_due_draws(connection: Connection, *, clock: Clock) -> list[str]:
    """The draws that can be closed by now and are not, the oldest closing first."""
    now = clock.now()
    due = [
        draw
        for draw in list_draws(connection)
        if draw.closed_at is None and draw.terms.closes_at + PATIENCE <= now
    ]
    return [draw.draw_id for draw in sorted(due, key=lambda draw: (draw.terms.closes_at, draw.draw_id))]


def close_due_draw(connection: Connection, programmes: Programmes, draw_id: str, *, clock: Clock) -> bool:
    """Close a draw; was it this call that did? Not where another has, nor where time has something to bring before.

    The caller commits.
    """
    if hold_draw(connection, draw_id).closed_at is not None:
        return False
    try:
        close_draw(connection, programmes, draw_id, clock=clock)
    except DrawNotReady:  # an account that a sweep could not settle yet: the next tick tries again
        return False
    return True

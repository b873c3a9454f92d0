"""Draw the winners of a prize draw, and reveal its seed with them."""

from typing import Final

from psycopg import Connection

from tessera.catalogue.draws import hold_draw, read_draw, read_entries, write_result
from tessera.engine.draw import DrawRecord, pick_winners
from tessera.kit.clock import Clock
from tessera.kit.problems import InvalidValue
from tessera.usecases.drawing.records import record_of
from tessera.usecases.drawing.states import DrawnOtherwise, DrawNotReady

LONGEST: Final = 200


def run_draw(connection: Connection, draw_id: str, *, public: str, clock: Clock) -> DrawRecord:
    """Draw with the public value, once; the same value is told the same record again. The caller commits.

    Raises UnknownDraw, DrawNotReady before the entries are fixed, DrawnOtherwise for another value than it was drawn with,
    and InvalidValue for what is no value: 1 to 200 printable characters on one line.
    """
    public = public.strip()
    if not 1 <= len(public) <= LONGEST or not public.isprintable():
        raise InvalidValue(
            f"Write the public value: 1 to {LONGEST} printable characters on one line.", field="public"
        )
    draw = hold_draw(connection, draw_id)
    if draw.closed_at is None:
        raise DrawNotReady("The entries are not fixed yet: close the draw first.")
    if draw.drawn_at is not None and draw.public != public:
        raise DrawnOtherwise(f"It was drawn with {draw.public!r}; what came out stays.", public=draw.public)
    if draw.drawn_at is None:
        now = max(clock.now(), draw.closed_at)  # another server's clock, that closed it, may run ahead
        record = record_of(connection, draw)
        won = pick_winners(record.closing, record.closing_sha256, seed=draw.seed, public=public)
        accounts = {entry.pseudonym: entry.account_id for entry in read_entries(connection, draw_id)}
        winners = [(accounts[one.winner], one.prize) for one in won]
        write_result(connection, draw_id, winners, public=public, now=now)
        draw = read_draw(connection, draw_id)
    return record_of(connection, draw)

"""The public record of a stored draw, from its rows."""

from collections.abc import Sequence
from datetime import datetime

from psycopg import Connection

from tessera.catalogue.draws import Entry, StoredDraw, read_entries, read_winners
from tessera.engine.draw import (
    FORMAT,
    Closing,
    DrawRecord,
    OfferedPrize,
    Result,
    Won,
    result_digest,
    seed_digest,
)
from tessera.usecases.drawing.states import written


def closing_of(draw: StoredDraw, entries: Sequence[Entry], *, closed_at: datetime) -> Closing:
    """What is fixed of a draw, with the entries, by pseudonym, of those who take part."""
    terms = draw.terms
    return Closing(
        draw=draw.draw_id,
        name=terms.name,
        prizes=tuple(OfferedPrize(prize.id, prize.name, prize.number) for prize in terms.prizes),
        again=terms.again,
        levels=terms.levels,
        traits=terms.traits,
        public_source=terms.public_source,
        seed_sha256=seed_digest(draw.seed),
        committed_at=written(draw.committed_at),
        closes_at=written(terms.closes_at),
        closed_at=written(closed_at),
        entries=tuple((entry.pseudonym, entry.entries) for entry in entries if entry.takes_part),
    )


def record_of(connection: Connection, draw: StoredDraw) -> DrawRecord:
    """The record of a draw that is closed, or drawn; with the hash as it was stored."""
    assert draw.closed_at is not None  # noqa: S101 - the caller looked
    assert draw.closing_sha256 is not None  # noqa: S101 - stored with it
    closing = closing_of(draw, read_entries(connection, draw.draw_id), closed_at=draw.closed_at)
    if draw.drawn_at is None or draw.public is None:
        return DrawRecord(FORMAT, closing, draw.closing_sha256)
    won = read_winners(connection, draw.draw_id)
    result = Result(
        public=draw.public,
        seed=draw.seed.hex(),
        drawn_at=written(draw.drawn_at),
        winners=tuple(Won(one.prize, one.pseudonym) for one in won),
    )
    return DrawRecord(
        FORMAT, closing, draw.closing_sha256, result, result_digest(draw.closing_sha256, result)
    )

"""Announce a prize draw: from then on its terms stand, and the hash of its seed is known."""

from psycopg import Connection

from tessera.catalogue.draws import PrizeTerms, StoredDraw, Terms, UnknownDraw, add_draw, hold_draw
from tessera.kit.clock import Clock
from tessera.programme.document import Programme
from tessera.programme.draw import Draw
from tessera.usecases.drawing.states import DrawTooLate, written
from tessera.usecases.programmes import Programmes


def commit_draw(  # noqa: PLR0913 - what is kept, each by name
    connection: Connection, programmes: Programmes, draw_id: str, *, seed: bytes, salt: bytes, clock: Clock
) -> StoredDraw:
    """Keep the terms of the programme in force, with a seed and a salt of 32 random bytes each.

    What was announced before stays as it was, and is told again. Raises NoProgramme, UnknownDraw for what the programme
    does not have, and DrawTooLate from the draw's closing on.
    """
    try:
        return hold_draw(connection, draw_id)
    except UnknownDraw:
        pass
    programmes.refresh(connection)
    now = clock.now()
    programme = programmes.at(now).programme
    draw = programme.draws.get(draw_id)
    if draw is None:
        there = ", ".join(programme.draws) or "none"
        raise UnknownDraw(
            f"The programme in force has no draw {draw_id!r}; it has: {there}.", field="draw_id"
        )
    if now >= draw.closes_at:
        raise DrawTooLate(
            f"The draw closed at {written(draw.closes_at)}: a seed that is chosen afterwards proves nothing."
        )
    add_draw(connection, draw_id, _terms(draw, programme), seed=seed, salt=salt, now=now)
    return hold_draw(connection, draw_id)  # ours, or that of whoever was quicker


def _terms(draw: Draw, programme: Programme) -> Terms:
    return Terms(
        name=dict(draw.name),
        currency=draw.entries,
        unit=10 ** programme.currencies[draw.entries].scale,
        closes_at=draw.closes_at,
        public_source=dict(draw.public),
        prizes=tuple(PrizeTerms(prize.id, dict(prize.name), prize.number) for prize in draw.prizes),
        again=draw.again,
        levels=draw.levels,
        traits={trait: tuple(sorted(values)) for trait, values in draw.traits.items()},
    )

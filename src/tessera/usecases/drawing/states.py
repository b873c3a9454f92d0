"""The states of a prize draw, and what keeps it from the next one."""

from datetime import UTC, datetime
from enum import StrEnum

from tessera.catalogue.draws import StoredDraw
from tessera.kit.problems import Problem


class DrawState(StrEnum):
    """Announced with its seed's hash; closed with its entries; drawn, with the seed revealed."""

    ANNOUNCED = "announced"
    CLOSED = "closed"
    DRAWN = "drawn"


class DrawNotReady(Problem):
    """A step comes too early, or after one that is missing; nothing was changed."""

    code = "draw_not_ready"
    title = "The draw is not that far"


class DrawTooLate(Problem):
    """A draw cannot be announced any more: a seed that is chosen after the closing proves nothing."""

    code = "draw_too_late"
    title = "Too late to announce the draw"


class DrawnOtherwise(Problem):
    """The draw was drawn with another value; what came out stays."""

    code = "drawn_otherwise"
    title = "Already drawn with another value"


def state_of(draw: StoredDraw) -> DrawState:
    """How far a draw is."""
    if draw.drawn_at is not None:
        return DrawState.DRAWN
    return DrawState.ANNOUNCED if draw.closed_at is None else DrawState.CLOSED


def written(at: datetime) -> str:
    """An instant as records have it: ISO 8601 in UTC."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")

"""Prize draws, for everybody to see and to check; and a member's own part in them."""

from datetime import datetime
from uuid import UUID

from litestar import get
from litestar.params import FromPath

from tessera.access.scopes import Scope
from tessera.api import draw_examples
from tessera.api.body import Body
from tessera.api.desk import Call, caller_of, desk_of
from tessera.api.operation import OPT, Operation
from tessera.api.reply import Reply, reply
from tessera.catalogue.draws import OwnEntry, PrizeTerms, UnknownDraw
from tessera.engine.draw import DrawRecord
from tessera.kit.problems import UnknownMember
from tessera.usecases.drawing.states import DrawState
from tessera.usecases.read_draws import (
    Announced,
    read_announced,
    read_announced_draw,
    read_own_draws,
)


class AnnouncedBody(Body, frozen=True):
    """A draw as it was announced: its terms stand, and so does the seed of which the hash is told.

    `levels`, `traits`: for whom it is, empty for everybody. `closing_sha256` is null until the entries are fixed: note it
    before the public value is known.
    """

    draw: str
    state: DrawState
    name: dict[str, str]
    currency: str
    closes_at: datetime
    prizes: tuple[PrizeTerms, ...]
    again: bool
    levels: tuple[str, ...]
    traits: dict[str, tuple[str, ...]]
    public_source: dict[str, str]
    seed_sha256: str
    committed_at: datetime
    closing_sha256: str | None


class DrawsBody(Body, frozen=True):
    """Every draw that was announced, the newest first."""

    draws: list[AnnouncedBody]


class DrawBody(Body, frozen=True):
    """One draw; `record` is what `tessera draw verify` checks as a file, null until the entries are fixed."""

    announced: AnnouncedBody
    record: DrawRecord | None


class OwnDrawBody(Body, frozen=True):
    """A member's part in a draw: under which pseudonym, with how many entries, and which prizes came of it.

    `takes_part`: false where the draw was for others.
    """

    draw: str
    pseudonym: str
    entries: int
    takes_part: bool
    prizes: list[str]


class OwnDrawsBody(Body, frozen=True):
    """The draws that are closed, the newest first."""

    draws: list[OwnDrawBody]


@get(
    "/v1/draws",
    opt={
        OPT: Operation(
            id="listDraws",
            summary="Prize draws",
            description="Every draw that was announced, with the hash of its seed; and how far it is.",
            tag="Draws",
            scope=Scope.PROGRAMME_READ,
            answer=DrawsBody,
            answers={200: "The draws."},
            example=draw_examples.DRAWS,
        )
    },
)
async def draws(request: Call) -> Reply:
    await caller_of(request, Scope.PROGRAMME_READ)
    found = await desk_of(request).services.run(read_announced)
    return reply(DrawsBody([_announced_body(one) for one in found]))


@get(
    "/v1/draws/{draw_id:str}",
    opt={
        OPT: Operation(
            id="readDraw",
            summary="A prize draw and its public record",
            description=(
                "The record has everything that it takes to check the draw, and nobody's name: entries and winners stand "
                "under pseudonyms of this draw alone."
            ),
            tag="Draws",
            scope=Scope.PROGRAMME_READ,
            answer=DrawBody,
            answers={200: "The draw."},
            example=draw_examples.DRAW,
            problems=(UnknownDraw,),
        )
    },
)
async def draw(request: Call, draw_id: FromPath[str]) -> Reply:
    await caller_of(request, Scope.PROGRAMME_READ)
    announced, record = await desk_of(request).services.run(read_announced_draw, draw_id)
    return reply(DrawBody(_announced_body(announced), record))


@get(
    "/v1/members/{member_id:uuid}/draws",
    opt={
        OPT: Operation(
            id="readOwnDraws",
            summary="A member's part in prize draws",
            description="Of every draw that is closed: the member's pseudonym in its record, the entries, and what was won.",
            tag="Draws",
            scope=Scope.MEMBERS_READ,
            answer=OwnDrawsBody,
            answers={200: "The member's draws."},
            example=draw_examples.OWN_DRAWS,
            problems=(UnknownMember,),
        )
    },
)
async def own_draws(request: Call, member_id: FromPath[UUID]) -> Reply:
    await caller_of(request, Scope.MEMBERS_READ)
    found = await desk_of(request).services.run(read_own_draws, member_id)
    return reply(OwnDrawsBody([_own_body(one) for one in found]))


def _announced_body(one: Announced) -> AnnouncedBody:
    return AnnouncedBody(
        draw=one.draw,
        state=one.state,
        name=one.name,
        currency=one.currency,
        closes_at=one.closes_at,
        prizes=one.prizes,
        again=one.again,
        levels=one.levels,
        traits=one.traits,
        public_source=one.public_source,
        seed_sha256=one.seed_sha256,
        committed_at=one.committed_at,
        closing_sha256=one.closing_sha256,
    )


def _own_body(one: OwnEntry) -> OwnDrawBody:
    return OwnDrawBody(one.draw_id, one.pseudonym, one.entries, one.takes_part, one.prizes)

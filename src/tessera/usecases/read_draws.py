"""Prize draws as they stand, for everybody; one's own part in them; and for the operator, who won."""

from datetime import datetime
from uuid import UUID

from psycopg import Connection

from tessera.catalogue.draws import (
    OwnEntry,
    PrizeTerms,
    StoredDraw,
    list_draws,
    read_draw,
    read_own_entries,
    read_winners,
)
from tessera.engine.draw import DrawRecord, seed_digest
from tessera.kit.problems import UnknownMember
from tessera.kit.record import Record
from tessera.members.households import find_sources, follow_ways
from tessera.members.resolve import resolve_members
from tessera.members.standings import read_stored_standings
from tessera.usecases.drawing.records import record_of
from tessera.usecases.drawing.states import DrawState, state_of


class Announced(Record, frozen=True):
    """What is public of a draw from its announcement on; `closing_sha256` is None until it is closed."""

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


class Winner(Record, frozen=True):
    """Who won: the member whom the account belongs to by now, None when nobody has it any more."""

    prize: str
    winner: str
    member_id: UUID | None


def read_announced(connection: Connection) -> list[Announced]:
    """Every draw, the newest first."""
    return [announced_of(draw) for draw in list_draws(connection)]


def read_announced_draw(connection: Connection, draw_id: str) -> tuple[Announced, DrawRecord | None]:
    """A draw, and its record once it is closed. Raises UnknownDraw."""
    draw = read_draw(connection, draw_id)
    return announced_of(draw), None if draw.closed_at is None else record_of(connection, draw)


def read_draw_winners(connection: Connection, draw_id: str) -> list[Winner]:
    """Who won, in the order of the drawing; nobody before. Raises UnknownDraw."""
    read_draw(connection, draw_id)
    return [
        Winner(one.prize, one.pseudonym, _member_of(connection, one.account_id))
        for one in read_winners(connection, draw_id)
    ]


def read_own_draws(connection: Connection, member_id: UUID) -> list[OwnEntry]:
    """A member's part in the draws that are closed, as whoever they were then. Raises UnknownMember."""
    found = resolve_members(connection, [("id", str(member_id))]).get(("id", str(member_id)))
    if found is None:
        raise UnknownMember("No member has this id.", field="member_id")
    return read_own_entries(connection, find_sources(connection, found.account_id))


def announced_of(draw: StoredDraw) -> Announced:
    """What is public of a stored draw."""
    terms = draw.terms
    return Announced(
        draw=draw.draw_id,
        state=state_of(draw),
        name=terms.name,
        currency=terms.currency,
        closes_at=terms.closes_at,
        prizes=terms.prizes,
        again=terms.again,
        levels=terms.levels,
        traits=terms.traits,
        public_source=terms.public_source,
        seed_sha256=seed_digest(draw.seed),
        committed_at=draw.committed_at,
        closing_sha256=draw.closing_sha256,
    )


def _member_of(connection: Connection, account_id: UUID) -> UUID | None:
    """The member who has what an account had; of several who share it now, whoever came to the shop first."""
    into = {way.account_id: way.into_account_id for way in follow_ways(connection, [account_id])}
    while account_id in into:
        account_id = into[account_id]
    members = [
        ("id", str(member_id)) for member_id in sorted(read_stored_standings(connection, [account_id]))
    ]
    found = resolve_members(connection, members).values()
    return min((one.member_id for one in found if one.account_id == account_id), default=None)

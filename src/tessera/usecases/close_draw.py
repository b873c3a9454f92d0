"""Close a prize draw: fix its entries, as the ledger has them right before the closing, and publish their hash."""

from collections.abc import Collection
from datetime import timedelta
from typing import Final
from uuid import UUID

from psycopg import Connection

from tessera.catalogue.draws import Entry, StoredDraw, Terms, hold_draw, read_draw, write_closing
from tessera.engine.draw import DrawRecord, closing_digest, pseudonym_of
from tessera.engine.standing import Standing
from tessera.kit.clock import Clock
from tessera.ledger.due import read_due
from tessera.ledger.tickets import read_available_before
from tessera.members.standings import read_all_standings
from tessera.usecases.drawing.records import closing_of, record_of
from tessera.usecases.drawing.states import DrawNotReady, written
from tessera.usecases.programmes import Programmes
from tessera.usecases.recording.codec import read_standing
from tessera.usecases.recording.traits import own_traits_of
from tessera.versions.publish import hold_batches

PATIENCE: Final = timedelta(minutes=1)
"""So long after the closing entries are fixed: by then no server's clock can still be before it."""


def close_draw(connection: Connection, programmes: Programmes, draw_id: str, *, clock: Clock) -> DrawRecord:
    """Fix the entries, once; whoever comes later is told the same record. The caller commits.

    However late it is done, it is as of the closing. Raises UnknownDraw, and DrawNotReady before the closing (and a minute)
    and while time has something left to bring to an account.
    """
    draw = hold_draw(connection, draw_id)
    if draw.closed_at is not None:
        return record_of(connection, draw)
    closes_at = draw.terms.closes_at
    if clock.now() < closes_at + PATIENCE:
        raise DrawNotReady(f"Entries are fixed from {written(closes_at + PATIENCE)} on.")
    # Batches that took their time before the closing are let end. Going back to the savepoint lets go of the lock at
    # once, so that tills do not wait for the entries to be counted; and it is asked for before the versions are, whose
    # lock is shared: two who both had that one would wait for each other.
    with connection.transaction(force_rollback=True):
        hold_batches(connection)
    if read_due(connection, closes_at, limit=1):
        raise DrawNotReady(
            "Accounts have points that mature or expire before the closing: run `tessera tick` first."
        )
    now = clock.now()
    entries = _entries(connection, programmes, draw, clock)
    digest = closing_digest(closing_of(draw, entries, closed_at=now))
    write_closing(connection, draw_id, entries, closing_sha256=digest, now=now)
    return record_of(connection, read_draw(connection, draw_id))


def _entries(connection: Connection, programmes: Programmes, draw: StoredDraw, clock: Clock) -> list[Entry]:
    """What every account has, by pseudonym; does it take part?"""
    terms = draw.terms
    had = read_available_before(connection, terms.currency, terms.closes_at, least=terms.unit)
    taking: Collection[UUID] = had
    if terms.levels or terms.traits:
        taking = _admitted(connection, programmes, terms, clock)
    entries = [
        Entry(account_id, pseudonym_of(account_id, salt=draw.salt), units // terms.unit, account_id in taking)
        for account_id, units in had.items()
    ]
    return sorted(entries, key=lambda entry: entry.pseudonym)


def _admitted(connection: Connection, programmes: Programmes, terms: Terms, clock: Clock) -> set[UUID]:
    """The accounts of all members, with tickets or without, who are as the draw asks now."""
    programmes.refresh(connection)
    now = clock.now()
    compiled = programmes.at(now)
    today = now.astimezone(compiled.zone).date().toordinal()
    levels = set(terms.levels)
    admitted = set()
    for member, state in read_all_standings(connection):
        if any(member.traits.get(trait) not in values for trait, values in terms.traits.items()):
            continue
        if levels:
            standing = Standing() if state is None else read_standing(state)
            traits = own_traits_of(member, compiled)
            stands = {one.level_on(standing.tiers.get(one.id), today, traits) for one in compiled.tiers}
            if not stands & levels:
                continue
        admitted.add(member.account_id)
    return admitted

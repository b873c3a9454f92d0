"""Draws against the ledger and against themselves."""

from collections.abc import Iterator

from psycopg import Connection

from tessera.catalogue.draws import StoredDraw, list_draws, read_draw, read_entries
from tessera.engine.draw import Check, DrawRecord, pseudonym_of, recheck
from tessera.ledger.tickets import read_available_before
from tessera.ledger.verify import Difference
from tessera.usecases.drawing.records import record_of


def compare_draws(connection: Connection) -> Iterator[Difference]:
    """Every closed draw: its entries are what the ledger had, and its record proves itself."""
    for draw in list_draws(connection):
        if draw.closed_at is not None:
            yield from compare_entries(connection, draw)
            yield from _recheck(connection, draw)


def compare_entries(connection: Connection, draw: StoredDraw) -> Iterator[Difference]:
    """The entries of a draw as they are stored, against the ledger as of the closing."""
    terms = draw.terms
    had = read_available_before(connection, terms.currency, terms.closes_at, least=terms.unit)
    ledger = {account_id: units // terms.unit for account_id, units in had.items()}
    entries = read_entries(connection, draw.draw_id)
    stored = {entry.account_id: entry.entries for entry in entries}
    for account_id in sorted(ledger.keys() | stored.keys()):
        ours, theirs = ledger.get(account_id, 0), stored.get(account_id, 0)
        if ours != theirs:
            detail = f"draw {draw.draw_id}: {theirs} entries, but the ledger had {ours}"
            yield Difference("draw", account_id, terms.currency, detail)
    for entry in entries:
        if entry.pseudonym != pseudonym_of(entry.account_id, salt=draw.salt):
            detail = f"draw {draw.draw_id}: {entry.pseudonym} is not this account's pseudonym"
            yield Difference("draw", entry.account_id, terms.currency, detail)


def compare_record(connection: Connection, record: DrawRecord) -> Iterator[Check]:
    """A record that somebody has, against the books. Raises UnknownDraw."""
    draw = read_draw(connection, record.closing.draw)
    stored = record_of(connection, draw) if draw.closed_at is not None else None
    same = stored is not None and stored.closing == record.closing and record.result in (None, stored.result)
    yield Check("books", same, f"It is {'' if same else 'not '}what is stored of {draw.draw_id}.")
    differing = list(compare_entries(connection, draw)) if stored is not None else []
    found = f"The entries are those of the ledger, right before {record.closing.closes_at}."
    if differing:
        found = f"Of {len(differing)} accounts the ledger says otherwise; the first: {differing[0].detail}."
    yield Check("ledger", not differing, found)


def _recheck(connection: Connection, draw: StoredDraw) -> Iterator[Difference]:
    for check in recheck(record_of(connection, draw)):
        if not check.ok:
            detail = f"draw {draw.draw_id}: {check.name}: {check.found}"
            yield Difference("draw", None, draw.terms.currency, detail)

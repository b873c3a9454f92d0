"""Where what accounts had has gone: by merges, and into and out of households."""

from collections.abc import Collection
from uuid import UUID

from psycopg import Connection

from tessera.ledger.answers import read_decided
from tessera.ledger.lock import read_accounts
from tessera.members.households import follow_ways
from tessera.usecases.recording.books import Books
from tessera.usecases.recording.codec import read_answer
from tessera.usecases.recording.joining.way import way_of


def learn_ways(connection: Connection, books: Books, accounts: Collection[UUID]) -> None:
    """Let the books know who has by now what these accounts had, and read those accounts that are not there."""
    if not accounts:
        return
    ways = follow_ways(connection, accounts)
    joints = read_decided(connection, [(way.into_account_id, way.activity_id) for way in ways])
    for way in ways:
        books.ways[way.account_id] = way_of(read_answer(joints[way.activity_id][1]))
    former = {way.account_id for way in ways} - books.wallets.keys()
    books.wallets |= read_accounts(connection, list(former))

"""Pools of codes that somebody else made: the shop's own, or a partner's. Each is given to one voucher, in order.

Sealed as ours are. A code is in one pool at most, whichever it was brought into first.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from psycopg import Connection

from tessera.catalogue import _sql_pools as _sql


class Pool(NamedTuple):
    """How many codes were brought in, and how many of them are taken."""

    pool: str
    imported: int
    taken: int

    @property
    def left(self) -> int:
        """How many are still free."""
        return self.imported - self.taken


class SealedCode(NamedTuple):
    """A code as it is kept."""

    code_hash: bytes
    code_sealed: bytes


def list_pools(connection: Connection) -> list[Pool]:
    """Every pool, by name."""
    return [Pool(*row) for row in connection.execute(_sql.LIST_POOLS)]


def add_codes(connection: Connection, pool: str, codes: Sequence[SealedCode]) -> int:
    """Bring codes into a pool, in their order; how many of them no pool had. Those that it had are sealed anew."""
    connection.execute(_sql.OPEN_POOL, (pool,))
    connection.execute(_sql.LOCK_POOLS, ([pool],))
    row = connection.execute(_sql.LAST_NUMBER, (pool,)).fetchone()
    last = row[0] if row else 0
    hashes, sealed = [code.code_hash for code in codes], [code.code_sealed for code in codes]
    connection.execute(_sql.SEAL_ANEW, (hashes, sealed, pool))
    added = connection.execute(_sql.ADD_CODES, (pool, last, hashes, sealed)).rowcount
    connection.execute(_sql.COUNT_ADDED, (added, pool))
    return added


def lock_free(connection: Connection, wanted: Mapping[str, int]) -> dict[str, list[bytes]]:
    """The codes that are free next, so many of each pool at most, kept from others until the transaction ends."""
    pools = [row[0] for row in connection.execute(_sql.LOCK_POOLS, (sorted(wanted),))]
    return {
        pool: [bytes(row[0]) for row in connection.execute(_sql.READ_FREE, (pool, wanted[pool]))]
        for pool in pools
    }


def give_codes(connection: Connection, taken: Mapping[UUID, tuple[str, bytes]]) -> None:
    """Codes, by (pool, hash), for the vouchers that they stand for from now on. The pools are held."""
    if not taken:
        return
    hashes, ids = [code_hash for _, code_hash in taken.values()], list(taken)
    counts = Counter(pool for pool, _ in taken.values())
    connection.execute(_sql.TAKE_CODES, (hashes, ids))
    connection.execute(_sql.COUNT_TAKEN, (list(counts), list(counts.values())))
    connection.execute(_sql.GIVE_CODES, (ids,))


def check_pools(connection: Connection) -> Iterator[tuple[str, str]]:
    """Pools that do not add up: (pool, what is wrong)."""
    yield from connection.execute(_sql.CHECK_POOLS)

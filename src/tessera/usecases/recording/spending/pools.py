"""Codes of pools that redemptions take, in memory: as many as are free, each for one voucher."""

from collections.abc import Mapping
from uuid import UUID

from psycopg import Connection

from tessera.catalogue.pools import give_codes, lock_free
from tessera.engine.activity import Activity
from tessera.engine.compile import Compiled
from tessera.kit.codes import RefusalCode
from tessera.kit.refused import Refused
from tessera.programme.reward import Code


def pools_of(compiled: Compiled, activity: Activity) -> list[str]:
    """Of which pool a redemption takes a code, if its reward gives one."""
    by_id = compiled.rewards.by_id
    given = [by_id[id_].reward.give for id_ in activity.rewards or () if id_ in by_id]
    return [give.pool for give in given if isinstance(give, Code)]


class Pools:
    """The codes that are free for a batch. Where decisions are made again (`endless`), no pool is ever empty."""

    def __init__(self, *, endless: bool = False) -> None:
        self._endless = endless
        self._free: dict[str, list[bytes]] = {}
        self._taken: dict[UUID, tuple[str, bytes]] = {}

    def lock(self, connection: Connection, wanted: Mapping[str, int]) -> None:
        """Keep so many codes of each pool from others until the transaction ends."""
        self._free = lock_free(connection, wanted)

    def refuse_empty(self, pool: str) -> None:
        """Raise Refused where no code is left."""
        if not self._endless and not self._free.get(pool):
            raise Refused(RefusalCode.POOL_EMPTY, f"The pool {pool!r} has no code left.", left=0)

    def take(self, pool: str, voucher_id: UUID) -> None:
        """The next code stands for a voucher; there is one."""
        if not self._endless:
            self._taken[voucher_id] = pool, self._free[pool].pop(0)

    def write(self, connection: Connection) -> None:
        """Write down which were taken; the vouchers are there."""
        give_codes(connection, self._taken)

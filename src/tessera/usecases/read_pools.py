"""Pools of codes with the rewards that give from them: which will soon have none, and from which nobody takes any."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Final

import msgspec
from psycopg import Connection

from tessera.catalogue.pools import Pool, list_pools
from tessera.engine.compile import Compiled
from tessera.kit.problems import NoProgramme
from tessera.kit.record import Record
from tessera.programme.reward import Code
from tessera.usecases.programmes import Programmes

_FEW: Final = 10  # fewer than one in so many


class ShownPool(Record, frozen=True):
    """A pool, and the ids of the rewards that give its codes: those that can be had now, or will be later."""

    pool: str
    imported: int
    left: int
    rewards: tuple[str, ...] = ()

    @property
    def few(self) -> bool:
        """Is less than a tenth left, or nothing for those who ask? It is time to bring in more."""
        return self.left * _FEW < self.imported or bool(self.rewards and not self.left)


def read_pools(connection: Connection, programmes: Programmes, *, at: datetime) -> tuple[ShownPool, ...]:
    """Every pool that there is or that a reward names, by name; the rewards are those of the version in force `at`."""
    programmes.refresh(connection)
    naming = defaultdict[str, list[str]](list)
    try:
        compiled = programmes.at(at)
    except NoProgramme:
        compiled = None
    if compiled is not None:
        for pool, reward_id in _named(programmes, compiled, at):
            naming[pool].append(reward_id)
    pools = {pool.pool: pool for pool in list_pools(connection)}
    return tuple(
        _shown(pools.get(name, Pool(name, 0, 0)), naming.get(name, ()))
        for name in sorted(pools.keys() | naming.keys())
    )


def _shown(pool: Pool, rewards: list[str] | tuple[()]) -> ShownPool:
    return ShownPool(pool.pool, pool.imported, pool.left, tuple(sorted(rewards)))


class _Gives(msgspec.Struct):
    """As much of a reward beside the document as tells what it gives."""

    give: object = None


_gives = msgspec.json.Decoder(_Gives)


def _named(programmes: Programmes, compiled: Compiled, at: datetime) -> Iterator[tuple[str, str]]:
    """(pool, reward) of those that give codes and are not over. Of the thousands beside the document only these are read."""
    beside = (
        item.reward_id
        for item in programmes.beside(compiled.number)
        if isinstance(give := _gives.decode(item.body).give, dict) and "code" in give
    )
    for id_ in (*compiled.programme.rewards, *beside):
        reward = compiled.rewards.by_id[id_].reward
        if isinstance(reward.give, Code) and (reward.until_at is None or at < reward.until_at):
            yield reward.give.pool, id_

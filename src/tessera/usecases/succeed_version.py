"""May a document become the next version? What members hold must have a place in it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar

from psycopg import Connection

from tessera.engine.compile import Compiled
from tessera.engine.standing import TierStanding
from tessera.engine.vocabulary import VOCABULARY
from tessera.kit.problems import Problem
from tessera.ledger.census import count_holders
from tessera.members.households import count_roles
from tessera.members.standings import read_all_standings
from tessera.programme.document import Programme
from tessera.programme.load import load
from tessera.programme.succession import Held, Holdings, Obstacle, left_behind, obstacles
from tessera.usecases.recording.codec import read_standing
from tessera.usecases.recording.traits import own_traits_of
from tessera.versions.read import Version


class MembersLeftBehind(Problem):
    """The version has no place for what members hold; `obstacles` say what, and what to write instead."""

    code: ClassVar[str] = "members_left_behind"
    title: ClassVar[str] = "Members would lose what they hold"

    def __init__(self, obstacles: Sequence[Obstacle], **facts: Any) -> None:
        lines = "\n".join(f"  {obstacle}" for obstacle in obstacles)
        super().__init__(
            f"The version has no place for what members hold; nothing was published.\n{lines}", **facts
        )
        self.obstacles = tuple(obstacles)


def find_obstacles(
    connection: Connection, versions: Sequence[Version], new: Programme, *, later: bool, now: datetime
) -> tuple[Obstacle, ...]:
    """What forbids `new` as the version after `versions` (in order). Members are only counted when something is gone.

    `later`: it takes effect later than now, so that members may come to hold what they do not hold yet.
    """
    before = [programme_of(version) for version in versions]
    left = left_behind(before, new)
    if not left:
        return ()
    held = Holdings()
    if left.currencies or left.recounted:
        holders = count_holders(connection)
        held = Holdings(
            points={
                currency: (one.accounts, one.points) for currency, one in holders.items() if one.accounts
            },
            used=frozenset(currency for currency, one in holders.items() if one.used),
        )
    if left.levels:
        levels = _count_levels(connection, Compiled(before[-1]), left.levels, now)
        held = Holdings(held.points, held.used, levels)
    if left.roles:
        held = replace(held, roles=count_roles(connection))
    return tuple(obstacles(left, held, later=later))


def programme_of(version: Version) -> Programme:
    """A published version's programme."""
    programme = load(version.document, vocabulary=VOCABULARY).programme
    if programme is None:
        raise AssertionError(f"published version {version.number} no longer loads")
    return programme


def _count_levels(
    connection: Connection, compiled: Compiled, levels: Iterable[Held], now: datetime
) -> Counter[Held]:
    """How many members hold each of these levels, by what counts today or by what was reached and still stands."""
    wanted, counted = set(levels), Counter[Held]()
    today = now.astimezone(compiled.zone).date().toordinal()
    for member, state in read_all_standings(connection):
        own = {} if state is None else read_standing(state).tiers
        traits = own_traits_of(member, compiled)
        for structure in compiled.tiers:
            standing = own.get(structure.id) or TierStanding()
            held = {structure.level_on(standing, today, traits)}
            held |= _still_standing(standing, today)
            counted.update({(structure.id, level) for level in held} & wanted)
    return counted


def _still_standing(standing: TierStanding, today: int) -> set[str]:
    """The levels that were reached and are kept, by the words of the versions that gave them."""
    reached = [(standing.level, standing.kept_until)]
    if standing.memory is not None:
        reached += [(one.level, one.until) for one in standing.memory.reached]
    return {level for level, until in reached if level is not None and (until is None or today < until)}

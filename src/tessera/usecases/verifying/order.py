"""In which order what happened to accounts that belong together is decided again: each one's own, joint things at once."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from tessera.ledger.verify import StoredActivity
from tessera.usecases.recording.codec import read_answer


def join_accounts(joints: Iterable[tuple[UUID, UUID]]) -> list[set[UUID]]:
    """The accounts that merges and households, directly or through others, have ever joined: group by group."""
    groups: dict[UUID, set[UUID]] = {}
    for one, other in joints:
        joined = groups.get(one, {one}) | groups.get(other, {other})
        groups.update(dict.fromkeys(joined, joined))
    return list({id(group): group for group in groups.values()}.values())


def in_order(activities: Mapping[UUID, Sequence[StoredActivity]]) -> Iterator[Sequence[StoredActivity]]:
    """The activities of one group of accounts; the two rows of a merge or an undoing come together.

    What has no other half where it should be is left out, and all of that account that comes after it.
    """
    times = Counter(row.activity_id for rows in activities.values() for row in rows)
    waiting = [deque(_in_turn(account_id, rows)) for account_id, rows in activities.items()]
    going_on = True
    while going_on:
        going_on = False
        for rows in waiting:
            while rows:
                together = [rows]
                if times[rows[0].activity_id] > 1:
                    together = [own for own in waiting if own and own[0].activity_id == rows[0].activity_id]
                    if len(together) < times[rows[0].activity_id]:
                        break
                yield [own.popleft() for own in together]
                going_on = True


def _in_turn(account_id: UUID, rows: Sequence[StoredActivity]) -> Sequence[StoredActivity]:
    """An account's activities in their order. Each member's own is known; that of several members is kept in the answers."""
    if len({row.member_id for row in rows}) < 2:
        return rows
    turns = {id(row): read_answer(row.outcome).turns.get(account_id, 0) for row in rows}
    return sorted(rows, key=lambda row: (turns[id(row)], row.standing_version, row.activity_id))

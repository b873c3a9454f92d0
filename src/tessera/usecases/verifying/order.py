"""In which order what happened to accounts that belong together is decided again: each one's own, joint things at once."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
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
    waiting = [_in_turn(account_id, rows) for account_id, rows in activities.items()]
    going_on = True
    while going_on:
        going_on = False
        for turns in waiting:
            while (ready := _ready(turns, waiting, times)) is not None:
                yield [own.popleft() for own in ready]
                going_on = True


Turn = list[deque[StoredActivity]]
"""What came beside each other: each member's own in its order, whoever comes first."""


def _ready(turns: deque[Turn], waiting: Sequence[deque[Turn]], times: Counter[UUID]) -> Turn | None:
    """What comes next in an account, with its other halves, which come next in theirs; None where there is nothing."""
    for own in _next(turns):
        activity_id = own[0].activity_id
        if times[activity_id] == 1:
            return [own]
        together = [one for other in waiting for one in _next(other) if one[0].activity_id == activity_id]
        if len(together) == times[activity_id]:
            return together
    return None


def _next(turns: deque[Turn]) -> Turn:
    while turns:
        if members := [own for own in turns[0] if own]:
            return members
        turns.popleft()
    return []


def _in_turn(account_id: UUID, rows: Sequence[StoredActivity]) -> deque[Turn]:
    """An account's activities in their order. Each member's own is known; that of several members is kept in the answers.

    Of what moved no points there, several members' may stand beside each other: who left, and who was merged then.
    """
    if len({row.member_id for row in rows}) < 2:
        return deque([[deque(rows)]])
    placed = [(read_answer(row.outcome).turns.get(account_id, 0), row) for row in rows]
    placed.sort(key=lambda one: (one[0], one[1].standing_version, one[1].activity_id))
    turns = deque[Turn]()
    for _, beside in groupby(placed, key=itemgetter(0)):
        members: dict[UUID, deque[StoredActivity]] = {}
        for _, row in beside:
            members.setdefault(row.member_id, deque()).append(row)
        turns.append(list(members.values()))
    return turns

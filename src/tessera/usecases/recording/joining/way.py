"""Where joining took an account's points, and what its undoing needs to know."""

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from tessera.engine.merge import Joining
from tessera.engine.standing import Standing
from tessera.usecases.answers import Answer


class Way(NamedTuple):
    """Where a merge or a household took an account's points: the account, and there the lot of each (currency, lot)."""

    account_id: UUID
    lots: Mapping[tuple[str, int], int]


def way_of(joint: Answer) -> Way:
    """Where a merge, or joining a household, took the points of an account."""
    made = joint.transfer
    assert made is not None  # noqa: S101 - a joint answer has one
    return Way(made.into_account_id, {(one.currency, one.lot): one.into for one in made.moved})


class Joint(NamedTuple):
    """A merge as it was decided, with what was remembered of either before: whatever its undoing needs."""

    answer: Answer
    joining: Joining
    own: Standing
    other: Standing

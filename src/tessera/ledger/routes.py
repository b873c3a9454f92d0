"""Routes: which accounts may be locked and written together.

On one PostgreSQL every account has the same route. On a cluster that splits the tables by account a route is a shard,
because one statement can lock the rows of one shard only. A batch is worked off route by route.
"""

from collections.abc import Callable
from uuid import UUID

Route = Callable[[UUID], int]
"""The route of an account: constant for its life, the same in every process."""


def one_route(account_id: UUID) -> int:  # noqa: ARG001 - every account's is the same
    """The route on one server."""
    return 0

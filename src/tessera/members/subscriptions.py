"""What members let points pay of subscriptions, order by order, until they say otherwise."""

from collections.abc import Collection, Mapping
from typing import Final
from uuid import UUID

from psycopg import Connection

Spend = Mapping[str, int]
"""How many points of each currency pay for an order at the most, in smallest units; 0: as many as can."""

_READ: Final = "select member_id, subscription, currency, points from subscription where member_id = any(%b)"
_DROP: Final = "delete from subscription where member_id = %s and subscription = %s"
_ADD: Final = """
insert into subscription (member_id, subscription, currency, points)
select %s, %s, currency, points from unnest(%b::text[], %b::bigint[]) as own (currency, points)
"""


def read_subscriptions(
    connection: Connection, member_ids: Collection[UUID]
) -> dict[tuple[UUID, str], dict[str, int]]:
    """What these members let points pay, by (member, subscription)."""
    found: dict[tuple[UUID, str], dict[str, int]] = {}
    for member_id, subscription, currency, points in connection.execute(_READ, (list(member_ids),)):
        found.setdefault((member_id, subscription), {})[currency] = points
    return found


def write_subscription(connection: Connection, member_id: UUID, subscription: str, spend: Spend) -> None:
    """From now on points pay so much of its orders; nothing where `spend` is empty."""
    connection.execute(_DROP, (member_id, subscription))
    if spend:
        connection.execute(_ADD, (member_id, subscription, list(spend), list(spend.values())))

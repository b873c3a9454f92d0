"""What members let points pay of subscriptions, order by order, until they say otherwise."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final
from uuid import UUID

from psycopg import Connection

Spend = Mapping[str, int]
"""How many points of each currency pay for an order at the most, in smallest units; 0: as many as can."""

# What members said themselves, or else what was said by the nearest of those who were merged into them.
_READ: Final = """
with recursive known (member_id, own_id, steps) as (
  select member_id, member_id, 0 from unnest(%b::uuid[]) as asked (member_id)
  union all
  select member.member_id, known.own_id, known.steps + 1
  from known join member on member.merged_into = known.member_id
)
select own_id, subscription, currency, points
from (select own_id, subscription, currency, points,
             dense_rank() over (partition by own_id, subscription order by steps, member_id) as place
      from known join subscription using (member_id)) as said
where place = 1
"""
_DROP: Final = "delete from subscription where member_id = any(%s) and subscription = %s"
_ADD: Final = """
insert into subscription (member_id, subscription, currency, points)
select %s, %s, currency, points from unnest(%b::text[], %b::bigint[]) as own (currency, points)
"""


def read_subscriptions(
    connection: Connection, member_ids: Collection[UUID]
) -> dict[tuple[UUID, str], dict[str, int]]:
    """What these members let points pay, by (member, subscription): as they said, or whoever was merged into them."""
    found: dict[tuple[UUID, str], dict[str, int]] = {}
    for member_id, subscription, currency, points in connection.execute(_READ, (list(member_ids),)):
        found.setdefault((member_id, subscription), {})[currency] = points
    return found


def write_subscription(
    connection: Connection, member_ids: Sequence[UUID], subscription: str, spend: Spend
) -> None:
    """From now on points pay so much of its orders; nothing where `spend` is empty.

    `member_ids`: the member's own id, and those of all who were merged into them, whose word it takes the place of.
    """
    member_id = member_ids[0]
    connection.execute(_DROP, (list(member_ids), subscription))
    if spend:
        connection.execute(_ADD, (member_id, subscription, list(spend), list(spend.values())))

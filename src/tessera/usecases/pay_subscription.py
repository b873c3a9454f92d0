"""Let points pay for the orders of a subscription by themselves, as far as they go, until the member says otherwise."""

from uuid import UUID

from psycopg import Connection

from tessera.kit.clock import Clock
from tessera.kit.problems import InvalidValue
from tessera.members.merges import list_ids
from tessera.members.subscriptions import Spend, read_subscriptions, write_subscription
from tessera.usecases.programmes import Programmes

MOST_SUBSCRIPTIONS = 20


def pay_subscription(  # noqa: PLR0913 - who lets what pay for which
    connection: Connection,
    programmes: Programmes,
    member_id: UUID,
    subscription: str,
    spend: Spend,
    *,
    clock: Clock,
) -> dict[str, dict[str, int]]:
    """What a member lets pay, by subscription, once this one is as it says: an empty `spend` stops it.

    Raises UnknownMember, InvalidValue for what would pay for nothing, NoProgramme.
    """
    ids = list_ids(connection, member_id)
    programmes.refresh(connection)
    terms = programmes.at(clock.now()).programme.spending
    for currency, points in spend.items():
        if currency not in terms:
            raise InvalidValue(f"Purchases are not paid with {currency!r}.", field="spend")
        least = terms[currency].least
        if points and points < least:  # 0 is as many as can
            detail = f"{points} of {currency!r} would never pay: {least} pay at least."
            raise InvalidValue(detail, field="spend", limit=least)
    write_subscription(connection, ids, subscription, spend)
    found = _of(connection, ids[0])
    if len(found) > MOST_SUBSCRIPTIONS:
        raise InvalidValue(f"A member has at most {MOST_SUBSCRIPTIONS} of them.", field="subscription")
    return found


def list_subscriptions(connection: Connection, member_id: UUID) -> dict[str, dict[str, int]]:
    """What a member lets pay, by subscription. Raises UnknownMember."""
    return _of(connection, list_ids(connection, member_id)[0])


def _of(connection: Connection, member_id: UUID) -> dict[str, dict[str, int]]:
    found = read_subscriptions(connection, [member_id])
    return {subscription: spend for (_, subscription), spend in sorted(found.items())}

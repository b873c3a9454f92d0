"""Give a purchase to the member whose it is: at once within the limits, else when somebody else approves it."""

from psycopg import Connection

from tessera.approvals.requests import Kind, State, add_request, find_request, lock_hand
from tessera.kit.clock import Clock
from tessera.kit.ids import Ids
from tessera.usecases.correcting.asked import (
    Correcting,
    find_owner,
    find_standing,
    points_of,
    request_of,
)
from tessera.usecases.deciding.again import refuse_other_request
from tessera.usecases.deciding.carry_out import Handled, carried_out, carry_out
from tessera.usecases.deciding.limits import needs_another
from tessera.usecases.programmes import Programmes


def correct_receipt(
    connection: Connection, programmes: Programmes, asked: Correcting, *, clock: Clock, new_id: Ids
) -> Handled:
    """Correct it at once, or keep the request for somebody else; of a key asked before, what became of it by now.

    What the purchase was given counts as what is given by hand. The caller commits. Raises InvalidValue, UnknownMember,
    UnknownPurchase, NoProgramme, KeyConflict; and MemberMoved: try again.
    """
    lock_hand(connection, asked.staff)
    member_id = find_owner(connection, asked)
    before = find_request(connection, source=asked.staff.source, key=asked.key)
    if before is not None:
        refuse_other_request(
            before,
            kind=Kind.CORRECTION,
            member_id=member_id,
            member_field="to",
            asks={"source": asked.source, "of": asked.of},
            reason=asked.reason,
        )
        return carried_out(connection, programmes, before, clock=clock, new_id=new_id)
    programmes.refresh(connection)
    now = clock.now()  # after the lock: sums go by the order of the requests
    compiled = programmes.at(now)
    points = points_of(find_standing(connection, asked.receipt).stored)
    request = request_of(asked, compiled, member_id=member_id, gives=points, now=now, new_id=new_id)
    add_request(connection, request)
    if needs_another(connection, asked.staff, compiled, moves=points, gives=points, now=now):
        return Handled(request)
    return carry_out(
        connection, programmes, request, outcome=State.DONE, staff=asked.staff, clock=clock, new_id=new_id
    )

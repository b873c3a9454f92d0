"""Claim a purchase that no shop reported, with its receipt: small ones earn at once, others when somebody has looked."""

from psycopg import Connection

from tessera.approvals.requests import State, add_request, find_request, lock_receipt
from tessera.kit.clock import Clock
from tessera.kit.ids import Ids
from tessera.usecases.claiming.asked import (
    Claiming,
    find_member,
    refuse_claim,
    refuse_other_claim,
    request_of,
)
from tessera.usecases.claiming.at_once import goes_at_once
from tessera.usecases.deciding.carry_out import Handled, carried_out, carry_out
from tessera.usecases.programmes import Programmes


def claim_purchase(
    connection: Connection, programmes: Programmes, asked: Claiming, *, clock: Clock, new_id: Ids
) -> Handled:
    """Record the purchase, or keep the claim for somebody else to decide; of a key asked before, what became of it by now.

    The caller commits. Raises UnknownMember, InvalidValue, NoProgramme, KeyConflict, and what `refuse_claim` raises:
    nothing is kept then.
    """
    lock_receipt(connection, source=asked.missing.source, receipt=asked.missing.receipt)
    member_id = find_member(connection, asked)
    before = find_request(connection, source=asked.staff.source, key=asked.key)
    if before is not None:
        refuse_other_claim(before, asked, member_id=member_id)
        return carried_out(connection, programmes, before, clock=clock, new_id=new_id)
    programmes.refresh(connection)
    now = clock.now()  # after the lock: of two who claim one receipt, one is first
    compiled = programmes.at(now)
    refuse_claim(connection, asked, compiled, now)
    programmes.at(asked.missing.purchase.occurred_at)  # what could never be approved is not claimed either
    request = request_of(asked, compiled, member_id=member_id, now=now, new_id=new_id)
    add_request(connection, request)
    if not goes_at_once(connection, compiled, asked.missing, member_id=member_id, now=now):
        return Handled(request)
    return carry_out(
        connection, programmes, request, outcome=State.DONE, staff=asked.staff, clock=clock, new_id=new_id
    )

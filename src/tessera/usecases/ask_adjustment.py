"""Give or take points by hand: at once within the programme's limits, else when somebody else approves it."""

from psycopg import Connection

from tessera.approvals.requests import State, add_request, find_request, lock_hand
from tessera.kit.clock import Clock
from tessera.kit.ids import Ids
from tessera.usecases.adjusting.asked import Asked, refuse_other_body, refuse_unknown, request_of
from tessera.usecases.adjusting.record import submission_of
from tessera.usecases.deciding.carry_out import Handled, carried_out, carry_out
from tessera.usecases.deciding.limits import needs_another
from tessera.usecases.programmes import Programmes


def ask_adjustment(
    connection: Connection, programmes: Programmes, asked: Asked, *, clock: Clock, new_id: Ids
) -> Handled:
    """Adjust at once, or keep the request for somebody else; of a key asked before, what became of it by now.

    The caller commits. Raises InvalidValue, UnknownMember, NoProgramme, KeyConflict.
    """
    lock_hand(connection, asked.staff)
    before = find_request(connection, source=asked.staff.source, key=asked.key)
    if before is not None:
        refuse_other_body(asked, before)
        return carried_out(connection, programmes, before, clock=clock, new_id=new_id)
    programmes.refresh(connection)
    now = clock.now()  # after the lock: sums go by the order of the requests
    compiled = programmes.at(now)
    request = request_of(asked, compiled, now=now, new_id=new_id)
    submission_of(request, occurred_at=now)  # what cannot be recorded is not asked for either
    refuse_unknown(connection, asked, compiled)
    add_request(connection, request)
    moves = {asked.currency: asked.points} if asked.of is None else {}
    if needs_another(connection, asked.staff, compiled, moves=moves, gives=request.gives, now=now):
        return Handled(request)
    return carry_out(
        connection, programmes, request, outcome=State.DONE, staff=asked.staff, clock=clock, new_id=new_id
    )

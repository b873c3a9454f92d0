"""`tessera adjust undo`"""

from uuid import UUID

import click
from psycopg import Connection

from tessera.approvals.requests import read_request
from tessera.approvals.staff import Staff
from tessera.bootstrap.commands.adjust.decide import ADJUSTMENTS
from tessera.bootstrap.commands.context import json_option
from tessera.bootstrap.commands.requests.staff import by_option
from tessera.kit.clock import SystemClock
from tessera.kit.ids import new_id
from tessera.usecases.decide_request import UnknownRequest
from tessera.usecases.deciding.carry_out import Handled
from tessera.usecases.programmes import Programmes
from tessera.usecases.undo_adjustment import Undoing, undo_adjustment


@click.command()
@click.argument("request_id", type=click.UUID)
@click.option(
    "--reason", required=True, help="One of the programme's reasons, if it has any. The member reads it."
)
@by_option
@json_option
def undo(request_id: UUID, *, reason: str, by: str, as_json: bool) -> None:
    """Undo an adjustment, by the id that it was told with.

    What was given is taken back, and owed where it is spent; what was taken goes back where it came from.
    """

    def work(connection: Connection) -> Handled:
        made = read_request(connection, request_id)
        if made is None:
            raise UnknownRequest("No request has this id.")
        # Once for each adjustment: a key of its own makes it safe to type again.
        undoing = Undoing(
            Staff(made.source, None, by), f"undo:{request_id}", made.member_id, made.key, reason
        )
        return undo_adjustment(connection, Programmes(), undoing, clock=SystemClock(), new_id=new_id)

    ADJUSTMENTS.carry_out(work, as_json=as_json)

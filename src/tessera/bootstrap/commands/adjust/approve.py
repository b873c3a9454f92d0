"""`tessera adjust approve`"""

from uuid import UUID

import click
from psycopg import Connection

from tessera.approvals.requests import Kind
from tessera.bootstrap.commands.adjust.work import by_option, carry_out, decider
from tessera.bootstrap.commands.context import json_option
from tessera.kit.clock import SystemClock
from tessera.kit.ids import new_id
from tessera.usecases.decide_request import approve_request
from tessera.usecases.deciding.carry_out import Handled
from tessera.usecases.programmes import Programmes


@click.command()
@click.argument("request_id", type=click.UUID)
@by_option
@json_option
def approve(request_id: UUID, *, by: str, as_json: bool) -> None:
    """Approve what somebody else asked for: it is done at once."""

    def work(connection: Connection) -> Handled:
        staff = decider(connection, request_id, by)
        return approve_request(
            connection,
            Programmes(),
            request_id,
            kind=Kind.ADJUSTMENT,
            staff=staff,
            clock=SystemClock(),
            new_id=new_id,
        )

    carry_out(work, as_json=as_json)

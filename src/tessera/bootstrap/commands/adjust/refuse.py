"""`tessera adjust refuse`"""

from uuid import UUID

import click
from psycopg import Connection

from tessera.approvals.requests import Kind
from tessera.bootstrap.commands.adjust.work import by_option, carry_out, decider
from tessera.bootstrap.commands.context import json_option
from tessera.kit.clock import SystemClock
from tessera.usecases.decide_request import refuse_request
from tessera.usecases.deciding.carry_out import Handled


@click.command()
@click.argument("request_id", type=click.UUID)
@click.option("--reason", required=True, help="Why; who asked reads it.")
@by_option
@json_option
def refuse(request_id: UUID, *, reason: str, by: str, as_json: bool) -> None:
    """Refuse what somebody else asked for."""

    def work(connection: Connection) -> Handled:
        staff = decider(connection, request_id, by)
        return refuse_request(
            connection, request_id, kind=Kind.ADJUSTMENT, staff=staff, reason=reason, clock=SystemClock()
        )

    carry_out(work, as_json=as_json)

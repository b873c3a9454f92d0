"""`tessera adjust request`"""

import click
from psycopg import Connection

from tessera.bootstrap.commands.adjust.decide import ADJUSTMENTS
from tessera.bootstrap.commands.context import json_option
from tessera.bootstrap.commands.member.identity import Identity, identity_argument
from tessera.bootstrap.commands.requests.staff import by_option, key_option, operator
from tessera.kit.clock import SystemClock
from tessera.kit.ids import new_id
from tessera.usecases.adjusting.asked import Asked
from tessera.usecases.ask_adjustment import ask_adjustment
from tessera.usecases.deciding.carry_out import Handled
from tessera.usecases.programmes import Programmes


@click.command()
@identity_argument
@click.option("--points", type=int, required=True, help="How many, in smallest units; below zero takes them.")
@click.option("--currency", required=True, help="Of which currency.")
@click.option(
    "--reason", required=True, help="One of the programme's reasons, if it has any. The member reads it."
)
@click.option("--note", help="For colleagues.")
@key_option
@by_option
@json_option
def request(  # noqa: PLR0913 - one for each option
    identity: Identity,
    *,
    points: int,
    currency: str,
    reason: str,
    note: str | None,
    key: str | None,
    by: str,
    as_json: bool,
) -> None:
    """Give or take points of a member.

    IDENTITY is written as for `tessera member show`. What is more than the programme lets one do alone waits until somebody
    else approves it.
    """

    def work(connection: Connection) -> Handled:
        member_id = identity.find(connection).member_id
        staff = operator(by, member_id)
        asked = Asked(staff, key or str(new_id()), member_id, currency, points, reason, note)
        return ask_adjustment(connection, Programmes(), asked, clock=SystemClock(), new_id=new_id)

    ADJUSTMENTS.carry_out(work, as_json=as_json)

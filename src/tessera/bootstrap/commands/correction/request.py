"""`tessera correction request`"""

import click
from psycopg import Connection

from tessera.bootstrap.commands.context import json_option
from tessera.bootstrap.commands.correction.decide import CORRECTIONS
from tessera.bootstrap.commands.member.identity import Identity, IdentityWord
from tessera.bootstrap.commands.requests.staff import by_option, key_option, operator
from tessera.kit.clock import SystemClock
from tessera.kit.ids import new_id
from tessera.usecases.correct_receipt import correct_receipt
from tessera.usecases.correcting.asked import Correcting
from tessera.usecases.deciding.carry_out import Handled
from tessera.usecases.programmes import Programmes


@click.command()
@click.argument("receipt")
@click.option("--source", required=True, help="The till that recorded it.")
@click.option("--to", type=IdentityWord(), required=True, help="Whose it is, as for `tessera member show`.")
@click.option("--reason", required=True, help="Why; both members may read it.")
@click.option("--note", help="For colleagues.")
@key_option
@by_option
@json_option
def request(  # noqa: PLR0913 - one for each option
    receipt: str,
    *,
    source: str,
    to: Identity,
    reason: str,
    note: str | None,
    key: str | None,
    by: str,
    as_json: bool,
) -> None:
    """Give a receipt to the member whose it is.

    RECEIPT is the key under which the till recorded the purchase. What it gave is taken back from the member it was
    recorded for. What is more than the programme lets one do alone waits until somebody else approves it.
    """

    def work(connection: Connection) -> Handled:
        member_id = to.find(connection).member_id
        asked = Correcting(
            staff=operator(by, member_id),
            key=key or str(new_id()),
            source=source,
            of=receipt,
            to=("id", str(member_id)),
            reason=reason,
            note=note,
        )
        return correct_receipt(connection, Programmes(), asked, clock=SystemClock(), new_id=new_id)

    CORRECTIONS.carry_out(work, as_json=as_json)

"""`tessera member transfer`"""

import click
from psycopg import Connection

from tessera.bootstrap.commands.context import in_one_go, json_option
from tessera.bootstrap.commands.member.give import points_option, show_given
from tessera.bootstrap.commands.member.identity import Identity, IdentityWord, identity_argument
from tessera.bootstrap.commands.requests.staff import SOURCE
from tessera.kit.clock import SystemClock
from tessera.kit.ids import new_id
from tessera.kit.sandbox import source_for
from tessera.usecases.answers import Answer
from tessera.usecases.programmes import Programmes
from tessera.usecases.transfer_points import Giving, transfer_points


@click.command("transfer")
@identity_argument
@click.option(
    "--to", "taker", type=IdentityWord(), required=True, help="Who gets them, written like IDENTITY."
)
@click.option("--currency", default="points", show_default=True, help="Of which currency.")
@points_option
@json_option
def transfer(identity: Identity, *, taker: Identity, currency: str, points: int, as_json: bool) -> None:
    """Let a member give points to another, within what the programme lets them.

    IDENTITY is who gives, written as for `tessera member show`. The points keep the day on which they expire.
    """

    def work(connection: Connection) -> Answer:
        giver_id, taker_id = (one.find(connection).member_id for one in (identity, taker))
        source, key = source_for(giver_id, SOURCE), str(new_id())
        giving = Giving(source, key, ("id", str(giver_id)), ("id", str(taker_id)), currency, points)
        return transfer_points(connection, Programmes(), giving, clock=SystemClock(), new_id=new_id).answer

    answer = in_one_go(work)
    said = f"{points:,} {currency} went from member {answer.member_id}"
    if answer.sent is not None:
        said += f" to member {answer.sent.taker_id}"
    show_given(answer, said, as_json=as_json)

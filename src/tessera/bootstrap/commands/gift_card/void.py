"""`tessera gift-card void`"""

from uuid import UUID

import click
from psycopg import Connection

from tessera.api.amounts import in_major
from tessera.approvals.staff import Staff
from tessera.bootstrap.commands.context import json_option, print_json, settings, tell
from tessera.bootstrap.commands.gift_card.tell import line_of
from tessera.bootstrap.commands.requests.staff import by_option, source_of
from tessera.bootstrap.database import prepared_database
from tessera.catalogue.card_register import Void
from tessera.kit.clock import SystemClock
from tessera.kit.ids import new_id
from tessera.usecases.database import Database
from tessera.usecases.read_gift_cards import ShownCard, show_card
from tessera.usecases.void_gift_card import Voiding, void_gift_card


@click.command()
@click.argument("card_id", type=click.UUID)
@click.option("--reason", required=True, help="Why, for whoever reads the books later.")
@click.option("--key", help="The voiding's own key, to send it again safely; made up if left out.")
@click.option("--sandbox", is_flag=True, help="A card of the sandbox.")
@by_option
@json_option
def void(  # noqa: PLR0913 - one for each option
    card_id: UUID, *, reason: str, key: str | None, sandbox: bool, by: str, as_json: bool
) -> None:
    """Take a gift card out of use; what is on it is gone.

    CARD_ID is the id that `tessera gift-card list` shows. What a basket has set aside still pays for that basket.
    """
    clock = SystemClock()
    staff = Staff(source_of(sandbox=sandbox), None, by)
    voiding = Voiding(staff, key or str(new_id()), card_id, reason)

    def work(connection: Connection) -> tuple[Void, ShownCard]:
        done, _ = void_gift_card(connection, voiding, clock=clock, new_id=new_id)
        return done, show_card(connection, card_id, now=clock.now())

    with prepared_database(settings(), say=tell) as dsn, Database(dsn, size=1) as database:
        done, card = database.insist(work)
    if as_json:
        print_json({"card": card, "void": done._asdict()})
        return
    click.echo(line_of(card))
    click.echo(f"  {in_major(done.amount_minor, card.money)} {card.money} on it are gone.")

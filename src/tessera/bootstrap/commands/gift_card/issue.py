"""`tessera gift-card issue`"""

from decimal import Decimal, InvalidOperation

import click
from psycopg import Connection

from tessera.api.amounts import to_whole
from tessera.bootstrap.commands.context import json_option, print_json, settings, tell
from tessera.bootstrap.commands.gift_card.tell import line_of
from tessera.bootstrap.commands.requests.staff import source_of
from tessera.bootstrap.database import prepared_database
from tessera.bootstrap.secret import checked_seal
from tessera.kit.clock import SystemClock
from tessera.kit.ids import new_id
from tessera.usecases.database import Database
from tessera.usecases.issue_gift_card import CardWanted, issue_gift_card
from tessera.usecases.programmes import Programmes
from tessera.usecases.read_gift_cards import ShownCard, show_card, show_card_codes


@click.command()
@click.argument("amount")
@click.option(
    "--key", help="The card's own key, to issue it once however often this is run; made up if left out."
)
@click.option("--sandbox", is_flag=True, help="For trying out: it pays for the sandbox's baskets alone.")
@json_option
def issue(amount: str, *, key: str | None, sandbox: bool, as_json: bool) -> None:
    """Issue a gift card with AMOUNT on it, such as 25.00, in the programme's money.

    The code is for whoever is to have the card: it is the money.
    """
    clock, programmes, own = SystemClock(), Programmes(), settings()
    with prepared_database(own, say=tell) as dsn, Database(dsn, size=1) as database:

        def work(connection: Connection) -> tuple[ShownCard, str | None]:
            seal = checked_seal(own, connection)
            programmes.refresh(connection)
            digits = programmes.at(clock.now()).programme.money_digits
            amount_minor = to_whole(_read(amount), digits, "amount")
            wanted = CardWanted(source_of(sandbox=sandbox), key or str(new_id()), amount_minor)
            card_id, _ = issue_gift_card(connection, programmes, wanted, clock=clock, new_id=new_id)
            codes = show_card_codes(connection, [card_id], seal=seal)
            return show_card(connection, card_id, now=clock.now()), codes[card_id]

        card, code = database.insist(work)
    if as_json:
        print_json({"card": card, "code": code})
        return
    tell(line_of(card))
    click.echo(code)


def _read(amount: str) -> Decimal:
    try:
        return Decimal(amount)
    except InvalidOperation:
        raise click.BadParameter("Write an amount such as 25.00.", param_hint="AMOUNT") from None

"""`tessera gift-card show`"""

import click

from tessera.api.amounts import in_major
from tessera.bootstrap.commands.context import connected, json_option, print_json
from tessera.bootstrap.commands.gift_card.tell import line_of
from tessera.bootstrap.commands.requests.staff import source_of
from tessera.kit.clock import SystemClock
from tessera.usecases.read_gift_cards import read_gift_card


@click.command()
@click.argument("code")
@click.option("--sandbox", is_flag=True, help="A card of the sandbox.")
@json_option
def show(code: str, *, sandbox: bool, as_json: bool) -> None:
    """Show the gift card with CODE, and what became of the money, the newest first."""
    with connected() as connection:
        card, entries = read_gift_card(
            connection, code, source=source_of(sandbox=sandbox), clock=SystemClock()
        )
    if as_json:
        print_json({"card": card, "entries": [entry._asdict() for entry in entries]})
        return
    click.echo(line_of(card))
    for entry in entries:
        amount = in_major(entry.amount_minor, card.money)
        left = in_major(entry.balance_after, card.money)
        click.echo(f"  {entry.at:%Y-%m-%d %H:%M}  {entry.kind.value:<8}  {amount:>12}  {left:>12} left")

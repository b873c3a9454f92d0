"""`tessera draw list`"""

import click

from tessera.bootstrap.commands.context import connected, json_option, print_json
from tessera.usecases.read_draws import read_announced


@click.command("list")
@json_option
def list_(*, as_json: bool) -> None:
    """Show every draw that was announced, newest first."""
    with connected() as connection:
        draws = read_announced(connection)
    if as_json:
        print_json({"draws": draws})
        return
    for one in draws:
        click.echo(f"{one.draw:<20}  {one.state:<9}  closes {one.closes_at:%Y-%m-%d %H:%M} UTC")
    if not draws:
        click.echo(
            "No draw was announced yet; announce one of the programme with: tessera draw commit DRAW_ID"
        )

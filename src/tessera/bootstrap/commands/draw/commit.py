"""`tessera draw commit`"""

import secrets

import click

from tessera.bootstrap.commands.context import connected, json_option, print_json, tell
from tessera.bootstrap.commands.draw.tell import as_lines
from tessera.kit.clock import SystemClock
from tessera.usecases.commit_draw import commit_draw
from tessera.usecases.programmes import Programmes
from tessera.usecases.read_draws import announced_of

_SECRET_BYTES = 32


@click.command()
@click.argument("draw_id")
@json_option
def commit(draw_id: str, *, as_json: bool) -> None:
    """Announce a draw of the programme in force.

    A secret seed is made, and its hash shown: publish it with the draw's terms, which stand from now on. It can be done
    until the draw closes; doing it again changes nothing.
    """
    seed, salt = secrets.token_bytes(_SECRET_BYTES), secrets.token_bytes(_SECRET_BYTES)
    with connected() as connection:
        announced = announced_of(
            commit_draw(connection, Programmes(), draw_id, seed=seed, salt=salt, clock=SystemClock())
        )
    if as_json:
        print_json(announced)
        return
    for line in as_lines(announced, None):
        click.echo(line)
    tell(f"Publish the hash of the seed. Once it has closed: tessera draw close {draw_id}")

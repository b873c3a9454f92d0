"""`tessera draw run`"""

from pathlib import Path

import click

from tessera.bootstrap.commands.context import json_option, print_json, settings, tell
from tessera.bootstrap.commands.draw.show import winners_as_lines
from tessera.bootstrap.commands.draw.tell import as_lines, keep, out_option
from tessera.bootstrap.database import prepared_database
from tessera.kit.clock import SystemClock
from tessera.usecases.database import Database
from tessera.usecases.read_draws import read_announced_draw, read_draw_winners
from tessera.usecases.run_draw import run_draw


@click.command()
@click.argument("draw_id")
@click.option("--public", required=True, help="The value that was announced, as it became known.")
@out_option
@json_option
def run(draw_id: str, *, public: str, out: Path | None, as_json: bool) -> None:
    """Draw the winners of a closed draw, and reveal its seed.

    It is done once: with another value than the first one it is refused, and what came out stays.
    """
    with prepared_database(settings(), say=tell) as dsn, Database(dsn, size=1) as database:
        record = database.insist(lambda own: run_draw(own, draw_id, public=public, clock=SystemClock()))
        with database.work() as connection:
            announced, _ = read_announced_draw(connection, draw_id)
            winners = read_draw_winners(connection, draw_id)
    if as_json:
        print_json({"announced": announced, "record": record, "winners": winners})
    else:
        for line in (*as_lines(announced, record), *winners_as_lines(winners)):
            click.echo(line)
    keep(record, out)

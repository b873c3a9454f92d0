"""`tessera draw close`"""

from pathlib import Path

import click

from tessera.bootstrap.commands.context import json_option, print_json, settings, tell
from tessera.bootstrap.commands.draw.tell import as_lines, keep, out_option
from tessera.bootstrap.database import prepared_database
from tessera.bootstrap.ticks import tick
from tessera.kit.clock import SystemClock
from tessera.kit.ids import new_id
from tessera.usecases.close_draw import close_draw
from tessera.usecases.database import Database
from tessera.usecases.programmes import Programmes
from tessera.usecases.read_draws import read_announced_draw


@click.command()
@click.argument("draw_id")
@out_option
@json_option
def close(draw_id: str, *, out: Path | None, as_json: bool) -> None:
    """Fix the entries of a draw that has closed.

    What time has brought is done first, as by `tessera tick`. However late, the entries are those of the closing. Publish
    the record before the public value is known. Doing it again changes nothing.
    """
    clock, programmes = SystemClock(), Programmes()
    with prepared_database(settings(), say=tell) as dsn, Database(dsn) as database:
        tick(database, programmes, clock=clock, new_id=new_id)
        record = database.insist(lambda own: close_draw(own, programmes, draw_id, clock=clock))
        with database.work() as connection:
            announced, _ = read_announced_draw(connection, draw_id)
    if as_json:
        print_json({"announced": announced, "record": record})
    else:
        for line in as_lines(announced, record):
            click.echo(line)
    keep(record, out)

"""`tessera tick`"""

import sys

import click

from tessera.bootstrap.commands.context import json_option, print_json, settings, tell
from tessera.bootstrap.commands.group import EXIT_NO
from tessera.bootstrap.database import prepared_database
from tessera.bootstrap.ticks import tick as tick_once
from tessera.kit.clock import SystemClock
from tessera.kit.ids import new_id
from tessera.usecases.database import Database
from tessera.usecases.programmes import Programmes


@click.command()
@json_option
def tick(*, as_json: bool) -> None:
    """Do now what time has brought about.

    Points mature, expire and are converted, levels end, birthdays and anniversaries give what the programme promises,
    prize draws close, up to this instant and in order, however long nothing ran. A server does the same by itself every
    half minute; both may run at once, and running it again does nothing twice. Exit code 1 when something could not be
    recorded for a member.
    """
    with prepared_database(settings(), say=tell) as dsn, Database(dsn) as database:
        ticked = tick_once(database, Programmes(), clock=SystemClock(), new_id=new_id)
    if as_json:
        print_json(ticked)
    else:
        click.echo(
            f"{ticked.settled:,} accounts settled, {ticked.reviewed:,} changes of levels told,"
            f" {ticked.celebrated:,} birthdays and anniversaries recorded, {ticked.instructed:,} instructions"
            f" carried out, {ticked.converted:,} conversions made,"
            f" {ticked.closed:,} draws closed."
        )
        for failure in ticked.failed:
            click.echo(f"Not recorded: {failure}", err=True)
    sys.exit(EXIT_NO if ticked.failed else 0)

"""`tessera programme rollback`"""

import click

from tessera.bootstrap.commands.context import connected, json_option
from tessera.bootstrap.commands.programme.version import tell_version
from tessera.kit.clock import SystemClock
from tessera.usecases.rollback_programme import rollback_programme


@click.command()
@click.argument("number", type=int)
@click.option("--note", default="", help="Why, for whoever reads the history.")
@json_option
def rollback(number: int, *, note: str, as_json: bool) -> None:
    """Go back to version NUMBER.

    It is published again, from now on, as a new version: history is never rewritten. A version that was to begin later
    never does.
    """
    with connected() as connection:
        version = rollback_programme(connection, number, clock=SystemClock(), note=note)
    tell_version(version, as_json=as_json)

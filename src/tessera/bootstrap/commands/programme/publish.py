"""`tessera programme publish`"""

from datetime import datetime

import click

from tessera.bootstrap.commands.codes.short import tell_short
from tessera.bootstrap.commands.context import connected, json_option
from tessera.bootstrap.commands.instant import Instant
from tessera.bootstrap.commands.programme.document import (
    Document,
    document_argument,
    programme_or_exit,
    tell_findings,
)
from tessera.bootstrap.commands.programme.version import tell_version
from tessera.kit.clock import SystemClock
from tessera.usecases.publish_programme import publish_programme


@click.command()
@document_argument
@click.option("--from", "effective_at", type=Instant(), help="When it begins to decide; now, if left out.")
@click.option("--note", default="", help="Why, for whoever reads the history.")
@click.option(
    "--after", type=int, help="Only if this is still the newest version: the one you compared with."
)
@json_option
def publish(
    document: Document, *, effective_at: datetime | None, note: str, after: int | None, as_json: bool
) -> None:
    """Make FILE the programme that decides.

    It decides from now on, or from a later instant; running servers take it up by themselves.
    """
    loaded = document.load()
    tell_findings("warning", loaded.warnings)
    programme_or_exit(loaded)
    text = document.text.decode()
    with connected() as connection:
        version = publish_programme(
            connection, text, effective_at=effective_at, clock=SystemClock(), note=note, after=after
        )
        tell_short(connection, at=version.effective_at)
    tell_version(version, as_json=as_json)

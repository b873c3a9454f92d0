"""`tessera catalogue publish`"""

import click

from tessera.bootstrap.commands.catalogue.file import (
    catalogue_argument,
    part_option,
    read_or_exit,
    tell_doubts,
    tell_faults,
)
from tessera.bootstrap.commands.codes.short import tell_short
from tessera.bootstrap.commands.context import connected, json_option, print_json, tell
from tessera.bootstrap.commands.programme.document import Document
from tessera.kit.clock import SystemClock
from tessera.usecases.publish_catalogue import CatalogueHasErrors, publish_catalogue


@click.command()
@catalogue_argument
@part_option
@click.option("--note", default="", help="Why, for whoever reads the history.")
@click.option(
    "--after", type=int, help="Only if this is still the newest edition: the one you compared with."
)
@json_option
def publish(document: Document, *, part: bool, note: str, after: int | None, as_json: bool) -> None:
    """Make the rewards of FILE those that stand beside the document.

    FILE has `rewards:` as the document would have it, in YAML or (quicker for thousands) JSON. Publishing is a version
    with the same document; what changes nothing publishes nothing.
    """
    read, clock = read_or_exit(document), SystemClock()
    try:
        with connected() as connection:
            stocked = publish_catalogue(
                connection,
                read.changes,
                whole=not part,
                clock=clock,
                note=note,
                after=after,
                file=read.file,
            )
            tell_short(connection, at=clock.now())
    except CatalogueHasErrors as refusal:
        tell_faults(refusal, read)
    tell_doubts(stocked, read)
    for reward_id in stocked.absent:
        tell(f"warning: {reward_id} is to go, but there is no such reward.")
    if as_json:
        print_json(stocked)
        return
    if not (stocked.added or stocked.changed or stocked.removed):
        click.echo(f"Nothing changes: edition {stocked.edition} has all of it.")
        return
    click.echo(
        f"Edition {stocked.edition} is published with version {stocked.version}: {stocked.rewards:,} rewards, "
        f"{stocked.added:,} new, {stocked.changed:,} changed, {stocked.removed:,} gone."
    )

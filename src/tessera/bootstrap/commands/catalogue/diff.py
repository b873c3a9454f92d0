"""`tessera catalogue diff`"""

import click

from tessera.bootstrap.commands.catalogue.file import (
    catalogue_argument,
    part_option,
    read_or_exit,
    tell_faults,
)
from tessera.bootstrap.commands.context import connected, json_option, print_json
from tessera.bootstrap.commands.programme.document import Document
from tessera.bootstrap.commands.programme.preview import newest_programme
from tessera.programme.sentences.change import tell_change
from tessera.programme.speak import speaker
from tessera.usecases.publish_catalogue import CatalogueHasErrors, compare_catalogue


@click.command("diff")
@catalogue_argument
@part_option
@click.option("--lang", default="en", show_default=True, help="The language of the sentences.")
@json_option
def diff_(document: Document, *, part: bool, lang: str, as_json: bool) -> None:
    """Tell what publishing FILE would change, in plain sentences. Nothing is written."""
    read = read_or_exit(document)
    try:
        with connected() as connection:
            changes = compare_catalogue(connection, read.changes, whole=not part, lang=lang, file=read.file)
    except CatalogueHasErrors as refusal:
        tell_faults(refusal, read)
    if as_json:
        print_json({"changes": changes})
        return
    told = speaker(newest_programme(), lang=lang)
    for line in [tell_change(change, told) for change in changes] or [told.say("changes-none")]:
        click.echo(line)

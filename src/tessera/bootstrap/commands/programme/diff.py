"""`tessera programme diff`"""

import click

from tessera.bootstrap.commands.context import json_option, print_json
from tessera.bootstrap.commands.programme.document import Document, DocumentFile, programme_or_exit
from tessera.programme.diff import diff


@click.command("diff")
@click.argument("old", type=DocumentFile())
@click.argument("new", type=DocumentFile())
@click.option("--lang", default="en", show_default=True, help="The language of the sentences.")
@json_option
def diff_(old: Document, new: Document, *, lang: str, as_json: bool) -> None:
    """Tell what changes from OLD to NEW, in plain sentences."""
    changes = diff(programme_or_exit(old.load()), programme_or_exit(new.load()), lang=lang)
    if as_json:
        print_json({"changes": changes})
        return
    for change in changes:
        click.echo(str(change))
    if not changes:
        click.echo("They say the same.")

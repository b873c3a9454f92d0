"""`tessera programme check`"""

import sys

import click

from tessera.bootstrap.commands.context import json_option, print_json
from tessera.bootstrap.commands.group import EXIT_NO
from tessera.bootstrap.commands.programme.document import (
    Document,
    document_argument,
    programme_or_exit,
    tell_findings,
)


@click.command()
@document_argument
@json_option
def check(document: Document, *, as_json: bool) -> None:
    """Say whether FILE can be published.

    Every error comes with its place and what to write instead. Warnings are what can be published but is hardly
    meant. Exit code 1 when there are errors.
    """
    loaded = document.load()
    if as_json:
        print_json({"ok": not loaded.errors, "errors": loaded.errors, "warnings": loaded.warnings})
        sys.exit(EXIT_NO if loaded.errors else 0)
    tell_findings("warning", loaded.warnings)
    programme = programme_or_exit(loaded)
    rules = "1 rule" if len(programme.rules) == 1 else f"{len(programme.rules)} rules"
    click.echo(f"{document.file}: {programme.id} can be published ({rules}).")

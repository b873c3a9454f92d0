"""`tessera programme draft`"""

import click

from tessera.bootstrap.commands.context import connected
from tessera.bootstrap.commands.programme.document import Document, DocumentFile
from tessera.kit.clock import SystemClock
from tessera.usecases.draft_programme import read_draft, save_draft


@click.command()
@click.argument("document", metavar="[FILE]", type=DocumentFile(), required=False)
@click.option("--note", default="", help="What is still to do.")
def draft(document: Document | None, *, note: str) -> None:
    """Keep a draft, or print it.

    FILE is kept as it is, errors and all; without FILE, the draft that is kept is printed.
    """
    if document is None:
        with connected() as connection:
            kept = read_draft(connection)
        click.echo(kept.document, nl=False)
        return
    text = _text(document)
    with connected() as connection:
        save_draft(connection, text, now=SystemClock().now(), note=note)
    click.echo("The draft is kept; publish it with: tessera programme draft | tessera programme publish -")


def _text(document: Document) -> str:
    try:
        return document.text.decode()
    except UnicodeDecodeError:
        raise click.BadParameter(f"{document.file} is not UTF-8 text.") from None

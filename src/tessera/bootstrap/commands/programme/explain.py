"""`tessera programme explain`"""

import click

from tessera.bootstrap.commands.programme.document import Document, document_argument, programme_or_exit
from tessera.engine.worked import worked
from tessera.programme.explain import Form, explain
from tessera.programme.languages import LOCALES


@click.command("explain")
@document_argument
@click.option("--lang", default="en", show_default=True, help=f"The language: {', '.join(LOCALES)}.")
@click.option(
    "--form",
    type=click.Choice(["long", "short"]),
    default="long",
    show_default=True,
    help="Everything, or what a newcomer wants to know.",
)
def explain_(document: Document, *, lang: str, form: Form) -> None:
    """Tell a programme in plain sentences.

    As its members would read it, in Markdown.
    """
    programme = programme_or_exit(document.load())
    click.echo(explain(programme, lang=lang, form=form, examples=worked(programme)), nl=False)

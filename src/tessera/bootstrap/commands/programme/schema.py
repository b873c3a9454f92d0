"""`tessera programme schema`"""

import click

from tessera.bootstrap.commands.context import print_json
from tessera.engine.vocabulary import VOCABULARY
from tessera.programme.schema import schema


@click.command("schema")
def schema_() -> None:
    """Print the document's JSON Schema, for editors."""
    print_json(schema(VOCABULARY))

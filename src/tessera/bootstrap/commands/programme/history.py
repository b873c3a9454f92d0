"""`tessera programme history`"""

import click

from tessera.bootstrap.commands.context import connected, json_option, print_json
from tessera.bootstrap.commands.programme.version import version_facts
from tessera.usecases.read_programme import read_history


@click.command()
@json_option
def history(*, as_json: bool) -> None:
    """Show every published version, oldest first."""
    with connected() as connection:
        versions = read_history(connection)
    if as_json:
        print_json({"versions": [version_facts(version) for version in versions]})
        return
    for version in versions:
        click.echo(
            f"{version.number:>4}  from {version.effective_at:%Y-%m-%d %H:%M} UTC  {version.note}".rstrip()
        )
    if not versions:
        click.echo("Nothing is published yet; publish with: tessera programme publish FILE")

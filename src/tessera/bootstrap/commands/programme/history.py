"""`tessera programme history`"""

import click

from tessera.bootstrap.commands.context import connected, json_option, print_json
from tessera.bootstrap.commands.programme.version import version_facts
from tessera.kit.clock import SystemClock
from tessera.usecases.read_programme import read_history
from tessera.versions.read import Version, effective, in_force


@click.command()
@json_option
def history(*, as_json: bool) -> None:
    """Show every published version, oldest first, and which one decides now.

    One that was to begin later and was taken back before it did is shown as such.
    """
    with connected() as connection:
        versions = read_history(connection)
    if as_json:
        print_json({"versions": [version_facts(version) for version in versions]})
        return
    deciding, ever = in_force(versions, SystemClock().now()), effective(versions)
    for version in versions:
        mark = "*" if version == deciding else " "
        told = [f"{mark}{version.number:>3}  from {version.effective_at:%Y-%m-%d %H:%M} UTC", _why(version)]
        if version not in ever:
            told.append("(taken back before it began)")
        click.echo("  ".join(part for part in told if part))
    if deciding is not None:
        click.echo("* decides now.")
    elif not versions:
        click.echo("Nothing is published yet; publish with: tessera programme publish FILE")


def _why(version: Version) -> str:
    """The note, and which version it repeats where the note does not say so itself."""
    again = f"version {version.rollback_of}"
    if version.rollback_of is None or again in version.note:
        return version.note
    return f"{version.note} ({again} again)"

"""A published version in lines or JSON."""

import click

from tessera.bootstrap.commands.context import print_json
from tessera.versions.read import Version


def tell_version(version: Version, *, as_json: bool) -> None:
    """Say what was published."""
    if as_json:
        print_json(version_facts(version))
        return
    click.echo(
        f"Version {version.number} of {version.programme_id} is published; it decides from "
        f"{version.effective_at:%Y-%m-%d %H:%M:%S} UTC on."
    )


def version_facts(version: Version) -> dict[str, object]:
    """All of a version but its document."""
    return {
        "number": version.number,
        "programme_id": version.programme_id,
        "effective_at": version.effective_at,
        "published_at": version.published_at,
        "note": version.note,
        "rollback_of": version.rollback_of,
        "edition": version.edition,
    }

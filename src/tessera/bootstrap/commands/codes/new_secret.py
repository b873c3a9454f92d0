"""`tessera codes new-secret`"""

import click

from tessera.bootstrap.commands.context import connected, settings
from tessera.bootstrap.secret import find_secret
from tessera.catalogue.seal import Seal
from tessera.catalogue.seals import change_seal


@click.command("new-secret")
@click.confirmation_option(
    "--yes", prompt="What was sealed before will never be shown again. Is the old secret lost for good?"
)
def new_secret() -> None:
    """Go on with another secret, because the old one is lost.

    Every code that was issued goes on working, but cannot be shown again. Codes of pools that were not given yet cannot
    be shown either: bring them in again, then they are sealed anew.
    """
    with connected() as connection:
        change_seal(connection, Seal(find_secret(settings())))
    click.echo("Codes are sealed with the secret of today from now on.")

"""`tessera up`"""

from contextlib import suppress

import click

from tessera.bootstrap.commands.context import settings, tell
from tessera.bootstrap.commands.place import host_option, placed, port_option
from tessera.bootstrap.database import prepared_database
from tessera.bootstrap.serve import check_address, serve


@click.command()
@host_option
@port_option
def up(*, host: str | None, port: int | None) -> None:
    """Start the database and serve the API.

    TESSERA_HOST and TESSERA_PORT say where, as the options do. Make a key first: tessera key create SOURCE.
    """
    own = placed(settings(), host=host, port=port)
    check_address(own)
    with (
        prepared_database(own, say=tell, serving=True) as dsn,
        suppress(KeyboardInterrupt),
    ):  # the way to stop it
        serve(own, dsn, say=tell)

"""`tessera up`"""

from contextlib import suppress

import click

from tessera.bootstrap.commands.context import settings, tell
from tessera.bootstrap.database import prepared_database
from tessera.bootstrap.serve import check_address, serve


@click.command()
def up() -> None:
    """Start the database and serve the API.

    TESSERA_HOST and TESSERA_PORT say where (127.0.0.1:8000). Make a key first: tessera key create SOURCE.
    """
    own = settings()
    check_address(own)
    with (
        prepared_database(own, say=tell, serving=True) as dsn,
        suppress(KeyboardInterrupt),
    ):  # the way to stop it
        serve(own, dsn, say=tell)

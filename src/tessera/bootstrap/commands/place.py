"""Where to serve: options of the commands that do. They go before what the environment says."""

from dataclasses import replace

import click

from tessera.bootstrap.settings import HIGHEST_PORT, Settings

host_option = click.option("--host", metavar="ADDRESS", help="Listen at this address (127.0.0.1).")
port_option = click.option("--port", type=click.IntRange(1, HIGHEST_PORT), help="Listen on this port (8000).")


def placed(own: Settings, *, host: str | None, port: int | None) -> Settings:
    """The settings, with what the options say of the place."""
    return replace(own, host=host or own.host, port=port or own.port)

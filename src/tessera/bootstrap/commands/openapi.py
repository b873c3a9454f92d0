"""`tessera openapi`"""

import click

from tessera.api.app import openapi_json


@click.command("openapi")
def openapi_() -> None:
    """Print the HTTP API's OpenAPI document.

    The committed one: tessera openapi > docs/openapi.json
    """
    click.echo(openapi_json(), nl=False)
